// Correct rounding by GNU MPFR, whose functions round correctly to any precision (Fousse et al.: MPFR, ACM Transactions
// on Mathematical Software 33, 2007).
#include "runtime/kernels/elementary_exact.h"

#include <cmath>
#include <limits>

#include <mpfr.h>

namespace lineal::kernels::exact {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr int kPrecision = std::numeric_limits<double>::digits;

/// The exponents of doubles, while it lives: results are rounded as doubles are, subnormal and infinite ones too.
/// MPFR's range belongs to the thread; its caches of constants are freed when the thread ends.
class DoubleRange {
 public:
  DoubleRange() : least_(mpfr_get_emin()), greatest_(mpfr_get_emax()) {
    mpfr_set_emin(-1073);
    mpfr_set_emax(1024);
    [[maybe_unused]] thread_local const Caches caches;
  }
  ~DoubleRange() {
    mpfr_set_emin(least_);
    mpfr_set_emax(greatest_);
  }
  DoubleRange(const DoubleRange&) = delete;
  DoubleRange& operator=(const DoubleRange&) = delete;

 private:
  struct Caches {
    ~Caches() { mpfr_free_cache(); }
  };
  mpfr_exp_t least_;
  mpfr_exp_t greatest_;
};

double rounded(mpfr_t result, int direction) {
  mpfr_subnormalize(result, direction, MPFR_RNDN);
  const double value = mpfr_get_d(result, MPFR_RNDN);
  return std::isnan(value) ? kNan : value;
}

using Function = int (*)(mpfr_t, const mpfr_t, mpfr_rnd_t);

double apply(Function function, double x) {
  if (std::isnan(x)) return kNan;
  const DoubleRange range;
  MPFR_DECL_INIT(argument, kPrecision);
  MPFR_DECL_INIT(result, kPrecision);
  mpfr_set_d(argument, x, MPFR_RNDN);
  const int direction = function(result, argument, MPFR_RNDN);
  return rounded(result, direction);
}

}  // namespace

double exp(double x) {
  if (x > 710) return std::numeric_limits<double>::infinity();
  if (x < -746) return 0;
  return apply(mpfr_exp, x);
}
double expm1(double x) {
  return apply(mpfr_expm1, x);
}
double log(double x) {
  // Zeros are frequent among data, and need no MPFR.
  if (x == 0) return -std::numeric_limits<double>::infinity();
  if (x < 0) return kNan;
  return apply(mpfr_log, x);
}
double log1p(double x) {
  return apply(mpfr_log1p, x);
}
double sin(double x) {
  return apply(mpfr_sin, x);
}
double cos(double x) {
  return apply(mpfr_cos, x);
}
double tan(double x) {
  return apply(mpfr_tan, x);
}
double asin(double x) {
  return apply(mpfr_asin, x);
}
double acos(double x) {
  return apply(mpfr_acos, x);
}
double atan(double x) {
  return apply(mpfr_atan, x);
}
double sinh(double x) {
  return apply(mpfr_sinh, x);
}
double cosh(double x) {
  return apply(mpfr_cosh, x);
}
double tanh(double x) {
  return apply(mpfr_tanh, x);
}

double pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (std::isnan(x) && y == 1) return x;
  if (std::isnan(x) && y == 2) return x * x;
  if (std::isnan(x) || std::isnan(y)) return kNan;
  if (x == 0 && std::isfinite(y) && y != std::trunc(y)) return y > 0 ? 0 : std::numeric_limits<double>::infinity();
  const DoubleRange range;
  MPFR_DECL_INIT(base, kPrecision);
  MPFR_DECL_INIT(exponent, kPrecision);
  MPFR_DECL_INIT(result, kPrecision);
  mpfr_set_d(base, x, MPFR_RNDN);
  mpfr_set_d(exponent, y, MPFR_RNDN);
  const int direction = mpfr_pow(result, base, exponent, MPFR_RNDN);
  return rounded(result, direction);
}

}  // namespace lineal::kernels::exact
