// A double for Boost.Math whose functions are those of runtime/kernels, so that neither the C library nor the processor
// decides a digit of a distribution function. Boost finds the functions by argument-dependent lookup; what it computes
// itself (gamma, beta, erf and their inverses) takes the same steps for this type on every machine.
#pragma once

#include <cmath>
#include <concepts>
#include <limits>
#include <type_traits>

#include "runtime/kernels/elementary.h"

namespace lineal {

class PortableNumber {
 public:
  PortableNumber() = default;
  template <class T>
  requires std::is_arithmetic_v<T> PortableNumber(T value)
      : value_(static_cast<double>(value)) {}  // NOLINT(google-explicit-constructor): Boost mixes types

  template <class T>
  requires std::is_arithmetic_v<T>
  explicit operator T() const { return static_cast<T>(value_); }
  double value() const { return value_; }

  PortableNumber& operator+=(PortableNumber other) { return *this = *this + other; }
  PortableNumber& operator-=(PortableNumber other) { return *this = *this - other; }
  PortableNumber& operator*=(PortableNumber other) { return *this = *this * other; }
  PortableNumber& operator/=(PortableNumber other) { return *this = *this / other; }
  PortableNumber& operator++() { return *this += 1; }
  PortableNumber& operator--() { return *this -= 1; }
  PortableNumber operator-() const { return -value_; }
  PortableNumber operator+() const { return *this; }
  friend PortableNumber operator+(PortableNumber x, PortableNumber y) { return x.value_ + y.value_; }
  friend PortableNumber operator-(PortableNumber x, PortableNumber y) { return x.value_ - y.value_; }
  friend PortableNumber operator*(PortableNumber x, PortableNumber y) { return x.value_ * y.value_; }
  friend PortableNumber operator/(PortableNumber x, PortableNumber y) { return x.value_ / y.value_; }
  friend bool operator==(PortableNumber x, PortableNumber y) { return x.value_ == y.value_; }
  friend bool operator!=(PortableNumber x, PortableNumber y) { return x.value_ != y.value_; }
  friend bool operator<(PortableNumber x, PortableNumber y) { return x.value_ < y.value_; }
  friend bool operator>(PortableNumber x, PortableNumber y) { return x.value_ > y.value_; }
  friend bool operator<=(PortableNumber x, PortableNumber y) { return x.value_ <= y.value_; }
  friend bool operator>=(PortableNumber x, PortableNumber y) { return x.value_ >= y.value_; }

  /// Boost writes numbers into messages.
  template <class Stream>
  friend Stream& operator<<(Stream& stream, PortableNumber x) {
    stream << x.value_;
    return stream;
  }

 private:
  double value_ = 0;
};

inline PortableNumber exp(PortableNumber x) {
  return kernels::exp(x.value());
}
inline PortableNumber log(PortableNumber x) {
  return kernels::log(x.value());
}
inline PortableNumber sin(PortableNumber x) {
  return kernels::sin(x.value());
}
inline PortableNumber cos(PortableNumber x) {
  return kernels::cos(x.value());
}
inline PortableNumber tan(PortableNumber x) {
  return kernels::tan(x.value());
}
inline PortableNumber asin(PortableNumber x) {
  return kernels::asin(x.value());
}
inline PortableNumber acos(PortableNumber x) {
  return kernels::acos(x.value());
}
inline PortableNumber atan(PortableNumber x) {
  return kernels::atan(x.value());
}
inline PortableNumber sinh(PortableNumber x) {
  return kernels::sinh(x.value());
}
inline PortableNumber cosh(PortableNumber x) {
  return kernels::cosh(x.value());
}
inline PortableNumber tanh(PortableNumber x) {
  return kernels::tanh(x.value());
}
inline PortableNumber pow(PortableNumber x, PortableNumber y) {
  return kernels::pow(x.value(), y.value());
}
// These are exact, or rounded by IEEE 754.
inline PortableNumber sqrt(PortableNumber x) {
  return std::sqrt(x.value());
}
inline PortableNumber fabs(PortableNumber x) {
  return std::fabs(x.value());
}
inline PortableNumber abs(PortableNumber x) {
  return std::fabs(x.value());
}
inline PortableNumber floor(PortableNumber x) {
  return std::floor(x.value());
}
inline PortableNumber ceil(PortableNumber x) {
  return std::ceil(x.value());
}
inline PortableNumber fmod(PortableNumber x, PortableNumber y) {
  return std::fmod(x.value(), y.value());
}
inline PortableNumber frexp(PortableNumber x, int* exponent) {
  return std::frexp(x.value(), exponent);
}
inline PortableNumber ldexp(PortableNumber x, int exponent) {
  return std::ldexp(x.value(), exponent);
}
inline PortableNumber modf(PortableNumber x, PortableNumber* whole) {
  double part = 0;
  const double fraction = std::modf(x.value(), &part);
  *whole = part;
  return fraction;
}

}  // namespace lineal

/// The limits of double, as numbers of this type.
template <>
class std::numeric_limits<lineal::PortableNumber> : public std::numeric_limits<double> {
  using Base = std::numeric_limits<double>;

 public:
  static lineal::PortableNumber min() { return Base::min(); }
  static lineal::PortableNumber max() { return Base::max(); }
  static lineal::PortableNumber lowest() { return Base::lowest(); }
  static lineal::PortableNumber epsilon() { return Base::epsilon(); }
  static lineal::PortableNumber round_error() { return Base::round_error(); }
  static lineal::PortableNumber infinity() { return Base::infinity(); }
  static lineal::PortableNumber quiet_NaN() { return Base::quiet_NaN(); }
  static lineal::PortableNumber signaling_NaN() { return Base::signaling_NaN(); }
  static lineal::PortableNumber denorm_min() { return Base::denorm_min(); }
};
