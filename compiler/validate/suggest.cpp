// "Did you mean": the nearest name by edit distance.
#include <algorithm>
#include <cctype>
#include <numeric>

#include "compiler/validate/validate.h"
#include "runtime/core/cat.h"

namespace lineal {

namespace {

constexpr size_t kLongestName = 64;

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`, twice over; a change of case
/// alone counts half.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1);
  std::vector<size_t> above(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j)
    above[j] = 2 * j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = 2 * i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = a[i - 1] == b[j - 1] ? 0 : (lower(a[i - 1]) == lower(b[j - 1]) ? 1 : 2);
      row[j] = std::min({above[j] + 2, row[j - 1] + 2, above[j - 1] + replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 2);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

}  // namespace

std::string suggest(std::string_view name, const std::vector<std::string_view>& known) {
  if (name.empty() || name.size() > kLongestName) return {};
  // One mistake in three letters is still a slip; more is another word. A different case always is a slip.
  const size_t limit = std::max<size_t>(2 * (name.size() / 3), name.size() < 3 ? 1 : 2);
  std::string_view best;
  size_t nearest = limit + 1;
  for (std::string_view candidate : known) {
    if (candidate == name || candidate.size() > kLongestName) continue;
    const size_t apart = distance(name, candidate);
    if (apart < nearest || (apart == nearest && !best.empty() && candidate < best)) {
      nearest = apart;
      best = candidate;
    }
  }
  return best.empty() ? std::string() : cat("; did you mean ", best, "?");
}

}  // namespace lineal
