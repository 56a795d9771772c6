// The verifier of HOP graphs: sound ones pass, and each way to break one is found and named.
#include "compiler/hop/verify.h"

#include <functional>

#include <catch2/catch.hpp>

#include "runtime/core/error.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {

/// Makes graphs that no pass can make: gives write access to a node, looked up by its number.
struct HopForger {
  static Hop& node(Dag& dag, const Hop* hop) { return dag.nodes_[hop->id - size_t{1}]; }
};

namespace {

Hop& forge(Dag& dag, const Hop* hop) {
  return HopForger::node(dag, hop);
}

const OpDef* op(std::string_view name) {
  const OpDef* found = operators().find(name);
  REQUIRE(found != nullptr);
  return found;
}

// y = X %*% X; print(y), and a function of one parameter with a default.
struct Fixture {
  Fixture() {
    program.main = std::make_unique<HopFunction>();
    program.main->name = "main";
    block = program.main->body.emplace_back(std::make_unique<HopBlock>()).get();
    Dag& dag = block->dag;
    x = dag.variable(program.main->slot_of("X"), {});
    forge(dag, x).info = ValueInfo::matrix(3, 3);
    product = dag.operation(op("%*%"), {x, x}, {});
    forge(dag, product).info = ValueInfo::matrix(3, 3);
    dag.roots.push_back({RootKind::kAssign, program.main->slot_of("y"), product, product, {}});
    print = dag.operation(op("print"), {product}, {});
    dag.roots.push_back({RootKind::kEvaluate, {}, print, print, {}});

    callee = program.functions.emplace_back(std::make_unique<HopFunction>()).get();
    callee->name = "f";
    HopParameter& parameter = callee->parameters.emplace_back();
    parameter.name = "p";
    parameter.slot = callee->slot_of("p");
    callee->results.emplace_back().slot = parameter.slot;
  }

  Dag& dag() { return block->dag; }
  Hop& of(const Hop* hop) { return forge(dag(), hop); }
  HopBlock& add(HopBlockKind kind) {
    HopBlock& made = *program.main->body.emplace_back(std::make_unique<HopBlock>());
    made.kind = kind;
    return made;
  }
  void evaluate(const Hop* value) { dag().roots.push_back({RootKind::kEvaluate, {}, value, value, {}}); }

  /// What the verifier says; empty if nothing.
  std::string fault() const {
    try {
      verify(program, "somepass");
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::kInternal);
      return std::string(error.message());
    }
    return {};
  }

  HopProgram program;
  HopBlock* block = nullptr;
  HopFunction* callee = nullptr;
  const Hop* x = nullptr;
  const Hop* product = nullptr;
  const Hop* print = nullptr;
};

void expect_fault(const std::string& part, const std::function<void(Fixture&)>& breaks) {
  Fixture fixture;
  REQUIRE(fixture.fault().empty());
  breaks(fixture);
  CHECK_THAT(fixture.fault(), Catch::Matchers::Contains(part));
}

/// What adding a node says; empty if it is added.
std::string refusal(Dag& dag, Hop hop) {
  try {
    dag.add(std::move(hop));
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kInternal);
    return std::string(error.message());
  }
  return {};
}

}  // namespace

TEST_CASE("a node of another DAG, or known as what is known as another, is not added") {
  Fixture fixture;
  const Hop* foreign = fixture.add(HopBlockKind::kBasic).dag.variable(Slot(0), {});
  const Hop* known = fixture.dag().rebuild(fixture.product, fixture.product->inputs, fixture.product);
  const auto refused = Catch::Matchers::Contains("hop: a node of another DAG");
  CHECK_THAT(refusal(fixture.dag(), {.inputs = {fixture.x, foreign}}), refused);
  CHECK_THAT(refusal(fixture.dag(), {.origin = foreign}), refused);
  CHECK_THAT(refusal(fixture.dag(), {.known_as = foreign}), refused);
  CHECK_THAT(refusal(fixture.dag(), {.known_as = known}),
             Catch::Matchers::Contains("known as what is known as another"));
  CHECK(refusal(fixture.dag(), {.inputs = {fixture.x}, .origin = known, .known_as = fixture.product}).empty());
  CHECK_THROWS_AS(fixture.dag().describe(foreign, {}), Error);
  CHECK_THROWS_AS(fixture.dag().complete(fixture.product, {fixture.x}), Error);
}

