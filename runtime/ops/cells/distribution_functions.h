// Distribution functions and quantiles of the laws that DML knows.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lineal {

enum class Law : uint8_t { kNormal, kStudent, kChiSquared, kFisher, kExponential };

/// The law of a name in DML: "normal", "t", "chisq", "f", "exp".
std::optional<Law> law_of_name(std::string_view name);

/// A law with its parameters. Checked by the caller: sd, rate and degrees of freedom are positive and finite.
struct Distribution {
  Law law = Law::kNormal;
  double mean = 0;
  double deviation = 1;
  double rate = 1;
  double freedom = 0;         // of t and chisq, and the first one of f
  double second_freedom = 0;  // of f

  /// P(X <= x), or P(X > x). NaN for NaN.
  double probability(double x, bool upper) const;
  /// The x with P(X <= x) = p, 0 <= p <= 1; the ends of the law's range, which may be infinite, for 0 and 1.
  double quantile(double p) const;
};

}  // namespace lineal
