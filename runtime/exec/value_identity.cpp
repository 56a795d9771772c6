#include "runtime/exec/value_identity.h"

#include <vector>

namespace lineal {
namespace {

// Keeps keys of different origin apart.
enum Origin : uint64_t { kScalarOrigin = 1, kTextOrigin, kLineageOrigin, kLeafOrigin };

Key identity_of(const Value& value, const LineageRef& lineage) {
  if (value.is_string()) return combine(hash_text(value.text()), {kTextOrigin, 0});
  if (value.is_scalar()) return {value.bits(), kScalarOrigin << 8 | static_cast<uint64_t>(value.kind())};
  const Key known = value.object_identity();
  if (!known.empty() || !lineage) return known;
  return combine(lineage->identity(), {kLineageOrigin, 0});
}

}  // namespace

Key operation_identity(const OpDef& op, std::span<const Value> in, std::span<const LineageRef> lineage,
                       std::string_view leaf) {
  constexpr size_t kInline = 10;
  Key inline_keys[kInline];
  std::vector<Key> many;
  Key* keys = inline_keys;
  if (in.size() + 2 > kInline) {
    many.resize(in.size() + 2);
    keys = many.data();
  }
  size_t count = 0;
  keys[count++] = {op.symbol.hash(), in.size()};
  if (!leaf.empty()) keys[count++] = combine(hash_text(leaf), {kLeafOrigin, 0});
  for (size_t i = leaf.empty() ? 0 : 1; i < in.size(); ++i) {
    const Key key = identity_of(in[i], i < lineage.size() ? lineage[i] : LineageRef());
    if (key.empty()) return {};
    keys[count++] = key;
  }
  return hash_bytes(keys, count * sizeof(Key));
}

Key output_identity(Key operation, size_t output) {
  return output == 0 ? operation : combine(operation, {output, 0});
}

}  // namespace lineal
