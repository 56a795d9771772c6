// Builds a string from parts: cat("rows: ", 3, " columns: ", 4).
#pragma once

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace lineal {

inline void append_part(std::string& out, std::string_view part) {
  out += part;
}
inline void append_part(std::string& out, char part) {
  out += part;
}
template <std::integral T>
void append_part(std::string& out, T part) {
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, part).ptr);
}
/// Appends the shortest digits that read back as the same number.
template <std::floating_point T>
void append_part(std::string& out, T part) {
  char text[40];
  out.append(text, std::to_chars(text, text + sizeof text, part).ptr);
}

/// Concatenates strings, characters and numbers. Numbers of DML values are printed by number_format.h instead.
template <class... Parts>
std::string cat(const Parts&... parts) {
  std::string out;
  (append_part(out, parts), ...);
  return out;
}

}  // namespace lineal
