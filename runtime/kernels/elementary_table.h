// The loops of one instruction set, as data.
#pragma once

#include <cstdint>

namespace lineal::kernels {

struct ElementaryTable {
  using Unary = void (*)(const double* x, double* out, int64_t count);
  Unary exp;
  Unary log;
  Unary sin;
  Unary cos;
  Unary tan;
  Unary asin;
  Unary acos;
  Unary atan;
  Unary sinh;
  Unary cosh;
  Unary tanh;
  Unary identity;  // x^1, x^2, x^-1 and x^0.5
  Unary square;
  Unary reciprocal;
  Unary square_root;
  void (*power)(const double* x, const double* y, double* out, int64_t count);
  void (*power_to_number)(const double* x, double y, double* out, int64_t count);
  void (*power_of_number)(double x, const double* y, double* out, int64_t count);
};

extern const ElementaryTable kElementaryPlain;
#if defined(__x86_64__)
extern const ElementaryTable kElementarySingle;  // one number at a time, by FMA
extern const ElementaryTable kElementaryAvx2;
extern const ElementaryTable kElementaryAvx512;
#endif

}  // namespace lineal::kernels
