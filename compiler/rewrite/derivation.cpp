#include "compiler/rewrite/derivation.h"

#include <charconv>

#include "runtime/core/cat.h"

namespace lineal {
namespace {

constexpr int kMostNested = 2000;

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool whole(Derivation& derivation) { return read(derivation, 0) && rest_.empty(); }

 private:
  bool take(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  bool read(Derivation& derivation, int depth) {
    if (depth > kMostNested) return false;
    const size_t end = std::min(rest_.find_first_of("{};"), rest_.size());
    derivation.rule = rest_.substr(0, end);
    rest_.remove_prefix(end);
    if (derivation.rule.empty()) return false;
    if (!take("{")) return true;
    do {
      const int before = derivation.inner.empty() ? -1 : derivation.inner.back().number;
      Derivation& inner = derivation.inner.emplace_back();
      const auto [at, failed] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), inner.number);
      if (failed != std::errc() || inner.number <= before) return false;
      rest_.remove_prefix(static_cast<size_t>(at - rest_.data()));
      if (!take(": ") || !read(inner, depth + 1)) return false;
    } while (take("; "));
    return take("}");
  }

  std::string_view rest_;
};

}  // namespace

std::string derivation_text(std::string_view rule, const std::vector<std::pair<int, std::string>>& inner) {
  std::string text(rule);
  for (size_t i = 0; i < inner.size(); ++i)
    text += cat(i == 0 ? "{" : "; ", inner[i].first, ": ", inner[i].second);
  return inner.empty() ? text : text + "}";
}

std::string derivation_text(const Derivation& derivation) {
  std::vector<std::pair<int, std::string>> inner;
  for (const Derivation& of : derivation.inner)
    inner.emplace_back(of.number, derivation_text(of));
  return derivation_text(derivation.rule, inner);
}

bool parse_derivation(std::string_view text, Derivation& derivation) {
  return Reader(text).whole(derivation);
}

}  // namespace lineal
