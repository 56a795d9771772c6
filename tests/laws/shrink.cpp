#include "tests/laws/shrink.h"

#include <algorithm>
#include <sstream>

#include "runtime/core/cat.h"

namespace lineal {
namespace {

using Fails = std::function<bool(const GeneratedProgram&)>;

/// Steps of loops stay: without them a loop does not end.
bool may_go(const std::string& line) {
  return !line.ends_with(" + 1");
}
bool may_go(const ProgramPiece&) {
  return true;
}

/// Runs of `parts` are left out, halves first. `with` puts a program together from what is left.
template <class Part, class With>
void leave_out(std::vector<Part> parts, const With& with, const Fails& fails, GeneratedProgram& best) {
  for (size_t length = std::max<size_t>(1, parts.size() / 2); length > 0; length /= 2) {
    for (size_t at = 0; at + length <= parts.size();) {
      const auto from = parts.begin() + static_cast<std::ptrdiff_t>(at),
                 to = from + static_cast<std::ptrdiff_t>(length);
      std::vector<Part> rest(parts.begin(), from);
      rest.insert(rest.end(), to, parts.end());
      GeneratedProgram candidate = with(rest);
      if (std::all_of(from, to, [](const Part& each) { return may_go(each); }) && fails(candidate)) {
        parts = std::move(rest);
        best = std::move(candidate);
      } else {
        ++at;
      }
    }
  }
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string each; std::getline(in, each);)
    lines.push_back(each);
  return lines;
}

std::string text_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& each : lines)
    text += cat(each, "\n");
  return text;
}

/// Leaves out lines that open a block together with those that close it; what is between stays.
template <class With>
void unwrap(std::vector<std::string> lines, const With& with, const Fails& fails, GeneratedProgram& best) {
  for (size_t at = 0; at < lines.size(); ++at) {
    if (!lines[at].ends_with("{") || lines[at].find("function") != std::string::npos) continue;
    const std::string close = cat(lines[at].substr(0, lines[at].find_first_not_of(' ')), "}");
    const auto end = std::find(lines.begin() + static_cast<std::ptrdiff_t>(at), lines.end(), close);
    if (end == lines.end()) continue;
    std::vector<std::string> rest = lines;
    rest.erase(rest.begin() + (end - lines.begin()));
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(at));
    GeneratedProgram candidate = with(rest);
    if (!fails(candidate)) continue;
    lines = std::move(rest);
    best = std::move(candidate);
    --at;
  }
}

/// `text` is that of a piece or a file within `program`.
template <class Text>
void shrink_text(GeneratedProgram& program, const Text& text, const Fails& fails) {
  const auto with = [&](const std::vector<std::string>& lines) {
    GeneratedProgram out = program;
    text(out) = text_of(lines);
    return out;
  };
  leave_out(lines_of(text(program)), with, fails, program);
  unwrap(lines_of(text(program)), with, fails, program);
}

size_t size_of(const GeneratedProgram& program) {
  return show(program).size();
}

}  // namespace

GeneratedProgram shrink(GeneratedProgram program, const Fails& fails) {
  for (size_t before = 0; before != size_of(program);) {
    before = size_of(program);
    const auto with_pieces = [&program](const std::vector<ProgramPiece>& pieces) {
      GeneratedProgram out = program;
      out.pieces = pieces;
      return out;
    };
    leave_out(program.pieces, with_pieces, fails, program);
    for (size_t i = 0; i < program.pieces.size(); ++i) {
      shrink_text(
          program, [i](GeneratedProgram& of) -> std::string& { return of.pieces[i].text; }, fails);
    }
    const auto files = program.files;
    for (const auto& [name, unused] : files) {
      shrink_text(
          program, [&name = name](GeneratedProgram& of) -> std::string& { return of.files[name]; }, fails);
    }
  }
  return program;
}

std::string show(const GeneratedProgram& program) {
  std::string out;
  for (const auto& [name, text] : program.files)
    out += cat("# ", name, "\n", text);
  out += "# program\n";
  for (const ProgramPiece& piece : program.pieces)
    out += cat(piece.redefines ? "# at the prompt only\n" : "", piece.text);
  return out;
}

}  // namespace lineal
