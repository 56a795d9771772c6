#include "runtime/core/key.h"

// The library's code is compiled in: a call per lineage node would cost as much as the hash.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace lineal {

Key hash_bytes(const void* data, size_t size) {
  const XXH128_hash_t hash = XXH3_128bits(data, size);
  return {hash.low64, hash.high64};
}

Key combine(Key a, Key b) {
  const Key both[2] = {a, b};
  return hash_bytes(both, sizeof both);
}

std::string Key::hex() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out(32, '0');
  for (int i = 0; i < 16; ++i) {
    out[15 - i] = kDigits[(high >> (4 * i)) & 15];
    out[31 - i] = kDigits[(low >> (4 * i)) & 15];
  }
  return out;
}

bool parse_key(std::string_view text, Key& key) {
  if (text.size() != 32) return false;
  uint64_t words[2] = {0, 0};
  for (size_t i = 0; i < 32; ++i) {
    const char c = text[i];
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return false;
    words[i / 16] = words[i / 16] << 4 | static_cast<uint64_t>(digit);
  }
  key = {words[1], words[0]};
  return true;
}

}  // namespace lineal
