// Radix sort by the bits of doubles.
#include "runtime/ops/order/sorting_keys.h"

#include <array>
#include <numeric>

namespace lineal {
namespace {

constexpr int kDigits = 8;
constexpr size_t kBuckets = 256;

size_t digit_of(uint64_t key, int digit) {
  return (key >> (8 * digit)) & (kBuckets - 1);
}

}  // namespace

uint64_t sort_key(double value) {
  if (value != value) return ~uint64_t{0};
  if (value == 0) value = 0;  // -0.0 too
  const auto bits = __builtin_bit_cast(uint64_t, value);
  return bits >> 63 != 0 ? ~bits : bits | uint64_t{1} << 63;
}

void sort_by_keys(std::vector<uint64_t>& keys, std::vector<int64_t>& rows) {
  const size_t count = keys.size();
  std::array<std::array<size_t, kBuckets>, kDigits> histogram = {};
  bool in_order = true;
  for (size_t i = 0; i < count; ++i) {
    in_order = in_order && (i == 0 || keys[i - 1] <= keys[i]);
    for (int digit = 0; digit < kDigits; ++digit)
      ++histogram[static_cast<size_t>(digit)][digit_of(keys[i], digit)];
  }
  if (in_order) return;
  std::vector<uint64_t> keys_after(count);
  std::vector<int64_t> rows_after(count);
  for (int digit = 0; digit < kDigits; ++digit) {
    std::array<size_t, kBuckets>& places = histogram[static_cast<size_t>(digit)];
    if (places[digit_of(keys[0], digit)] == count) continue;  // all keys share this digit
    size_t next = 0;
    for (size_t& place : places)
      next += std::exchange(place, next);
    for (size_t i = 0; i < count; ++i) {
      const size_t place = places[digit_of(keys[i], digit)]++;
      keys_after[place] = keys[i];
      rows_after[place] = rows[i];
    }
    keys.swap(keys_after);
    rows.swap(rows_after);
  }
}

std::vector<int64_t> row_order(const MatrixBlock& matrix, std::span<const int64_t> columns, Direction direction) {
  std::vector<int64_t> rows(static_cast<size_t>(matrix.rows()));
  std::iota(rows.begin(), rows.end(), 0);
  std::vector<uint64_t> keys(rows.size());
  // Stable sorts by the last column first leave the first one in charge.
  for (auto column = columns.rbegin(); column != columns.rend(); ++column) {
    for (size_t i = 0; i < rows.size(); ++i) {
      const uint64_t key = sort_key(matrix.at(rows[i], *column));
      keys[i] = direction == Direction::kAscending ? key : ~key;
    }
    sort_by_keys(keys, rows);
  }
  return rows;
}

std::vector<double> sorted(std::span<const double> values) {
  std::vector<uint64_t> keys(values.size());
  std::vector<int64_t> places(values.size());
  std::iota(places.begin(), places.end(), 0);
  for (size_t i = 0; i < values.size(); ++i)
    keys[i] = sort_key(values[i]);
  sort_by_keys(keys, places);
  std::vector<double> result(values.size());
  for (size_t i = 0; i < values.size(); ++i)
    result[i] = values[static_cast<size_t>(places[i])];
  return result;
}

}  // namespace lineal
