// SHA-256 through OpenSSL, incremental.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace lineal {

/// Accumulates bytes and gives their SHA-256 as 64 lower-case hexadecimal digits.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void update(std::string_view bytes);
  /// Finishes and returns the digest; the object must not be used afterwards.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view bytes);

}  // namespace lineal
