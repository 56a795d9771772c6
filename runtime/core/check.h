// Checks of comparisons between values, which say in their message what the values were.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal::check {

template <class T>
concept Number = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>;

/// The text of one side of a comparison. Enumerators are shown as their numbers, texts in quotes.
template <class T>
std::string shown(const T& value) {
  if constexpr (std::same_as<T, bool>) {
    return value ? "true" : "false";
  } else if constexpr (std::is_enum_v<T>) {
    return cat(static_cast<std::underlying_type_t<T>>(value));
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    return cat("\"", std::string_view(value), "\"");
  } else {
    return cat(value);
  }
}

/// Ends a check that does not hold: "why: a < b: 3 and 2 at file:line".
template <class A, class B>
[[noreturn, gnu::noinline, gnu::cold]] void fail_comparison(const char* file, int line, const char* comparison,
                                                            const A& a, const B& b, std::string_view why) {
  fail_internal(file, line, cat(comparison, ": ", shown(a), " and ", shown(b)).c_str(), why);
}

// Integers are compared by their values, whatever their signs and sizes: -1 is less than 0u.
#define LINEAL_DEFINE_COMPARISON(name, sign, of_integers) \
  struct name {                                           \
    template <class A, class B>                           \
    static constexpr bool holds(const A& a, const B& b) { \
      if constexpr (Number<A> && Number<B>) {             \
        return of_integers(a, b);                         \
      } else {                                            \
        return a sign b;                                  \
      }                                                   \
    }                                                     \
  };
LINEAL_DEFINE_COMPARISON(Equal, ==, std::cmp_equal)
LINEAL_DEFINE_COMPARISON(Different, !=, std::cmp_not_equal)
LINEAL_DEFINE_COMPARISON(Less, <, std::cmp_less)
LINEAL_DEFINE_COMPARISON(AtMost, <=, std::cmp_less_equal)
LINEAL_DEFINE_COMPARISON(Greater, >, std::cmp_greater)
LINEAL_DEFINE_COMPARISON(AtLeast, >=, std::cmp_greater_equal)
#undef LINEAL_DEFINE_COMPARISON

}  // namespace lineal::check

// Both sides are evaluated once, `why` only where the check fails.
#define LINEAL_CHECK_COMPARISON(comparison, text, a, b, why)                                        \
  do {                                                                                              \
    const auto& lineal_left = (a);                                                                  \
    const auto& lineal_right = (b);                                                                 \
    if (!::lineal::check::comparison::holds(lineal_left, lineal_right)) [[unlikely]]                \
      ::lineal::check::fail_comparison(__FILE__, __LINE__, text, lineal_left, lineal_right, (why)); \
  } while (false)

/// Like LINEAL_CHECK for the comparison of two values: a broken one is reported with both.
#define LINEAL_CHECK_EQ(a, b, why) LINEAL_CHECK_COMPARISON(Equal, #a " == " #b, a, b, why)
#define LINEAL_CHECK_NE(a, b, why) LINEAL_CHECK_COMPARISON(Different, #a " != " #b, a, b, why)
#define LINEAL_CHECK_LT(a, b, why) LINEAL_CHECK_COMPARISON(Less, #a " < " #b, a, b, why)
#define LINEAL_CHECK_LE(a, b, why) LINEAL_CHECK_COMPARISON(AtMost, #a " <= " #b, a, b, why)
#define LINEAL_CHECK_GT(a, b, why) LINEAL_CHECK_COMPARISON(Greater, #a " > " #b, a, b, why)
#define LINEAL_CHECK_GE(a, b, why) LINEAL_CHECK_COMPARISON(AtLeast, #a " >= " #b, a, b, why)
