// Strings: concatenation and comparison. Overloads of operators that numbers have first.
#include <algorithm>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/number_format.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

/// Longer strings are an error rather than the end of the machine's memory.
constexpr size_t kLongestText = size_t{1} << 30;

void append_scalar(std::string& out, const Value& value) {
  switch (value.kind()) {
    case ValueKind::kString:
      out += value.text();
      break;
    case ValueKind::kInt:
      append_part(out, value.as_int());
      break;
    case ValueKind::kDouble:
      append_double(out, value.as_double());
      break;
    default:
      out += value.as_boolean() ? "TRUE" : "FALSE";
  }
}

bool concatenate(const Value* const* in, Value& out, std::string_view between) {
  if (!in[0]->is_scalar() || !in[1]->is_scalar()) return false;
  size_t size = 64 + between.size();
  for (int i = 0; i < 2; ++i)
    size += in[i]->is_string() ? in[i]->text().size() : 0;
  if (size > kLongestText) return false;
  std::string text;
  text.reserve(size);
  append_scalar(text, *in[0]);
  text += between;
  append_scalar(text, *in[1]);
  out = Value::string(std::move(text));
  return true;
}

bool concat_scalar(const Value* const* in, Value& out) {
  return concatenate(in, out, "");
}
bool concat_lines_scalar(const Value* const* in, Value& out) {
  return concatenate(in, out, "\n");
}

/// The lead bytes of characters beyond U+FFFF, which Java compares by their surrogates, sort below those from U+E000.
int utf16_rank(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0xF0 ? byte - 0xF0 + 0xEE : byte >= 0xEE ? byte + 16 : byte;
}

/// Orders UTF-8 text as Java orders strings: by UTF-16 code units.
int compare_text(std::string_view a, std::string_view b) {
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (x == a.end() || y == b.end()) return x == a.end() ? (y == b.end() ? 0 : -1) : 1;
  return utf16_rank(*x) < utf16_rank(*y) ? -1 : 1;
}

template <bool (*Test)(int)>
bool compare_scalar(const Value* const* in, Value& out) {
  if (!in[0]->is_scalar() || !in[1]->is_scalar()) return false;
  if (in[0]->is_string() && in[1]->is_string()) {
    out = Value::boolean(Test(compare_text(in[0]->text(), in[1]->text())));
  } else {
    out = Value::boolean(Test(compare_text(scalar_text(*in[0]), scalar_text(*in[1]))));
  }
  return true;
}

/// Every operator here is its scalar path.
void run_scalar(KernelCall& call) {
  const Value* operands[] = {&call.in[0], &call.in[1]};
  if (call.op.scalar(operands, call.out[0])) return;
  throw Error(ErrorKind::kResource, cat(call.op.call, ": the string would be longer than ", kLongestText, " bytes"));
}

OpDef text_operator(std::string_view name, std::string_view call, KindMask accepts, KindMask output,
                    ScalarKernel scalar, Infer infer, Fails fails, std::string_view help) {
  return {
      .name = name,
      .call = call,
      .params = {{"x", accepts}, {"y", accepts}},
      .outputs = {output},
      .fails = fails,
      .infer = infer,
      .kernels = {dense_only(run_scalar)},
      .scalar = scalar,
      .law_cases = {"'a', 'b'", "'b', 'a'"},
      .help = help,
  };
}

template <bool (*Test)(int)>
OpDef comparison(std::string_view name, std::string_view call, std::string_view help) {
  return text_operator(name, call, kScalar, kNumber, compare_scalar<Test>, infer::scalar_boolean, Fails::kNever, help);
}

bool equal(int order) {
  return order == 0;
}
bool unequal(int order) {
  return order != 0;
}
bool less(int order) {
  return order < 0;
}
bool at_most(int order) {
  return order <= 0;
}
bool greater(int order) {
  return order > 0;
}
bool at_least(int order) {
  return order >= 0;
}

}  // namespace

void register_strings(OpRegistry& registry) {
  registry.add(text_operator("concat", "+", kScalar, kText, concat_scalar, infer::scalar_string, Fails::kPossibly,
                             "Joins two scalars as text, as print shows them."));
  registry.add(comparison<equal>("equal_text", "==", "TRUE when two scalars print the same."));
  registry.add(comparison<unequal>("unequal_text", "!=", "TRUE when two scalars print differently."));
  registry.add(comparison<less>("less_text", "<", "TRUE when x sorts before y as text."));
  registry.add(comparison<at_most>("at_most_text", "<=", "TRUE when x sorts before y as text or is the same."));
  registry.add(comparison<greater>("greater_text", ">", "TRUE when x sorts after y as text."));
  registry.add(comparison<at_least>("at_least_text", ">=", "TRUE when x sorts after y as text or is the same."));
  registry.add(text_operator("cbind_text", "cbind", kText, kText, concat_lines_scalar, infer::scalar_string,
                             Fails::kPossibly, "Joins two strings with a line break."));
  registry.add(text_operator("rbind_text", "rbind", kText, kText, concat_lines_scalar, infer::scalar_string,
                             Fails::kPossibly, "Joins two strings with a line break."));
}

}  // namespace lineal
