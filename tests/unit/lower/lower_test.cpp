// Slots, releases and lineage traces of hand-made DAGs.
#include "compiler/lower/lower.h"

#include <catch2/catch.hpp>

#include "compiler/hop/live_variables.h"
#include "runtime/ops/declare/registry.h"

using namespace lineal;

namespace {

const OpDef* op(const char* name) {
  const OpDef* found = operators().find(name);
  REQUIRE(found != nullptr);
  return found;
}

void assign(Dag& dag, size_t slot, const Hop* value, const Hop* written = nullptr) {
  dag.roots.push_back({RootKind::kAssign, Slot(slot), value, written ? written : value, {}});
}

Code lower_alone(const Dag& dag, std::vector<bool> live_out) {
  return lower_dag(dag, live_out, LowerScope{live_out.size(), nullptr}, RootValues::kDropped).code;
}

}  // namespace

TEST_CASE("an indexed assignment updates its variable in place") {
  Dag dag;
  const Hop* bound = dag.literal(Value::integer(1), {});
  assign(dag, 0, dag.operation(op("leftIndex"), {dag.variable(Slot(0), {}), bound, bound, bound, bound, bound}, {}));
  const Code code = lower_alone(dag, {true});
  REQUIRE(code.instructions.size() == 1);
  CHECK(code.instructions[0].in[0] == Operand(Slot(0)));
  CHECK(code.instructions[0].last[0] == 1);
  CHECK(code.instructions[0].out == std::vector{Slot(0)});
  CHECK(code.instructions[0].release.empty());
  CHECK(code.slots == 1);
}

TEST_CASE("the old value of a variable is saved while it is needed") {
  Dag dag;  // x = exp(x) with y = old x + new x afterwards
  const Hop* x = dag.variable(Slot(0), {});
  const Hop* next = dag.operation(op("exp"), {x}, {});
  assign(dag, 0, next);
  assign(dag, 1, dag.operation(op("+"), {x, next}, {}));
  const Code code = lower_alone(dag, {true, true});
  REQUIRE(code.instructions.size() == 3);
  CHECK(code.instructions[0].kind == InstructionKind::kCopy);
  const Slot saved = code.instructions[0].out[0];
  CHECK(saved == Slot(2));
  CHECK(code.instructions[1].in == std::vector{Operand(saved)});
  CHECK(code.instructions[1].last[0] == 0);
  CHECK(code.instructions[1].out == std::vector{Slot(0)});
  CHECK(code.instructions[2].in == std::vector{Operand(saved), Operand(Slot(0))});
  CHECK(code.instructions[2].last == std::vector<uint8_t>{1, 0});
  CHECK(code.instructions[2].release == std::vector{saved});
}

TEST_CASE("a swap needs one temporary") {
  Dag dag;
  const Hop* x = dag.variable(Slot(0), {});
  const Hop* y = dag.variable(Slot(1), {});
  assign(dag, 0, y);
  assign(dag, 1, x);
  const Code code = lower_alone(dag, {true, true});
  REQUIRE(code.instructions.size() == 3);
  CHECK(code.instructions[0].out[0] == Slot(2));
  CHECK(code.instructions[1].in[0] == Operand(Slot(1)));
  CHECK(code.instructions[1].out[0] == Slot(0));
  CHECK(code.instructions[2].in[0] == Operand(Slot(2)));
  CHECK(code.instructions[2].out[0] == Slot(1));
}

TEST_CASE("lineage of a rewritten operator is traced as written") {
  Dag dag;  // exp(-(-x)) ran as exp(x)
  const Hop* x = dag.variable(Slot(0), {});
  const Hop* written = dag.operation(op("exp"), {dag.operation(op("abs"), {x}, {})}, {});
  const Hop* ran = dag.rebuild(written, {x}, written);
  assign(dag, 1, ran, written);
  const Code code = lower_alone(dag, {true, true});
  REQUIRE(code.instructions.size() == 1);
  const std::vector<TraceStep>& trace = code.instructions[0].trace;
  REQUIRE(trace.size() == 2);
  CHECK(trace[0].op->name == "abs");
  CHECK(trace[0].inputs[0].operand == Operand(Slot(0)));
  CHECK(trace[1].op->name == "exp");
  CHECK(trace[1].inputs[0].step.at() == 0);

  const Hop* rounds = dag.operation(op("exp"), {x}, {}, {}, {.origin = written, .rule = "some rule"});
  Dag other;
  assign(other, 1, rounds, rounds);
  const Code rounded = lower_alone(other, {true, true});
  REQUIRE(rounded.instructions[0].trace.size() == 1);
  CHECK(rounded.instructions[0].trace[0].rule == "some rule");
}

TEST_CASE("a folded literal has the lineage of its expression") {
  Dag dag;
  const Hop* written = dag.operation(op("exp"), {dag.literal(Value::integer(0), {})}, {});
  const Hop* folded = dag.literal(Value::real(1), {}, {.known_as = written});
  assign(dag, 0, folded, written);
  const Code code = lower_alone(dag, {true});
  REQUIRE(code.constants.size() == 1);
  const LineageRef zero = LineageNode::integer(0);
  const LineageNode* inputs[] = {zero.get()};
  CHECK(code.constant_lineage[0]->op() == op("exp")->symbol);
  CHECK(code.constant_lineage[0]->inputs()[0] == inputs[0]);
  CHECK(code.constant_lineage[0]->key() == LineageNode::real(1)->key());
  CHECK(code.instructions[0].trace.empty());
}

TEST_CASE("a literal folded from a variable's size is traced over the variable") {
  Dag dag;
  const Hop* written = dag.operation(op("nrow"), {dag.variable(Slot(0), {})}, {});
  const Hop* folded = dag.literal(Value::integer(7), {}, {.known_as = written});
  assign(dag, 1, folded, written);
  const Code code = lower_alone(dag, {false, true});
  REQUIRE(code.instructions.size() >= 1);
  const Instruction& copy = code.instructions[0];
  REQUIRE(copy.trace.size() == 1);
  CHECK(copy.trace[0].op->name == "nrow");
  CHECK(copy.trace[0].inputs[0].operand == Operand(Slot(0)));
  CHECK(copy.release == std::vector{Slot(0)});
}

TEST_CASE("a deep DAG needs no deep stack") {
  Dag dag;
  const Hop* hop = dag.variable(Slot(0), {});
  for (int i = 0; i < 100000; ++i)
    hop = dag.operation(op("exp"), {hop}, {});
  assign(dag, 0, hop);
  const Code code = lower_alone(dag, {true});
  CHECK(code.instructions.size() == 100000);
  CHECK(code.slots <= 2);
}

TEST_CASE("a variable read in the next round of a loop stays alive in its body") {
  HopFunction function;
  function.variables = {"x", "i", "t"};
  auto loop = std::make_unique<HopBlock>();
  loop->kind = HopBlockKind::kFor;
  loop->variable = Slot(1);
  for (int bound : {1, 3})
    loop->dag.roots.push_back({RootKind::kEvaluate, {}, loop->dag.literal(Value::integer(bound), {}), nullptr, {}});
  auto body = std::make_unique<HopBlock>();
  assign(body->dag, 2, body->dag.operation(op("exp"), {body->dag.variable(Slot(0), {})}, {}));
  loop->body.push_back(std::move(body));
  function.body.push_back(std::move(loop));
  find_live_variables(function);
  const HopBlock& inner = *function.body[0]->body[0];
  CHECK(inner.live_out == std::vector<bool>{true, false, false});
  CHECK(function.body[0]->live_out == std::vector<bool>{false, false, false});
}