TEST_CASE("a fault names the pass, the function and the node") {
  Fixture fixture;
  fixture.of(fixture.product).inputs.pop_back();
  CHECK(fixture.fault() == "verify: after somepass in main: (2) %*% (1) : matrix 3x3: 1 inputs for 2 parameters");
}

TEST_CASE("edges stay in their DAG and lead nowhere in a circle") {
  expect_fault("(2): an input is in another DAG",
               [](Fixture& f) { f.of(f.product).inputs[0] = f.add(HopBlockKind::kBasic).dag.variable(Slot(0), {}); });
  expect_fault("what it is known as is in another DAG",
               [](Fixture& f) { f.of(f.product).known_as = f.add(HopBlockKind::kBasic).dag.variable(Slot(0), {}); });
  expect_fault("what it stands in for is in another DAG",
               [](Fixture& f) { f.of(f.product).origin = f.add(HopBlockKind::kBasic).dag.variable(Slot(0), {}); });
  expect_fault("a root whose value is in no or another DAG", [](Fixture& f) { f.dag().roots[0].value = nullptr; });
  expect_fault("a root whose identity is in another DAG",
               [](Fixture& f) { f.dag().roots[0].identity = f.add(HopBlockKind::kBasic).dag.variable(Slot(0), {}); });
  expect_fault("is computed from itself", [](Fixture& f) {
    const Hop* t = f.dag().operation(op("t"), {f.product}, {});
    f.of(f.product).inputs[1] = t;
  });
  expect_fault("is computed from itself, through (2)",
               [](Fixture& f) { f.of(f.product).known_as = f.dag().operation(op("t"), {f.product}, {}); });
  expect_fault("stands in for itself", [](Fixture& f) { f.of(f.product).origin = f.product; });
}

TEST_CASE("a node has the inputs of its kind") {
  expect_fault("3 inputs for 2 parameters", [](Fixture& f) { f.of(f.product).inputs.push_back(f.x); });
  expect_fault("an input is missing", [](Fixture& f) { f.of(f.product).inputs[1] = nullptr; });
  expect_fault("an operator node without operator", [](Fixture& f) { f.of(f.product).op = nullptr; });
  expect_fault("takes (3), which has no result",
               [](Fixture& f) { f.evaluate(f.dag().operation(op("t"), {f.print}, {})); });
  expect_fault("a leaf with inputs", [](Fixture& f) { f.of(f.x).inputs.push_back(f.dag().variable(Slot(0), {})); });
  expect_fault("a literal without value", [](Fixture& f) { f.evaluate(f.dag().literal(Value(), {})); });
  expect_fault("inputs and names do not fit",
               [](Fixture& f) { f.evaluate(f.dag().add({.kind = HopKind::kEval, .inputs = {f.x}})); });
}

TEST_CASE("calls and outputs fit what they refer to") {
  expect_fault("2 inputs for 1 parameters", [](Fixture& f) { f.evaluate(f.dag().call(f.callee, {f.x, f.x}, {})); });
  expect_fault("input 0 has no default", [](Fixture& f) { f.evaluate(f.dag().call(f.callee, {nullptr}, {})); });
  expect_fault("a call without callee", [](Fixture& f) { f.evaluate(f.dag().call(nullptr, {}, {})); });
  expect_fault("output 1 of 1",
               [](Fixture& f) { f.evaluate(f.dag().output(f.dag().call(f.callee, {f.x}, {}), 1, {})); });
  expect_fault("an output of what has no several results", [](Fixture& f) { f.evaluate(f.dag().output(f.x, 0, {})); });
  expect_fault("which has several results, without saying which",
               [](Fixture& f) { f.evaluate(f.dag().operation(op("t"), {f.dag().call(f.callee, {f.x}, {})}, {})); });
  expect_fault("assigned, but it has not one result",
               [](Fixture& f) { f.dag().roots[0].value = f.dag().call(f.callee, {f.x}, {}); });
}

