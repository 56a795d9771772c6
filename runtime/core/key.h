// The 128-bit content key of lineage (contract C3) and the hash that makes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lineal {

/// A 128-bit content key. Equal keys mean equal content; keys are compared, never walked.
struct Key {
  uint64_t low = 0;
  uint64_t high = 0;

  friend constexpr bool operator==(Key, Key) = default;
  friend constexpr auto operator<=>(Key, Key) = default;
  constexpr bool empty() const { return low == 0 && high == 0; }
  /// 32 lower-case hexadecimal digits, high word first.
  std::string hex() const;
};

struct KeyHash {
  size_t operator()(Key key) const { return key.low; }
};

/// Returns the XXH3-128 hash of the bytes; the same on every machine.
Key hash_bytes(const void* data, size_t size);
inline Key hash_text(std::string_view text) {
  return hash_bytes(text.data(), text.size());
}

/// Returns H(a, b): order matters.
Key combine(Key a, Key b);

/// Parses what Key::hex prints; false when `text` is anything else.
bool parse_key(std::string_view text, Key& key);

}  // namespace lineal
