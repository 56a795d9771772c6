// What the elementary functions must answer, by MPFR with 240 bits, and arguments to ask for.
#pragma once

#include <bit>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include <mpfr.h>

#include "runtime/core/instruction_set.h"
#include "runtime/kernels/elementary.h"

namespace lineal {

/// Seeded numbers (Steele, Lea and Flood: Fast splittable pseudorandom number generators, 2014).
class Numbers {
 public:
  explicit Numbers(uint64_t seed) : state_(seed) {}
  uint64_t bits() {
    state_ += 0x9e3779b97f4a7c15;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  double between(double low, double high) { return low + (high - low) * (static_cast<double>(bits() >> 11) * 0x1p-53); }
  /// Any double: all exponents alike, NaN and infinity too.
  double any() { return std::bit_cast<double>(bits()); }
  /// Exponents from 2^-reach to 2^reach, both signs.
  double around_one(int reach) {
    const uint64_t word = bits();
    const auto exponent = 1023 - reach + static_cast<int64_t>((word >> 1) % static_cast<uint64_t>(2 * reach));
    const uint64_t fraction = bits() >> 12;
    return std::bit_cast<double>(word << 63 | static_cast<uint64_t>(exponent) << 52 | fraction);
  }

 private:
  uint64_t state_;
};

using MpfrUnary = int (*)(mpfr_t, const mpfr_t, mpfr_rnd_t);

struct ElementaryFunction {
  const char* name;
  MpfrUnary oracle;
  void (*loop)(const double*, double*, int64_t);
  double (*one)(double);
  std::vector<std::pair<double, double>> ranges;
};

inline const std::vector<ElementaryFunction>& elementary_functions() {
  static const std::vector<ElementaryFunction> all = {
      {"exp",
       mpfr_exp,
       kernels::exp,
       kernels::exp,
       {{-2, 2}, {-40, 40}, {-750, 712}, {-745.2, -744}, {-709, -707}, {709, 710}}},
      {"log", mpfr_log, kernels::log, kernels::log, {{0, 2}, {0.9, 1.1}, {0.6, 1.5}, {0.99, 1.01}, {0, 1e6}}},
      {"sin", mpfr_sin, kernels::sin, kernels::sin, {{-4, 4}, {-0.02, 0.02}, {-100, 100}, {-26000, 26000}, {3.1, 3.2}}},
      {"cos", mpfr_cos, kernels::cos, kernels::cos, {{-4, 4}, {-0.02, 0.02}, {-100, 100}, {-26000, 26000}, {1.5, 1.6}}},
      {"tan", mpfr_tan, kernels::tan, kernels::tan, {{-4, 4}, {-0.02, 0.02}, {-100, 100}, {-26000, 26000}, {1.5, 1.6}}},
      {"asin", mpfr_asin, kernels::asin, kernels::asin, {{-1, 1}, {-0.02, 0.02}, {0.99, 1}, {0.4, 0.6}, {-1.1, -0.9}}},
      {"acos", mpfr_acos, kernels::acos, kernels::acos, {{-1, 1}, {-0.02, 0.02}, {0.99, 1}, {0.4, 0.6}, {-1.1, -0.9}}},
      {"atan", mpfr_atan, kernels::atan, kernels::atan, {{-1, 1}, {-0.02, 0.02}, {-5, 5}, {0.9, 1.1}, {-1000, 1000}}},
      {"sinh", mpfr_sinh, kernels::sinh, kernels::sinh, {{-1, 1}, {-0.05, 0.05}, {-40, 40}, {-712, 712}, {707, 711}}},
      {"cosh", mpfr_cosh, kernels::cosh, kernels::cosh, {{-1, 1}, {-0.05, 0.05}, {-40, 40}, {-712, 712}, {707, 711}}},
      {"tanh", mpfr_tanh, kernels::tanh, kernels::tanh, {{-1, 1}, {-0.05, 0.05}, {-20, 20}, {18, 20}, {-3, 3}}},
  };
  return all;
}

inline constexpr int kOraclePrecision = 240;
inline constexpr double kCanonicalNan = std::numeric_limits<double>::quiet_NaN();

/// The nearest double of a number with more bits, its one NaN for NaN.
inline double nearest(mpfr_t exact) {
  return mpfr_nan_p(exact) ? kCanonicalNan : mpfr_get_d(exact, MPFR_RNDN);
}

inline double oracle(MpfrUnary function, double x) {
  MPFR_DECL_INIT(argument, 53);
  MPFR_DECL_INIT(result, kOraclePrecision);
  mpfr_set_d(argument, x, MPFR_RNDN);
  function(result, argument, MPFR_RNDN);
  return nearest(result);
}

/// x^1 and x^2 are x and x * x, NaN with its sign too.
inline double power_oracle(double x, double y) {
  if (x != x && y == 1) return x;
  if (x != x && y == 2) return x * x;
  MPFR_DECL_INIT(base, 53);
  MPFR_DECL_INIT(exponent, 53);
  MPFR_DECL_INIT(result, kOraclePrecision);
  mpfr_set_d(base, x, MPFR_RNDN);
  mpfr_set_d(exponent, y, MPFR_RNDN);
  mpfr_pow(result, base, exponent, MPFR_RNDN);
  return nearest(result);
}

inline bool same_bits(double a, double b) {
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

inline std::vector<InstructionSet> available_sets() {
  std::vector<InstructionSet> sets;
  for (const InstructionSet set : {InstructionSet::kPlain, InstructionSet::kAvx2, InstructionSet::kAvx512}) {
    if (set <= best_instruction_set()) sets.push_back(set);
  }
  return sets;
}

/// Arguments for each function: LINEAL_ARGUMENTS, or what takes seconds.
inline int64_t argument_count() {
  const char* const wanted = std::getenv("LINEAL_ARGUMENTS");
  return wanted ? std::atoll(wanted) : 100000;
}

inline const std::vector<double>& special_arguments() {
  static const std::vector<double> special = [] {
    std::vector<double> values;
    const double inf = std::numeric_limits<double>::infinity();
    for (const double x : {0.0,
                           0x1p-1074,
                           0x1p-1073,
                           0x1.8p-1073,
                           0x0.fffffffffffffp-1022,
                           0x1p-1022,
                           0x1.0000000000001p-1022,
                           0x1p-600,
                           0x1p-300,
                           0x1p-60,
                           0x1p-54,
                           0x1p-53,
                           0x1p-29,
                           0x1p-28,
                           0x1.fffffffffffffp-29,
                           0x1p-27,
                           0x1p-26,
                           0x1p-14,
                           0.125,
                           0.25,
                           0.5,
                           0.75,
                           0x1.fffffffffffffp-1,
                           1.0,
                           0x1.0000000000001p0,
                           1.5,
                           2.0,
                           3.0,
                           4.0,
                           10.0,
                           19.0,
                           19.0615,
                           19.07,
                           20.0,
                           36.0,
                           37.5,
                           100.0,
                           707.9,
                           708.0,
                           708.1,
                           709.782712893384,
                           709.782712893385,
                           710.0,
                           710.4758600739439,
                           710.475860073944,
                           711.0,
                           744.0,
                           745.1332191019411,
                           745.1332191019412,
                           746.0,
                           1000.0,
                           24999.9,
                           25000.0,
                           25001.0,
                           1e5,
                           1e10,
                           0x1p60,
                           1e22,
                           1e300,
                           0x1.fffffffffffffp1023,
                           inf,
                           kCanonicalNan,
                           std::bit_cast<double>(uint64_t{0x7ff0000000000001}),
                           std::bit_cast<double>(uint64_t{0x7ff8dead0000beef})}) {
      values.push_back(x);
      values.push_back(-x);
    }
    const double pi = 3.14159265358979323846;
    for (int i = -40; i <= 40; ++i) {
      for (const double x : {i * pi / 4, i * pi / 256, i * pi * 1000, i / 64.0, i * 0.6931471805599453 / 16}) {
        values.push_back(x);
        values.push_back(std::bit_cast<double>(std::bit_cast<uint64_t>(x) + 1));
      }
    }
    return values;
  }();
  return special;
}

}  // namespace lineal
