#include "compiler/ast/precedence.h"

namespace lineal::ast {

namespace {

struct Row {
  std::string_view name;
  Binding binding;
};

constexpr Row kRows[] = {
    {"^", {10, Associates::kRight}},
    {"%*%", {8}},
    {"%/%", {7}},
    {"%%", {7}},
    {"*", {6}},
    {"/", {6}},
    {"+", {5}},
    {"-", {5}},
    {">", {4}},
    {">=", {4}},
    {"<", {4}},
    {"<=", {4}},
    {"==", {4}},
    {"!=", {4}},
    {"&", {2}},
    {"&&", {2}},
    {"|", {1}},
    {"||", {1}},
};

}  // namespace

Binding infix_binding(std::string_view name) {
  for (const Row& row : kRows) {
    if (row.name == name) return row.binding;
  }
  return {};
}

int prefix_level(std::string_view name) {
  if (name == "-" || name == "+") return kSignLevel;
  return name == "!" ? kNotLevel : 0;
}

}  // namespace lineal::ast
