// Elementary functions, rounded correctly: every result is the double nearest to the exact value (of two the even one),
// on every processor and with every C library. NaN is the quiet one without a sign, but for x^1 and x^2.
// docs/numerics.md has the details.
#pragma once

#include <cstdint>

namespace lineal::kernels {

// Over cells: out[i] = f(x[i]). `out` may be `x`.
void exp(const double* x, double* out, int64_t count);
void log(const double* x, double* out, int64_t count);
void sin(const double* x, double* out, int64_t count);
void cos(const double* x, double* out, int64_t count);
void tan(const double* x, double* out, int64_t count);
void asin(const double* x, double* out, int64_t count);
void acos(const double* x, double* out, int64_t count);
void atan(const double* x, double* out, int64_t count);
void sinh(const double* x, double* out, int64_t count);
void cosh(const double* x, double* out, int64_t count);
void tanh(const double* x, double* out, int64_t count);

/// x[i]^y[i], x[i]^y and x^y[i]. `out` may be an operand.
void pow(const double* x, const double* y, double* out, int64_t count);
void pow(const double* x, double y, double* out, int64_t count);
void pow(double x, const double* y, double* out, int64_t count);

/// ln x / ln base: two logarithms and a quotient, each rounded.
void log_to_base(const double* x, const double* base, double* out, int64_t count);
void log_to_base(const double* x, double base, double* out, int64_t count);
void log_to_base(double x, const double* base, double* out, int64_t count);

// Of one number: the same bits.
double exp(double x);
double log(double x);
double sin(double x);
double cos(double x);
double tan(double x);
double asin(double x);
double acos(double x);
double atan(double x);
double sinh(double x);
double cosh(double x);
double tanh(double x);
double pow(double x, double y);
double log_to_base(double x, double base);
/// These two have no fast path; a call takes about a microsecond.
double expm1(double x);
double log1p(double x);

}  // namespace lineal::kernels
