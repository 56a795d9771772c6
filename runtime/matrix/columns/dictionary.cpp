// Hashing of values.
#include "runtime/matrix/columns/dictionary.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/core/number_format.h"

namespace lineal {
namespace {

/// With half of the slots free a search passes a few others; as many as these come from hashes that were made equal.
constexpr size_t kMostPasses = 64;

__extension__ using Product = unsigned __int128;

uint64_t mix(uint64_t a, uint64_t b) {
  const Product product = static_cast<Product>(a ^ 0x9E3779B97F4A7C15) * (b ^ 0xD6E8FEB86659FD93);
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

template <class Word>
uint64_t load(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

uint32_t hash_of(std::string_view text) {
  const char* const data = text.data();
  const size_t size = text.size();
  uint64_t hash = size;
  if (size > 16) {
    size_t at = 0;
    for (; at + 16 < size; at += 16)
      hash = mix(load<uint64_t>(data + at) ^ hash, load<uint64_t>(data + at + 8));
    hash = mix(load<uint64_t>(data + size - 16) ^ hash, load<uint64_t>(data + size - 8));
  } else if (size >= 8) {
    hash = mix(load<uint64_t>(data) ^ hash, load<uint64_t>(data + size - 8));
  } else if (size >= 4) {
    hash = mix(load<uint32_t>(data) ^ (hash << 32), load<uint32_t>(data + size - 4));
  } else if (size > 0) {
    const uint64_t bytes =
        load<uint8_t>(data) | load<uint8_t>(data + size / 2) << 8 | load<uint8_t>(data + size - 1) << 16;
    hash = mix(bytes, hash);
  }
  return static_cast<uint32_t>(hash ^ (hash >> 32));
}

uint32_t hash_of(double number) {
  const uint64_t hash = mix(std::bit_cast<uint64_t>(number), 8);
  return static_cast<uint32_t>(hash ^ (hash >> 32));
}

}  // namespace

int64_t Dictionary::size() const {
  if (const auto* texts = std::get_if<TextArray>(&values_)) return texts->size();
  return static_cast<int64_t>(std::get_if<std::vector<double>>(&values_)->size());
}

Dictionary::Values Dictionary::take() {
  slots_.clear();
  return std::exchange(values_, {});
}

template <class Same>
const Dictionary::Slot* Dictionary::search(uint32_t hash, const Same& same) const {
  const size_t mask = slots_.size() - 1;
  size_t at = hash & mask;
  for (size_t passed = 0; passed < kMostPasses; ++passed) {
    const Slot& slot = slots_[at];
    if (slot.code == kFree || (slot.hash == hash && same(slot.code))) return &slot;
    at = (at + 1) & mask;
  }
  return nullptr;
}

template <class Same, class Push>
std::optional<uint32_t> Dictionary::add_value(uint32_t hash, const Same& same, const Push& push) {
  const auto count = static_cast<size_t>(size());
  if (2 * count >= slots_.size()) grow();
  const Slot* const slot = search(hash, same);
  if (slot == nullptr) return std::nullopt;
  if (slot->code != kFree) return slot->code;
  if (count >= kFree) return std::nullopt;
  push();
  slots_[static_cast<size_t>(slot - slots_.data())] = {.hash = hash, .code = static_cast<uint32_t>(count)};
  return static_cast<uint32_t>(count);
}

void Dictionary::grow() {
  constexpr size_t kFewestSlots = 16;
  std::vector<Slot> old(std::max(kFewestSlots, 2 * slots_.size()));
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.code == kFree) continue;
    size_t at = slot.hash & (slots_.size() - 1);
    while (slots_[at].code != kFree)
      at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }
}

std::optional<uint32_t> Dictionary::find(std::string_view text) const {
  const auto* texts = std::get_if<TextArray>(&values_);
  if (texts == nullptr || slots_.empty()) return std::nullopt;
  const Slot* const slot = search(hash_of(text), [&](uint32_t code) { return (*texts)[code] == text; });
  return slot == nullptr || slot->code == kFree ? std::nullopt : std::optional(slot->code);
}

std::optional<uint32_t> Dictionary::add(std::string_view text) {
  auto& texts = *std::get_if<TextArray>(&values_);
  return add_value(
      hash_of(text), [&](uint32_t code) { return texts[code] == text; }, [&] { texts.push_back(text); });
}

std::optional<uint32_t> Dictionary::add(double number) {
  if (!holds_numbers()) values_ = std::vector<double>();
  auto& numbers = *std::get_if<std::vector<double>>(&values_);
  const auto bits = std::bit_cast<uint64_t>(number);
  return add_value(
      hash_of(number), [&](uint32_t code) { return std::bit_cast<uint64_t>(numbers[code]) == bits; },
      [&] { numbers.push_back(number); });
}

bool Dictionary::become_texts() {
  const Values old = take();
  TextArray texts;
  for (const double number : *std::get_if<std::vector<double>>(&old))
    texts.push_back(format_double(number));
  for (int64_t code = 0; code < texts.size(); ++code) {
    const std::optional<uint32_t> given = add(texts[code]);  // different numbers have different texts
    if (given && *given == code) continue;
    values_ = std::move(texts);
    slots_.clear();
    return false;
  }
  return true;
}

}  // namespace lineal
