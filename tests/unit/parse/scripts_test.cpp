// Every script of the repository parses, and prints to the same tree.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "compiler/ast/ast.h"
#include "tests/unit/parse/parse_text.h"

namespace lineal {

namespace {

std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// The value of every "$name" that the text mentions.
ScriptArguments arguments_for(const std::string& text) {
  ScriptArguments out;
  for (size_t at = text.find('$'); at != std::string::npos; at = text.find('$', at + 1)) {
    size_t end = at + 1;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
      ++end;
    if (end > at + 1) out.emplace(text.substr(at + 1, end - at - 1), "1");
  }
  return out;
}

}  // namespace

TEST_CASE("scripts of the repository") {
  for (const char* folder : {"tests/dml", "scripts"}) {
    if (!std::filesystem::exists(folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".dml") continue;
      const std::string text = read_text(entry.path());
      INFO(entry.path().string());
      const ParseResult result = test::parse_text(text, arguments_for(text));
      // A script that tests a syntax error says so.
      if (!result.errors.empty()) {
        INFO(test::first_error(result));
        CHECK(text.find("expect error") != std::string::npos);
        continue;
      }
      const std::string printed = ast::print(result.script);
      const ParseResult again = test::parse_text(printed);
      CHECK(test::first_error(again) == "");
      CHECK(ast::print(again.script) == printed);
    }
  }
}

}  // namespace lineal
