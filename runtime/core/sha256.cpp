// SHA-256 through OpenSSL's EVP interface.
#include "runtime/core/sha256.h"

#include <array>

#include <openssl/evp.h>

#include "runtime/core/check.h"

namespace lineal {

struct Sha256::State {
  State() : context(EVP_MD_CTX_new()) {
    if (context == nullptr || EVP_DigestInit_ex(context, EVP_sha256(), nullptr) != 1) {
      EVP_MD_CTX_free(context);
      throw Error(ErrorKind::kInternal, "sha256: OpenSSL does not provide SHA-256");
    }
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { EVP_MD_CTX_free(context); }

  EVP_MD_CTX* context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
  const int done = EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
  LINEAL_CHECK_EQ(done, 1, "EVP_DigestUpdate failed");
}

std::string Sha256::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  const int done = EVP_DigestFinal_ex(state_->context, digest.data(), &length);
  LINEAL_CHECK_EQ(done, 1, "EVP_DigestFinal_ex failed");
  LINEAL_CHECK_EQ(length, 32, "EVP_DigestFinal_ex gave another length");
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(64);
  for (unsigned i = 0; i < length; ++i) {
    hex += kDigits[digest[i] >> 4];
    hex += kDigits[digest[i] & 15];
  }
  return hex;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

}  // namespace lineal
