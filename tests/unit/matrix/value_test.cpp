// Values, strings, lists.
#include "runtime/matrix/value.h"

#include <cstdint>
#include <limits>

#include <catch2/catch.hpp>

#include "runtime/core/error.h"
#include "runtime/matrix/frame.h"
#include "runtime/matrix/list.h"
#include "tests/unit/matrix/frame_samples.h"

namespace lineal {
namespace {

static_assert(sizeof(Value) == 16);

TEST_CASE("scalars hold their bits", "[value]") {
  CHECK(Value::integer(-5).as_int() == -5);
  CHECK(Value::integer(INT64_MIN).as_int() == INT64_MIN);
  CHECK(Value::real(0.1).as_double() == 0.1);
  CHECK(Value::boolean(true).number() == 1);
  CHECK(Value::integer(-5).number() == -5);
  CHECK(Value::string("abc").text() == "abc");
  CHECK(Value().empty());
}

TEST_CASE("copies share objects and the last handle is unique", "[value]") {
  Value a = Value::matrix(NewMatrix::filled(2, 2, 1));
  CHECK(a.unique_object());
  {
    const Value b = a;
    CHECK_FALSE(a.unique_object());
    CHECK(b.object() == a.object());
  }
  CHECK(a.unique_object());
  const Value c = std::move(a);
  CHECK(c.unique_object());
  CHECK(a.empty());
}

TEST_CASE("scalars print as DML does", "[value]") {
  CHECK(scalar_text(Value::integer(42)) == "42");
  CHECK(scalar_text(Value::real(42)) == "42.0");
  CHECK(scalar_text(Value::boolean(true)) == "TRUE");
  CHECK(scalar_text(Value::string("x y")) == "x y");
  CHECK_THROWS_AS(scalar_text(Value::matrix(NewMatrix::zero(1, 1))), Error);
}

TEST_CASE("doubles become ints towards zero after a nudge of 2^-53", "[value]") {
  CHECK(double_to_int(2.9) == 2);
  CHECK(double_to_int(-2.9) == -2);
  // 0.1 * 3 * 10 is a hair above 3, 0.7 + 0.1 + 0.2 a hair below 1 (Python: 0.9999999999999999).
  CHECK(double_to_int(0.7 + 0.1 + 0.2) == 1);
  CHECK(double_to_int(std::numeric_limits<double>::quiet_NaN()) == 0);
  // SystemDS prints as.integer(5e30) as 9223372036854775807 and the negative one as -9223372036854775808.
  CHECK(double_to_int(5e30) == INT64_MAX);
  CHECK(double_to_int(-5e30) == INT64_MIN);
  CHECK(double_to_int(9007199254740992.0) == 9007199254740992);
}

TEST_CASE("descriptions name kind and size in one line", "[value]") {
  CHECK(describe(Value::matrix(NewMatrix::zero(100, 10))) == "100x10 matrix");
  CHECK(describe(Value::integer(3)) == "int 3");
  CHECK(describe(Value::boolean(false)) == "boolean FALSE");
  CHECK(describe(Value::string("abc")) == "string \"abc\"");
  CHECK(describe(Value::string("a\nb")) == "string \"a b\"");
  CHECK(describe(Value::string(std::string(100, 'x'))).size() < 60);
  CHECK(describe(Value::list(make_ref<List>())) == "list of 0");
  CHECK(describe(Value()) == "nothing");
}

TEST_CASE("a list changes only under its one handle", "[list]") {
  const Value list =
      Value::list(make_ref<List>(std::vector<List::Element>{{Value::integer(1), {}}}, std::vector<std::string>{}));
  {
    const Value other = list;
    CHECK_FALSE(List::take_for_writing(list));
  }
  if (const Ref<List> own = List::take_for_writing(list)) own->elements[0].value = Value::integer(2);
  CHECK(list.as_list().elements[0].value.as_int() == 2);
  CHECK_FALSE(List::take_for_writing(Value::integer(1)));
  CHECK_FALSE(List::take_for_writing(Value::matrix(NewMatrix::zero(1, 1))));
}

TEST_CASE("lists find names", "[list]") {
  List list({{Value::integer(1), {}}, {Value::integer(2), {}}}, {"a", "b"});
  CHECK(list.named());
  CHECK(list.find("b") == 1);
  CHECK(list.find("c") == -1);
}

TEST_CASE("a list nested a million deep is released without recursion", "[list]") {
  Value nested = Value::integer(1);
  for (int i = 0; i < 1000000; ++i) {
    auto list = make_ref<List>();
    list->elements.push_back({std::move(nested), {}});
    nested = Value::list(list);
  }
  CHECK(value_bytes(nested) > 1000000);
  const Value shared = nested.as_list().elements[0].value;
  nested = Value();
  CHECK(shared.as_list().size() == 1);
}

TEST_CASE("the size of a list that holds one list twice, many times over, is found at once", "[value]") {
  Value value = Value::integer(1);
  for (int i = 0; i < 200; ++i) {
    auto list = make_ref<List>();
    list->elements.push_back({value, {}});
    list->elements.push_back({value, {}});
    value = Value::list(list);
  }
  CHECK(value_bytes(value) < 100000);
}

TEST_CASE("bytes count what is held", "[value]") {
  CHECK(value_bytes(Value::matrix(NewMatrix::filled(100, 100, 1))) >= 80000);
  CHECK(value_bytes(Value::string(std::string(1000, 'x'))) >= 1000);
  CHECK(value_bytes(Value::integer(1)) == 0);
  const Frame::Column column = sample_column("c", ColumnType::kString, {std::string(5000, 'x'), std::nullopt});
  CHECK(value_bytes(Value::frame(make_ref<Frame>(2, std::vector<Frame::Column>{column}))) >= 5000);
  CHECK(column_type_name(ColumnType::kFp64) == "FP64");
}

}  // namespace
}  // namespace lineal
