// Registries as values: what they refuse, what a child of one adds, who picks which kernel.
#include "runtime/ops/declare/registry.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "runtime/core/error.h"

namespace lineal {
namespace {

void nothing(KernelCall& /*call*/) {}
void nothing_else(KernelCall& /*call*/) {}

OpDef operator_with(std::string_view name, std::string_view call, std::vector<Kernel> kernels) {
  OpDef op;
  op.name = name;
  op.call = call;
  op.params = {{"x", kMatrix}};
  op.kernels = std::move(kernels);
  return op;
}

TEST_CASE("a registry refuses what cannot be right", "[registry]") {
  OpRegistry registry;
  registry.add(operator_with("f", "f", {dense_only(nothing)}));
  CHECK_THROWS_AS(registry.add(operator_with("f", "g", {dense_only(nothing)})), Error);
  CHECK_THROWS_AS(registry.add(operator_with("g", "g", {})), Error);
  CHECK_THROWS_AS(registry.add(operator_with("g", "g", {dense_only(nullptr)})), Error);
  CHECK_THROWS_AS(registry.add(operator_with("g", "g", {on_device(nothing)})), Error);
  CHECK_THROWS_AS(registry.add(operator_with("h", "", {dense_only(nothing)})), Error);
  CHECK_THROWS_AS(registry.attach("absent", on_device(nothing)), Error);
}

TEST_CASE("a registry over the program's own adds to it and leaves it alone", "[registry]") {
  OpRegistry child(operators());
  child.add(operator_with("twice", "abs", {any_form(nothing)}));
  CHECK(child.find("twice") != nullptr);
  CHECK(child.all().size() == operators().all().size() + 1);
  CHECK(child.find("abs") == operators().find("abs"));
  CHECK(child.overloads("abs").size() == 2);
  CHECK(child.overloads("isNaN").size() == 1);
  CHECK(operators().find("twice") == nullptr);
  CHECK(operators().overloads("abs").size() == 1);
  CHECK_THROWS_AS(child.add(operator_with("abs", "abs", {any_form(nothing)})), Error);
}

TEST_CASE("a device kernel stands beside those of the processor", "[registry]") {
  OpRegistry child(operators());
  const OpDef& before = *child.find("t");
  child.attach("t", on_device(nothing));
  const OpDef& after = *child.find("t");
  CHECK(pick_kernel(before, Forms::kDense, KernelPlace::kDevice) == nullptr);
  REQUIRE(pick_kernel(after, Forms::kDense, KernelPlace::kDevice) != nullptr);
  CHECK(pick_kernel(after, Forms::kDense, KernelPlace::kDevice)->run == nothing);
  CHECK(pick_kernel(after, Forms::kDense)->run == pick_kernel(before, Forms::kDense)->run);
  CHECK(child.overloads("t").front() == &after);
  CHECK(std::find(child.all().begin(), child.all().end(), &before) == child.all().end());
  child.attach("t", any_form(nothing_else));
  CHECK(child.find("t") == &after);
  CHECK(after.kernels.size() == before.kernels.size() + 2);
}

TEST_CASE("kernels are picked by form, the first that fits", "[registry]") {
  const OpDef both = operator_with("f", "f", {dense_only(nothing), any_form(nothing_else)});
  CHECK(pick_kernel(both, Forms::kDense)->run == nothing);
  CHECK(pick_kernel(both, Forms::kAny)->run == nothing_else);
  const OpDef dense = operator_with("f", "f", {dense_only(nothing)});
  CHECK(pick_kernel(dense, Forms::kAny)->run == nothing);
  const OpDef any = operator_with("f", "f", {any_form(nothing)});
  CHECK(pick_kernel(any, Forms::kDense)->run == nothing);
}

TEST_CASE("the program's registry is extended before it is used, or not at all", "[registry]") {
  CHECK(!operators().all().empty());
  CHECK_THROWS_AS(extend_operators([](OpRegistry&) {}), Error);
}

}  // namespace
}  // namespace lineal
