// Distribution functions by Boost.Math.
#include "runtime/ops/cells/distribution_functions.h"

#include <cmath>
#include <limits>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "runtime/ops/cells/distribution_number.h"

namespace lineal {
namespace {

namespace math = boost::math;
// Errors give NaN or infinity instead of exceptions; arguments are checked before. Numbers are
// not promoted to long double, which is not the same everywhere.
using Policy = math::policies::policy<math::policies::domain_error<math::policies::ignore_error>,
                                      math::policies::pole_error<math::policies::ignore_error>,
                                      math::policies::overflow_error<math::policies::ignore_error>,
                                      math::policies::evaluation_error<math::policies::ignore_error>,
                                      math::policies::promote_double<false>>;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

template <class BoostLaw>
double probability_of(const BoostLaw& law, PortableNumber x, bool upper) {
  return (upper ? math::cdf(math::complement(law, x)) : math::cdf(law, x)).value();
}
template <class BoostLaw>
double quantile_of(const BoostLaw& law, PortableNumber p) {
  return math::quantile(law, p).value();
}

bool is_symmetric(Law law) {
  return law == Law::kNormal || law == Law::kStudent;
}

}  // namespace

std::optional<Law> law_of_name(std::string_view name) {
  if (name == "normal") return Law::kNormal;
  if (name == "t") return Law::kStudent;
  if (name == "chisq") return Law::kChiSquared;
  if (name == "f") return Law::kFisher;
  if (name == "exp") return Law::kExponential;
  return std::nullopt;
}

double Distribution::probability(double x, bool upper) const {
  if (std::isnan(x)) return x;
  if (x == kInfinity) return upper ? 0 : 1;
  if (x == -kInfinity || (x <= 0 && !is_symmetric(law))) return upper ? 1 : 0;
  switch (law) {
    case Law::kNormal:
      return probability_of(math::normal_distribution<PortableNumber, Policy>(mean, deviation), x, upper);
    case Law::kStudent:
      return probability_of(math::students_t_distribution<PortableNumber, Policy>(freedom), x, upper);
    case Law::kChiSquared:
      return probability_of(math::chi_squared_distribution<PortableNumber, Policy>(freedom), x, upper);
    case Law::kFisher:
      return probability_of(math::fisher_f_distribution<PortableNumber, Policy>(freedom, second_freedom), x, upper);
    default:
      return upper ? kernels::exp(-rate * x) : -kernels::expm1(-rate * x);
  }
}

double Distribution::quantile(double p) const {
  if (p == 0) return is_symmetric(law) ? -kInfinity : 0;
  if (p == 1) return kInfinity;
  switch (law) {
    case Law::kNormal:
      return quantile_of(math::normal_distribution<PortableNumber, Policy>(mean, deviation), p);
    case Law::kStudent:
      return quantile_of(math::students_t_distribution<PortableNumber, Policy>(freedom), p);
    case Law::kChiSquared:
      return quantile_of(math::chi_squared_distribution<PortableNumber, Policy>(freedom), p);
    case Law::kFisher:
      return quantile_of(math::fisher_f_distribution<PortableNumber, Policy>(freedom, second_freedom), p);
    default:
      return -kernels::log1p(-p) / rate;
  }
}

}  // namespace lineal
