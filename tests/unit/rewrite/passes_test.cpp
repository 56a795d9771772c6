// The passes over hand-made programs: what they change, what they must leave alone, and the Halide trio.
#include "compiler/rewrite/passes.h"

#include <catch2/catch.hpp>

#include "compiler/rewrite/pipeline.h"
#include "compiler/rewrite/rebuild.h"
#include "runtime/program/program.h"
#include "tests/unit/rewrite/evaluate.h"

namespace lineal {
namespace {

using rewrite_tests::Evaluator;

const OpDef* op(std::string_view name) {
  const OpDef* found = operators().find(name);
  REQUIRE(found != nullptr);
  return found;
}

// A program of one block whose variables come from a function's parameters or a first block.
struct Fixture {
  Fixture() {
    program.main = std::make_unique<HopFunction>();
    block = &add(program.main->body, HopBlockKind::kBasic);
  }

  static HopBlock& add(std::vector<std::unique_ptr<HopBlock>>& to, HopBlockKind kind) {
    HopBlock& made = *to.emplace_back(std::make_unique<HopBlock>());
    made.kind = kind;
    return made;
  }
  Slot slot(const char* name) { return program.main->slot_of(name); }
  const Hop* number(double value) { return block->dag.literal(Value::real(value), {}); }
  const Hop* integer(int64_t value) { return block->dag.literal(Value::integer(value), {}); }
  const Hop* read(const char* name) { return block->dag.variable(slot(name), {}); }
  const Hop* apply(std::string_view name, std::vector<const Hop*> inputs) {
    return block->dag.operation(op(name), std::move(inputs), {});
  }
  void assign(const char* name, const Hop* value) {
    block->dag.roots.push_back({RootKind::kAssign, slot(name), value, value, {}});
  }
  void evaluate(const Hop* value) { block->dag.roots.push_back({RootKind::kEvaluate, {}, value, value, {}}); }
  void print(const Hop* value) { evaluate(apply("print", {value})); }
  // A matrix of known size that the compiler cannot see through.
  const Hop* matrix(int64_t rows, int64_t columns) {
    NewMatrix cells = NewMatrix::dense(rows, columns);
    for (int64_t i = 0; i < cells->cells(); ++i)
      cells->data()[i] = static_cast<double>(i % 7) + 0.25;
    return block->dag.literal(Value::matrix(std::move(cells)), {});
  }
  const Root& root(size_t i) const { return block->dag.roots.at(i); }