TEST_CASE("what is known of a value can be") {
  expect_fault("a negative size", [](Fixture& f) { f.of(f.x).info.rows = -2; });
  expect_fault("sizes of a double", [](Fixture& f) { f.of(f.x).info = {.kind = ValueKind::kDouble, .rows = 2}; });
  expect_fault("a number of what is no number", [](Fixture& f) { f.of(f.x).info.number = 2; });
  expect_fault("taken for 4x3, but it is 3x3", [](Fixture& f) { f.of(f.product).info.rows = 4; });
  expect_fault("taken for a double, but it is a matrix",
               [](Fixture& f) { f.of(f.product).info = ValueInfo::scalar(ValueKind::kDouble); });
  expect_fault("a literal that is taken for a int", [](Fixture& f) {
    const Hop* literal = f.dag().literal(Value::real(1.5), {});
    f.of(literal).info = ValueInfo::scalar(ValueKind::kInt);
    f.evaluate(literal);
  });
}

TEST_CASE("lineage is told what a node stands in for") {
  expect_fault("stands in for (2), but no rule says so", [](Fixture& f) {
    const Hop* tsmm = f.dag().operation(op("tsmm"), {f.x}, {});
    f.of(tsmm).origin = f.product;
    f.evaluate(tsmm);
  });
  expect_fault("stands in for (2), but no rule says so", [](Fixture& f) {
    const Hop* tsmm = f.dag().operation(op("tsmm"), {f.x}, {});
    f.of(tsmm).origin = f.product;
    f.of(tsmm).known_as = f.dag().operation(op("t"), {f.x}, {});
    f.evaluate(tsmm);
  });
  expect_fault("stands in for (2), but refuses its input 0", [](Fixture& f) {
    const Hop* text = f.dag().literal(Value::string("text"), {});
    const Hop* tsmm = f.dag().operation(op("tsmm"), {text}, {});
    f.of(tsmm).origin = f.product;
    f.of(tsmm).known_as = f.product;
    f.evaluate(tsmm);
  });
  expect_fault("which is known as another", [](Fixture& f) {
    f.of(f.product).known_as = f.dag().operation(op("t"), {f.x}, {});
    f.of(f.print).known_as = f.product;
    f.dag().roots[0].identity = nullptr;
  });
  expect_fault("known as over (2), which is known as another", [](Fixture& f) {
    f.of(f.product).known_as = f.dag().operation(op("%*%"), {f.x, f.x}, {});
    f.dag().roots[0].identity = f.product->known_as;
  });
  expect_fault("made no operator", [](Fixture& f) { f.of(f.x).rule = "some rule"; });
}

TEST_CASE("what names its rule or what was written may stand in") {
  Fixture named;
  const Hop* tsmm = named.dag().operation(op("tsmm"), {named.x}, {});
  named.of(tsmm).origin = named.product;
  named.of(tsmm).rule = "some rule";
  named.evaluate(tsmm);
  CHECK(named.fault().empty());
  Fixture exact;
  tsmm = exact.dag().operation(op("tsmm"), {exact.x}, {});
  exact.of(tsmm).origin = exact.product;
  exact.of(tsmm).known_as = exact.product;
  exact.dag().roots[0].value = tsmm;
  CHECK(exact.fault().empty());
}

TEST_CASE("slots are variables, and control blocks have their roots") {
  expect_fault("slot 9 of 2", [](Fixture& f) { f.of(f.x).slot = Slot(9); });
  expect_fault("slot 1 of what is no variable", [](Fixture& f) { f.of(f.product).slot = Slot(1); });
  expect_fault("assigned to slot -1", [](Fixture& f) { f.dag().roots[0].slot = {}; });
  expect_fault("evaluated for slot 0", [](Fixture& f) { f.dag().roots[1].slot = Slot(0); });
  expect_fault("variable y is not in its slot", [](Fixture& f) { f.program.main->variables[1] = "z"; });
  expect_fault("parameter p has slot 4", [](Fixture& f) { f.callee->parameters[0].slot = Slot(4); });
  expect_fault("default of p: 0 roots", [](Fixture& f) { f.callee->parameters[0].has_default = true; });
  expect_fault("predicate: 0 roots", [](Fixture& f) { f.add(HopBlockKind::kWhile); });
  expect_fault("bounds: 0 roots", [](Fixture& f) { f.add(HopBlockKind::kFor); });
  expect_fault("a basic block with blocks in it",
               [](Fixture& f) { f.block->body.push_back(std::make_unique<HopBlock>()); });
  expect_fault("more variables are live", [](Fixture& f) { f.block->live_in.resize(3); });
  expect_fault("a block with variable 0", [](Fixture& f) { f.block->variable = Slot(0); });
}

}  // namespace lineal
