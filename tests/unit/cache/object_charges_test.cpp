// What results weigh together.
#include "cache/reuse/object_charges.h"

#include <catch2/catch.hpp>

#include "runtime/matrix/frame.h"
#include "tests/unit/matrix/frame_samples.h"

namespace lineal {

TEST_CASE("columns that frames share weigh once") {
  TextCells texts;
  for (int i = 0; i < 100'000; ++i)
    texts.emplace_back(std::to_string(i % 10));
  const Frame::Column column = sample_column("a", ColumnType::kString, texts);
  const Value one = Value::frame(make_ref<Frame>(100'000, std::vector<Frame::Column>{column}));
  const Value wide = Value::frame(make_ref<Frame>(100'000, std::vector<Frame::Column>{column, column}));
  ObjectCharges charges;
  const std::vector<ObjectWeight> first = weigh({&one, 1});
  const std::vector<ObjectWeight> second = weigh({&wide, 1});
  charges.add(first);
  CHECK(charges.bytes() == value_bytes(one));
  CHECK(charges.bytes() >= 100'000);
  charges.add(second);
  CHECK(charges.bytes() < value_bytes(one) + 2000);
  charges.remove(first);
  CHECK(charges.bytes() == value_bytes(wide));
  charges.remove(second);
  CHECK(charges.bytes() == 0);
}

}  // namespace lineal
