#include "compiler/hop/parfor_dependencies.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "compiler/ast/walk.h"
#include "compiler/hop/function_builder.h"
#include "runtime/core/cat.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

bool asks_for_sizes(std::string_view name) {
  const auto overloads = operators().overloads(name);
  return !overloads.empty() && overloads.front()->is(kSizeOnly);
}

// The text of one subscript: "" for everything, "a" or "a:b".
std::string subscript_text(const ast::Subscript& subscript) {
  if (!subscript.lower) return {};
  if (!subscript.upper) return ast::print(*subscript.lower);
  return cat(ast::print(*subscript.lower), ":", ast::print(*subscript.upper));
}

// A nested loop whose author vouches for it.
bool is_unchecked(const ast::Statement& statement) {
  if (statement.kind != ast::StatementKind::kParFor) return false;
  return std::any_of(statement.options.begin(), statement.options.end(), [](const ast::Argument& option) {
    return option.name == "check" && option.value->kind == ast::ExpressionKind::kLiteral &&
           option.value->literal.is_number() && option.value->literal.number() == 0;
  });
}

struct Access {
  std::vector<std::string> subscripts;
  std::vector<bool> varies;  // mentions something that differs between iterations
  SourceSpan where;
};

class Checker {
 public:
  Checker(const ast::Statement& loop, std::vector<Error>& errors) : errors_(errors) {
    collect_whole_assignments(loop.body, locals_);
    varying_ = locals_;
    varying_.insert(loop.variable);
    assigned_.insert(loop.variable);
    block(loop.body);
    compare();
  }

 private:
  void block(const ast::Block& statements) {
    for (const auto& each : statements)
      statement(*each);
  }

  void statement(const ast::Statement& statement) {
    for (const ast::Expression* part :
         {statement.value.get(), statement.from.get(), statement.to.get(), statement.increment.get()}) {
      if (part) reads(*part);
    }
    if (statement.kind == ast::StatementKind::kIf) {
      const std::set<std::string> before = assigned_;
      block(statement.body);
      std::set<std::string> then = assigned_;
      assigned_ = before;
      block(statement.otherwise);
      std::erase_if(assigned_, [&then](const std::string& name) { return !then.contains(name); });
      return;
    }
    if (!statement.variable.empty()) assigned_.insert(statement.variable);
    if (is_unchecked(statement)) return;
    block(statement.body);
    for (const ast::Target& target : statement.targets)
      write(statement, target);
  }

  void write(const ast::Statement& statement, const ast::Target& target) {
    for (const ast::Subscript& subscript : target.subscripts) {
      if (subscript.lower) reads(*subscript.lower);
      if (subscript.upper) reads(*subscript.upper);
    }
    const bool accumulates = statement.kind == ast::StatementKind::kAccumulate;
    if (target.subscripts.empty()) {
      if (accumulates && !locals_.contains(target.name)) {
        accumulators_.emplace(target.name, target.where);
      } else {
        if (accumulates) read_variable(target.name, target.where);
        assigned_.insert(target.name);
      }
      return;
    }
    if (assigned_.contains(target.name)) return;  // made in this iteration
    Access access = make_access(target.subscripts, target.where);
    bool varies = false;
    for (const bool each : access.varies)
      varies |= each;
    if (!varies) {
      fail(target.name, "every iteration writes the same part of it", target.where);
    }
    writes_[target.name].push_back(std::move(access));
  }

  void reads(const ast::Expression& expression) {
    ast::walk(expression, [this](const ast::Expression& node) {
      if (node.kind == ast::ExpressionKind::kVariable) read_variable(node.name, node.where);
      if (node.kind == ast::ExpressionKind::kIndex) {
        if (locals_.contains(node.name)) {
          read_variable(node.name, node.where);
        } else {
          reads_[node.name].push_back(make_access(node.subscripts, node.where));
        }
      }
      // Neither dimensions nor what exists changes.
      return node.kind != ast::ExpressionKind::kCall || (node.name != "exists" && !asks_for_sizes(node.name));
    });
  }

  void read_variable(const std::string& name, SourceSpan where) {
    if (assigned_.contains(name)) return;
    if (locals_.contains(name)) {
      fail(name, "an iteration reads it before assigning it, so it would see another iteration's value", where);
    } else {
      whole_reads_.emplace(name, where);
    }
  }

  Access make_access(const std::vector<ast::Subscript>& subscripts, SourceSpan where) {
    Access access;
    access.where = where;
    for (const ast::Subscript& subscript : subscripts) {
      access.subscripts.push_back(subscript_text(subscript));
      bool varies = false;
      for (const ast::Expression* bound : {subscript.lower.get(), subscript.upper.get()}) {
        if (!bound) continue;
        ast::walk(*bound, [&](const ast::Expression& node) {
          varies |= (node.kind == ast::ExpressionKind::kVariable || node.kind == ast::ExpressionKind::kIndex) &&
                    varying_.contains(node.name);
          return true;
        });
      }
      access.varies.push_back(varies);
    }
    return access;
  }

  void compare() {
    for (const auto& [name, where] : accumulators_) {
      const auto read = whole_reads_.find(name);
      const auto indexed = reads_.find(name);
      if (read != whole_reads_.end()) {
        fail(name, "it is accumulated with += and read in the same loop", read->second);
      } else if (indexed != reads_.end()) {
        fail(name, "it is accumulated with += and read in the same loop", indexed->second.front().where);
      }
    }
    for (const auto& [name, writes] : writes_) {
      const auto whole = whole_reads_.find(name);
      if (whole != whole_reads_.end()) {
        fail(name, "an iteration reads all of it while others write parts of it", whole->second);
        continue;
      }
      for (const Access& read : reads_[name]) {
        if (!confined(read, writes)) {
          fail(name, "an iteration reads a part of it that another iteration may write", read.where);
          break;
        }
      }
    }
  }

  // True if some varying subscript of the read is the same expression in every write: iterations then stay apart.
  static bool confined(const Access& read, const std::vector<Access>& writes) {
    for (size_t d = 0; d < read.subscripts.size(); ++d) {
      if (!read.varies[d]) continue;
      bool same = true;
      for (const Access& write : writes) {
        same &= d < write.subscripts.size() && write.subscripts[d] == read.subscripts[d];
      }
      if (same) return true;
    }
    return false;
  }

  void fail(const std::string& name, std::string_view why, SourceSpan where) {
    if (!failed_.insert(name).second) return;
    errors_.push_back(Error(ErrorKind::kInvalid, cat("parfor: loop-carried dependency on '", name, "': ", why), where));
  }

  std::vector<Error>& errors_;
  std::set<std::string> locals_, varying_, assigned_, failed_;
  std::map<std::string, SourceSpan> accumulators_, whole_reads_;
  std::map<std::string, std::vector<Access>> writes_, reads_;
};

}  // namespace

void check_parfor_dependencies(const ast::Statement& loop, std::vector<Error>& errors) {
  Checker(loop, errors);
}

}  // namespace lineal
