#include "runtime/core/cat.h"
#include "runtime/program/program.h"

namespace lineal {
namespace {

class Printer {
 public:
  explicit Printer(const FunctionCode& function) : function_(function) {}

  std::string print() {
    text_ = cat("function ", function_.name, " (", function_.slots, " slots)\n");
    blocks(function_.body, 1);
    return std::move(text_);
  }

 private:
  void line(int depth, const std::string& content) {
    text_ += cat(std::string(2 * static_cast<size_t>(depth), ' '), content, "\n");
  }

  std::string slot(Slot at) const {
    if (!at.exists()) return "_";
    const bool named = at.at() < function_.slot_names.size() && !function_.slot_names[at.at()].empty();
    return named ? function_.slot_names[at.at()] : cat("%", at.number());
  }

  std::string operand(const Code& code, Operand at) const {
    if (!at.exists()) return "default";
    if (at.is_place()) return slot(at.place());
    const Value& constant = code.constants[at.constant_index()];
    return constant.is_string() ? cat("\"", constant.text(), "\"") : scalar_text(constant);
  }

  void code(const Code& code, int depth) {
    for (const Instruction& each : code.instructions) {
      std::string out;
      for (const Slot target : each.out)
        out += cat(out.empty() ? "" : ", ", slot(target));
      std::string content = cat(out, out.empty() ? "" : " = ", name(each));
      for (size_t i = 0; i < each.in.size(); ++i) {
        const bool dies = i < each.last.size() && each.last[i];
        content += cat(" ", operand(code, each.in[i]), dies ? "!" : "");
      }
      if (!each.trace.empty()) content += cat("  traced in ", each.trace.size(), " steps");
      if (!each.release.empty()) content += "  release";
      for (const Slot dead : each.release)
        content += cat(" ", slot(dead));
      line(depth, content);
    }
  }

  static std::string name(const Instruction& each) {
    switch (each.kind) {
      case InstructionKind::kCompute:
        return std::string(each.op->name);
      case InstructionKind::kCopy:
        return "copy";
      case InstructionKind::kCall:
        return cat("call ", each.callee->name);
      case InstructionKind::kEval:
        return "eval";
      case InstructionKind::kEvalList:
        return "evalList";
      case InstructionKind::kExists:
        return "exists";
      case InstructionKind::kAccumulate:
        return "accumulate";
      case InstructionKind::kRelease:
        return "release";
    }
    return "?";
  }

  void blocks(const std::vector<std::unique_ptr<Block>>& all, int depth) {
    for (const auto& block : all) {
      switch (block->kind) {
        case BlockKind::kBasic:
          line(depth, "block");
          break;
        case BlockKind::kIf:
          line(depth, "if");
          break;
        case BlockKind::kWhile:
          line(depth, "while");
          break;
        case BlockKind::kFor:
          line(depth, cat("for ", slot(block->variable)));
          break;
        case BlockKind::kParFor:
          line(depth, cat("parfor ", slot(block->variable)));
          break;
      }
      code(block->code, depth + 1);
      blocks(block->body, depth + 1);
      if (!block->otherwise.empty()) {
        line(depth, "else");
        blocks(block->otherwise, depth + 1);
      }
    }
  }

  const FunctionCode& function_;
  std::string text_;
};

}  // namespace

std::string print(const FunctionCode& function) {
  return Printer(function).print();
}

}  // namespace lineal
