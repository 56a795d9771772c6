// Picks the loops of the instruction set in use.
#include "runtime/kernels/elementary.h"

#include <bit>
#include <cmath>
#include <limits>

#include "runtime/core/instruction_set.h"
#include "runtime/kernels/elementary_exact.h"
#include "runtime/kernels/elementary_table.h"

namespace lineal::kernels {
namespace {

const ElementaryTable& table() {
#if defined(__x86_64__)
  switch (instruction_set()) {
    case InstructionSet::kAvx512:
      return kElementaryAvx512;
    case InstructionSet::kAvx2:
      return kElementaryAvx2;
    case InstructionSet::kPlain:
      break;
  }
#endif
  return kElementaryPlain;
}

double of_one(ElementaryTable::Unary loop, double x) {
  double result = 0;
  loop(&x, &result, 1);
  return result;
}

/// Exponents whose power is one rounded operation, so that it is correct and fast.
bool is_simple(double y) {
  return y == 2 || y == 1 || y == -1 || y == 0.5;
}
double simple_power(double x, double y) {
  if (x != x) return std::numeric_limits<double>::quiet_NaN();
  if (y == 2) return x * x;
  if (y == 1) return x;
  if (y == -1) return 1 / x;
  // The root of -0 is 0 as a power, and that of -Inf is Inf.
  if (x < 0) return std::isinf(x) ? -x : std::numeric_limits<double>::quiet_NaN();
  return std::sqrt(x) + 0.0;
}

}  // namespace

#define LINEAL_UNARY(name)                                       \
  void name(const double* x, double* out, int64_t count) {       \
    table().name(x, out, count);                                 \
  }                                                              \
  double name(double x) {                                        \
    return of_one(table().name, x);                              \
  }
LINEAL_UNARY(exp)
LINEAL_UNARY(log)
LINEAL_UNARY(sin)
LINEAL_UNARY(cos)
LINEAL_UNARY(tan)
LINEAL_UNARY(asin)
LINEAL_UNARY(acos)
LINEAL_UNARY(atan)
LINEAL_UNARY(sinh)
LINEAL_UNARY(cosh)
LINEAL_UNARY(tanh)
#undef LINEAL_UNARY

void pow(const double* x, const double* y, double* out, int64_t count) {
  table().power(x, y, out, count);
}

void pow(const double* x, double y, double* out, int64_t count) {
  if (!is_simple(y)) {
    table().power_to_number(x, y, out, count);
    return;
  }
  for (int64_t i = 0; i < count; ++i)
    out[i] = simple_power(x[i], y);
}

void pow(double x, const double* y, double* out, int64_t count) {
  table().power_of_number(x, y, out, count);
}

double pow(double x, double y) {
  if (is_simple(y)) return simple_power(x, y);
  double result = 0;
  table().power_to_number(&x, y, &result, 1);
  return result;
}

double expm1(double x) {
  return exact::expm1(x);
}

double log1p(double x) {
  return exact::log1p(x);
}

}  // namespace lineal::kernels