  HopProgram program;
  HopBlock* block = nullptr;
};

size_t count(const Dag& dag, std::string_view name) {
  size_t found = 0;
  for (const Hop* hop : nodes_in_order(dag))
    found += hop->is(name);
  return found;
}

}  // namespace

TEST_CASE("rebuilding without changes makes no node") {
  Fixture f;
  const Hop* value = f.apply("+", {f.read("x"), f.number(2)});
  f.assign("y", value);
  const size_t size = f.block->dag.size();
  CHECK_FALSE(rebuild(f.block->dag, [](Dag&, const Hop* hop) -> Replacement { return hop; }));
  CHECK(f.block->dag.size() == size);
  CHECK(f.root(0).value == value);
}

TEST_CASE("rebuilding keeps what was written") {
  Fixture f;
  const Hop* two = f.number(2);
  const Hop* inner = f.apply("+", {f.read("x"), two});
  const Hop* outer = f.apply("exp", {inner});
  f.assign("y", outer);
  const Hop* three = f.number(3);
  CHECK(rebuild(f.block->dag, [&](Dag&, const Hop* hop) -> Replacement {
    return hop == two ? Replacement(three, two) : Replacement(hop);
  }));
  CHECK(f.root(0).identity == outer);
  CHECK(f.root(0).value != outer);
  CHECK(f.root(0).value->identity() == outer);
  CHECK(f.root(0).value->inputs[0]->inputs[1] == three);
  CHECK(outer->inputs[0] == inner);
}

TEST_CASE("twenty thousand operators deep") {
  Fixture f;
  const Hop* value = f.matrix(2, 2);
  for (int i = 0; i < 20000; ++i)
    value = f.apply("t", {value});
  f.assign("y", value);
  f.evaluate(f.apply("print", {f.apply("sum", {value})}));
  optimise(f.program, {.keep_variables = true, .print = {}, .on_time = {}});
  CHECK(f.root(0).value->is_literal());
  CHECK(f.root(0).identity == value);
}

TEST_CASE("folding agrees with arithmetic and leaves errors alone") {
  Fixture f;
  f.assign("a", f.apply("+", {f.integer(2), f.apply("*", {f.integer(3), f.integer(4)})}));
  f.assign("b", f.apply("/", {f.integer(1), f.integer(4)}));
  f.assign("c", f.apply("%/%", {f.integer(1), f.integer(0)}));  // an error for ints
  f.assign("d", f.apply("concat", {f.block->dag.literal(Value::string("n="), {}), f.integer(7)}));
  f.assign("e", f.apply("nrow", {f.matrix(5, 3)}));
  f.assign("f", f.apply("nrow", {f.read("unknown")}));
  f.assign("g", f.apply("*", {f.integer(INT64_MAX), f.integer(2)}));
  propagate_sizes(f.program, {});
  fold_constants(f.program, {});
  REQUIRE(f.root(0).value->is_literal());
  CHECK(f.root(0).value->literal.is_int());
  CHECK(f.root(0).value->literal.as_int() == 14);
  REQUIRE(f.root(1).value->is_literal());
  CHECK(f.root(1).value->literal.as_double() == 0.25);
  CHECK(f.root(2).value->is("%/%"));
  REQUIRE(f.root(3).value->is_literal());
  CHECK(f.root(3).value->literal.text() == "n=7");
  REQUIRE(f.root(4).value->is_literal());
  CHECK(f.root(4).value->literal.as_int() == 5);
  CHECK(f.root(5).value->is("nrow"));
  CHECK(f.root(6).value->is("*"));
  for (const Root& root : f.block->dag.roots)
    CHECK(root.value->identity() == root.identity);
}

TEST_CASE("folding does not drop an operand that may fail") {
  Fixture f;
  const Hop* inverse = f.apply("inv", {f.matrix(3, 3)});  // singular or not: known only by running it
  f.assign("n", f.apply("nrow", {inverse}));
  propagate_sizes(f.program, {});
  fold_constants(f.program, {});
  CHECK(f.root(0).value->is("nrow"));
}

TEST_CASE("sizes join over branches and loops") {
  Fixture f;
  HopFunction& main = *f.program.main;
  f.assign("X", f.matrix(4, 3));
  f.assign("i", f.integer(1));
  HopBlock& branch = Fixture::add(main.body, HopBlockKind::kIf);
  f.block = &branch;
  f.evaluate(f.block->dag.variable(f.slot("flag"), {}));
  f.block = &Fixture::add(branch.body, HopBlockKind::kBasic);
  f.assign("X", f.matrix(4, 5));
  f.assign("only", f.matrix(1, 1));
  HopBlock& loop = Fixture::add(main.body, HopBlockKind::kWhile);
  f.block = &loop;
  f.evaluate(f.apply("<", {f.read("i"), f.integer(10)}));
  f.block = &Fixture::add(loop.body, HopBlockKind::kBasic);
  f.assign("i", f.apply("+", {f.read("i"), f.integer(1)}));
  f.block = &Fixture::add(main.body, HopBlockKind::kBasic);
  const Hop* x = f.read("X");
  const Hop* i = f.read("i");
  const Hop* only = f.read("only");
  for (const Hop* hop : {x, i, only})
    f.print(hop);
  propagate_sizes(f.program, {});
  CHECK(x->info.is_matrix());
  CHECK(x->info.rows == 4);
  CHECK(x->info.columns == -1);
  CHECK(i->info.kind == ValueKind::kInt);
  CHECK_FALSE(i->info.number);
  CHECK(only->info.kind == ValueKind::kNone);  // may have no value
  CHECK_FALSE(loop.dag.roots[0].value->info.number);
}

TEST_CASE("sizes follow calls, and recursion ends") {
  Fixture f;
  auto function = std::make_unique<HopFunction>();
  HopFunction& callee = *function;
  callee.name = "f";
  callee.parameters.resize(1);
  callee.parameters[0].name = "A";
  callee.parameters[0].slot = callee.slot_of("A");
  callee.parameters[0].type = static_cast<uint8_t>(Binding::Type::kMatrix);
  callee.results.resize(1);
  callee.results[0] = {.name = "B", .slot = callee.slot_of("B"), .type = static_cast<uint8_t>(Binding::Type::kMatrix)};
  HopBlock& body = Fixture::add(callee.body, HopBlockKind::kBasic);
  const Hop* parameter = body.dag.variable(Slot(0), {});
  const Hop* transposed = body.dag.operation(op("t"), {parameter}, {});
  body.dag.roots.push_back({RootKind::kAssign, Slot(1), transposed, transposed, {}});
  f.program.functions.push_back(std::move(function));
  const Hop* call = f.block->dag.call(&callee, {f.matrix(4, 3)}, {});
  const Hop* result = f.block->dag.output(call, 0, {});
  f.assign("Y", result);
  propagate_sizes(f.program, {});
  CHECK(result->info.rows == 3);
  CHECK(result->info.columns == 4);
  CHECK(parameter->info.rows == 4);

  const Hop* again = f.block->dag.output(f.block->dag.call(&callee, {f.matrix(9, 3)}, {}), 0, {});
  f.assign("Z", again);
  const Hop* inside = body.dag.output(body.dag.call(&callee, {transposed}, {}), 0, {});
  body.dag.roots.push_back({RootKind::kEvaluate, {}, inside, inside, {}});
  propagate_sizes(f.program, {});
  CHECK(result->info.rows == 3);
  CHECK(again->info.columns == 9);
  CHECK(parameter->info.is_matrix());
  CHECK(parameter->info.rows == -1);
}

TEST_CASE("equal expressions are merged, draws and unequal marks are not") {
  Fixture f;
  const Hop* a = f.apply("exp", {f.read("x")});
  const Hop* b = f.apply("exp", {f.read("x")});
  f.assign("y", f.apply("+", {a, b}));
  f.assign("t1", f.apply("time", {}));
  f.assign("t2", f.apply("time", {}));
  const Hop* marked = f.block->dag.operation(op("exp"), {f.read("x")}, {}, {}, {.rule = "some rule"});
  f.assign("z", marked);
  merge_common_subexpressions(f.program, {});
  CHECK(f.root(0).value->inputs[0] == f.root(0).value->inputs[1]);
  CHECK(f.root(1).value != f.root(2).value);
  CHECK(f.root(3).value != f.root(0).value->inputs[0]);
  const size_t size = f.block->dag.size();
  merge_common_subexpressions(f.program, {});
  CHECK(f.block->dag.size() == size);
}

TEST_CASE("chains of products take the cheapest order") {
  // 30x35, 35x15, 15x5, 5x10, 10x20, 20x25: 15125 multiplications at best (Cormen et al., section 15.2).
  Fixture f;
  const Hop* product = f.matrix(30, 35);
  const int64_t sizes[] = {35, 15, 5, 10, 20, 25};
  for (size_t i = 0; i + 1 < 6; ++i)
    product = f.apply("%*%", {product, f.matrix(sizes[i], sizes[i + 1])});
  f.assign("P", product);
  propagate_sizes(f.program, {});
  order_matrix_chains(f.program, {.exact = true});
  CHECK(f.root(0).value == product);
  order_matrix_chains(f.program, {});
  const Hop* best = f.root(0).value;
  REQUIRE(best != product);
  CHECK(best->identity() == best);
  CHECK(best->rule == "associativity (((((1 2) 3) 4) 5) 6) to ((1 (2 3)) ((4 5) 6))");
  int64_t multiplications = 0;
  for (const Hop* hop : nodes_in_order(f.block->dag)) {
    if (hop->is("%*%")) multiplications += hop->info.rows * hop->inputs[0]->info.columns * hop->info.columns;
  }
  CHECK(multiplications == 15125);
  Evaluator evaluator;
  const Value expected = evaluator.value_of(product, {});
  const Value actual = evaluator.value_of(best, {});
  for (int64_t i = 0; i < expected.as_matrix().cells(); ++i)
    CHECK(Pin(actual.as_matrix())->data()[i] == Approx(Pin(expected.as_matrix())->data()[i]).epsilon(1e-12));
  const size_t size = f.block->dag.size();
  order_matrix_chains(f.program, {});
  CHECK(f.root(0).value == best);
  CHECK(f.block->dag.size() == size);
}

TEST_CASE("invariants move in front of a loop, what may fail stays") {
  Fixture f;
  HopFunction& main = *f.program.main;
  f.assign("X", f.matrix(20, 3));
  HopBlock& loop = Fixture::add(main.body, HopBlockKind::kFor);
  loop.variable = f.slot("i");
  f.block = &loop;
  f.evaluate(f.integer(1));
  f.evaluate(f.integer(9));
  f.block = &Fixture::add(loop.body, HopBlockKind::kBasic);
  const Hop* gram = f.apply("%*%", {f.apply("t", {f.read("X")}), f.read("X")});
  const Hop* inverse = f.apply("inv", {gram});
  f.assign("S", f.apply("+", {inverse, f.read("i")}));
  f.assign("n", f.apply("+", {f.apply("nrow", {f.read("Y")}), f.read("i")}));
  HopBlock* body = f.block;
  propagate_sizes(f.program, {});
  hoist_invariants(f.program, {});
  REQUIRE(main.body.size() == 3);
  const Dag& before = main.body[1]->dag;
  REQUIRE(before.roots.size() == 1);
  CHECK(before.roots[0].value->is("%*%"));
  CHECK(main.variables[before.roots[0].slot.at()] == "#hoisted1");
  CHECK(count(body->dag, "%*%") == 0);
  CHECK(count(body->dag, "inv") == 1);
  CHECK(count(body->dag, "nrow") == 1);
  const Hop* variable = body->dag.roots[0].value->inputs[0]->inputs[0];
  CHECK(variable->kind == HopKind::kVariable);
  CHECK(variable->identity() == variable);
  hoist_invariants(f.program, {});
  CHECK(main.body.size() == 3);
}

TEST_CASE("what the loop assigns is not invariant") {
  Fixture f;
  HopFunction& main = *f.program.main;
  f.assign("X", f.matrix(20, 3));
  HopBlock& loop = Fixture::add(main.body, HopBlockKind::kFor);
  loop.variable = f.slot("i");
  f.block = &Fixture::add(loop.body, HopBlockKind::kBasic);
  f.assign("X", f.apply("exp", {f.read("X")}));
  propagate_sizes(f.program, {});
  hoist_invariants(f.program, {});
  CHECK(main.body.size() == 2);
}

TEST_CASE("dead statements go, errors and effects stay") {
  Fixture f;
  const Hop* x = f.matrix(3, 3);
  f.assign("dead", f.apply("exp", {x}));
  f.assign("chain", f.apply("inv", {x}));  // dead too, but may fail
  f.assign("y", f.apply("+", {x, x}));     // overwritten
  f.assign("y", f.apply("*", {x, x}));
  f.evaluate(f.apply("sum", {x}));
  f.print(f.apply("sum", {f.block->dag.roots[3].value}));
  f.evaluate(f.apply("+", {f.read("undefined"), f.number(1)}));
  propagate_sizes(f.program, {});
  remove_dead_code(f.program, {});
  REQUIRE(f.block->dag.roots.size() == 3);
  CHECK(f.root(0).value->is("inv"));
  CHECK(f.root(1).value->is("print"));
  CHECK(f.root(2).value->is("+"));
}

TEST_CASE("the prompt keeps its variables") {
  Fixture f;
  f.assign("y", f.apply("exp", {f.matrix(3, 3)}));
  propagate_sizes(f.program, {});
  remove_dead_code(f.program, {.keep_variables = true});
  CHECK(f.block->dag.roots.size() == 1);
}

TEST_CASE("rules respect --exact, sharing and effects") {
  Fixture f;
  const Hop* x = f.matrix(6, 4);
  f.assign("a", f.apply("sum", {f.apply("t", {x})}));
  f.assign("b", f.apply("%*%", {f.apply("t", {x}), x}));
  propagate_sizes(f.program, {});
  rearrange_algebra(f.program, {.exact = true});
  CHECK(f.root(0).value->inputs[0]->is("t"));
  rearrange_algebra(f.program, {});
  CHECK(f.root(0).value->inputs[0] == x);
  CHECK(f.root(0).value->rule == "sum of transposed matrix");
  CHECK(f.root(0).identity == f.root(0).value);
  select_products(f.program, {.exact = true});
  CHECK(f.root(1).value->is("tsmm"));
  CHECK(f.root(1).identity->is("%*%"));
  CHECK(f.root(1).value->identity() == f.root(1).identity);
  const size_t size = f.block->dag.size();
  simplify_algebra(f.program, {});
  select_products(f.program, {});
  CHECK(f.block->dag.size() == size);
}

TEST_CASE("passes are named, disabled and shown") {
  Fixture f;
  f.assign("a", f.apply("+", {f.integer(1), f.integer(2)}));
  std::string shown;
  std::vector<std::string> timed;
  PassOptions options{.disabled = {"all"},
                      .explain = {"fold"},
                      .keep_variables = true,
                      .print = [&](std::string_view text) { shown += text; },
                      .on_time = [&](std::string_view name, int64_t) { timed.emplace_back(name); }};
  optimise(f.program, options);
  CHECK(timed.empty());
  CHECK(shown.empty());
  CHECK(f.root(0).value->is("+"));
  options.disabled = {"dead"};
  optimise(f.program, options);
  CHECK(f.root(0).value->is_literal());
  CHECK(shown.find("after fold") != std::string::npos);
  for (const PassDescription& pass : passes()) {
    const bool ran = std::count(timed.begin(), timed.end(), pass.name) > 0;
    CHECK(ran == (pass.name != "dead" && pass.name != "recompile"));
  }
}

}  // namespace lineal
