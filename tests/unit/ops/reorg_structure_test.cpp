// Constructing, reordering, indexing, binding, lists.
#include "tests/unit/ops/reorg_call.h"

namespace lineal::reorg {
namespace {

const Value kNone = text(":");

TEST_CASE("matrix fills, parses and reshapes") {
  Bench bench;
  CHECK(shape(bench.run("matrix", {number(0), number(1e9), number(1e9)})) == "1000000000x1000000000");
  CHECK(cells(bench.run("matrix", {number(2.5), number(2.9), number(1)})) == std::vector<double>{2.5, 2.5});
  CHECK(shape(bench.run("matrix", {number(7), number(0), number(3)})) == "0x3");
  CHECK(cells(bench.run("matrix", {text(" 1\t2e1\n-3 .5 NaN -Infinity "), number(3), number(2)}))[5] == -INFINITY);
  CHECK(bench.error("matrix", {text("1 2 3"), number(2), number(2)}) ==
        "matrix: the text does not fill the matrix: 3 numbers for 2x2");
  CHECK(bench.error("matrix", {text("1 2 x"), number(1), number(3)}) == "matrix: not a number: \"x\" (cell 3)");
  CHECK(bench.error("matrix", {number(1), number(-1), number(3)}) == "matrix: rows must be a number of at least 0: -1");
  const Value six = dense(2, 3, {3, 1, 2, 5, 4, 9});
  CHECK(cells(bench.run("matrix", {six, number(3), number(2)})) == std::vector<double>{3, 1, 2, 5, 4, 9});
  // From SystemDS: matrix(X, rows=3, cols=2, byrow=FALSE).
  CHECK(cells(bench.run("matrix", {six, number(3), number(2), Value::boolean(false)})) ==
        std::vector<double>{3, 4, 5, 2, 1, 9});
  CHECK(bench.error("matrix", {six, number(4), number(2)}) ==
        "matrix: reshape needs the same number of cells: 2x3 to 4x2");
}

TEST_CASE("rows and diagonals are rearranged") {
  Bench bench;
  const Value four = column({1, 2, 3, 4});
  CHECK(cells(bench.run("rev", {four})) == std::vector<double>{4, 3, 2, 1});
  CHECK(cells(bench.run("roll", {four, number(1)})) == std::vector<double>{4, 1, 2, 3});  // SystemDS
  CHECK(cells(bench.run("roll", {four, number(-1)})) == std::vector<double>{2, 3, 4, 1});
  CHECK(cells(bench.run("roll", {column({1, 2, 3}), number(4)})) == std::vector<double>{3, 1, 2});
  CHECK(cells(bench.run("roll", {row({1, 2, 3}), number(1)})) == std::vector<double>{1, 2, 3});
  CHECK(cells(bench.run("diag", {column({1, 2})})) == std::vector<double>{1, 0, 0, 2});
  CHECK(cells(bench.run("diag", {dense(2, 2, {1, 2, 3, 4})})) == std::vector<double>{1, 4});
  CHECK(bench.error("diag", {dense(2, 3, {1, 2, 3, 4, 5, 6})}) ==
        "diag: the matrix must be a column vector or square: 2x3");
  std::vector<double> long_diagonal(100, 3);
  long_diagonal[7] = 0;
  const Value diagonal = bench.run("diag", {column(long_diagonal)});
  CHECK(diagonal.as_matrix().is_sparse());
  CHECK(cells(bench.run("diag", {diagonal})) == long_diagonal);
}

TEST_CASE("removeEmpty keeps a line when nothing is left") {
  Bench bench;
  const Value x = dense(3, 3, {0, 1, 0, 0, 0, 0, 0, NAN, 2});
  CHECK(shape(bench.run("removeEmpty", {x, text("rows")})) == "2x3");
  CHECK(shape(bench.run("removeEmpty", {x, text("cols")})) == "3x2");
  CHECK(cells(bench.run("removeEmpty", {x, text("rows"), column({0, 1, 0})})) == std::vector<double>{0, 0, 0});
  CHECK(cells(bench.run("removeEmpty", {x, text("cols"), row({0, 0, 1})})) == std::vector<double>{0, 0, 2});
  const Value zeros = dense(2, 2, {0, 0, 0, 0});
  CHECK(shape(bench.run("removeEmpty", {zeros, text("rows")})) == "1x2");
  CHECK(shape(bench.run("removeEmpty", {zeros, text("cols")})) == "2x1");
  CHECK(shape(bench.run("removeEmpty", {zeros, text("rows"), Value::boolean(false), Value::boolean(false)})) == "0x2");
  CHECK(bench.error("removeEmpty", {zeros, text("both")}) ==
        "removeEmpty: margin must be \"rows\" or \"cols\": \"both\"");
  CHECK(bench.error("removeEmpty", {zeros, text("rows"), column({1})}) ==
        "removeEmpty: select must be a vector with one cell for each of the 2 rows: 1x1");
}

TEST_CASE("replace, triangles and outer") {
  Bench bench;
  CHECK(cells(bench.run("replace", {row({1, NAN, 0, -0.0}), number(NAN), number(5)})) ==
        std::vector<double>{1, 5, 0, 0});
  CHECK(cells(bench.run("replace", {row({1, 2, 0}), number(0), number(7)})) == std::vector<double>{1, 2, 7});
  const Value x = dense(2, 3, {0, 1, 2, 3, 0, 5});
  // From SystemDS.
  CHECK(cells(bench.run("upper.tri", {x})) == std::vector<double>{0, 1, 1, 0, 0, 1});
  CHECK(cells(bench.run("lower.tri", {x, Value::boolean(true), Value::boolean(true)})) ==
        std::vector<double>{0, 0, 0, 3, 0, 0});
  CHECK(cells(bench.run("outer", {column({1, 2}), row({10, 20, 30}), text("-")})) ==
        std::vector<double>{-9, -19, -29, -8, -18, -28});
  CHECK(cells(bench.run("outer", {column({1, 2}), row({1, 2}), text("<")})) == std::vector<double>{0, 1, 0, 0});
  CHECK(bench.error("outer", {column({1}), row({1}), text("sin")}) ==
        "outer: not a cell-wise operator of two operands: \"sin\"");
}

TEST_CASE("right indexing checks every bound") {
  Bench bench;
  const Value x = dense(3, 4, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  const auto at = [&](double rl, double ru, double cl, double cu) {
    return bench.run("rightIndex", {x, number(rl), number(ru), number(cl), number(cu)});
  };
  CHECK(cells(at(2, 3, 2, 3)) == std::vector<double>{6, 7, 10, 11});
  CHECK(cells(at(2.9, 2.9, 1, 1)) == std::vector<double>{5});  // truncated
  CHECK(cells(bench.run("rightIndex", {x, kNone, kNone, number(4), number(4)})) == std::vector<double>{4, 8, 12});
  CHECK(cells(bench.run("rightIndex", {x, number(2), number(2), kNone, kNone})) == std::vector<double>{5, 6, 7, 8});
  CHECK(cells(bench.run("rightIndex1", {x, number(3), kNone})) == std::vector<double>{9, 10, 11, 12});
  CHECK(shape(bench.run("rightIndex", {dense(0, 2, {}), kNone, kNone, number(1), number(1)})) == "0x1");
  const std::string message = "invalid values for matrix indexing: [0:0,1:1] must be within matrix dimensions [3,4]";
  CHECK(bench.error("rightIndex", {x, Value::integer(0), Value::integer(0), number(1), number(1)}) == message);
  CHECK(bench.error("rightIndex", {x, number(3), number(2), kNone, kNone}) ==
        "invalid values for matrix indexing: [3:2,1:4] must be within matrix dimensions [3,4]");
  CHECK(bench.error("rightIndex", {x, number(1), number(4), kNone, kNone}) ==
        "invalid values for matrix indexing: [1:4,1:4] must be within matrix dimensions [3,4]");
}

TEST_CASE("left indexing writes in place only when nobody else can see it") {
  Bench bench;
  // An initialiser list would hold a second handle.
  const auto write = [&](Value target, Value value, double rl, double ru, double cl, double cu) {
    std::vector<Value> in = {Value(), std::move(value), number(rl), number(ru), number(cl), number(cu)};
    in[0].swap(target);
    return bench.run("leftIndex", std::move(in));
  };
  const Value kept = dense(2, 2, {1, 2, 3, 4});
  CHECK(cells(write(kept, number(9), 1, 1, 2, 2)) == std::vector<double>{1, 9, 3, 4});
  CHECK(cells(kept) == std::vector<double>{1, 2, 3, 4});
  CHECK(bench.counters().in_place == 0);
  Value mine = dense(2, 2, {1, 2, 3, 4});
  const double* address = Pin(mine.as_matrix())->data();
  mine = write(std::move(mine), row({7, 8}), 2, 2, 1, 2);
  CHECK(cells(mine) == std::vector<double>{1, 2, 7, 8});
  CHECK(Pin(mine.as_matrix())->data() == address);
  CHECK(bench.counters().in_place == 1);
  CHECK(bench.error("leftIndex", {kept, number(0), number(1), number(2), number(1), number(1)}) ==
        "invalid index range of scalar left indexing: a number fits one cell only: 2x1 cells (matrix(value, 2, 1) "
        "fills them)");
  CHECK(bench.error("leftIndex", {kept, row({1, 2}), number(1), number(2), number(1), number(1)}).substr(0, 52) ==
        "left indexing: the shapes differ: 2x1 cells and a 1x");
  CHECK(cells(write(kept, dense(1, 1, {5}), 1, 1, 1, 1)) == std::vector<double>{5, 2, 3, 4});
}

TEST_CASE("left indexing of a large CSR matrix stays CSR") {
  Bench bench;
  Value x = Value::matrix(NewMatrix::zero(100000, 1000));
  const auto set = [&](double r, double c, double value) {
    std::vector<Value> in = {Value(), number(value), number(r), number(r), number(c), number(c)};
    in[0].swap(x);
    x = bench.run("leftIndex", std::move(in));
  };
  set(5, 7, 3);
  set(5, 2, 4);
  set(99999, 1000, 1);
  set(5, 7, 0);
  CHECK(x.as_matrix().is_sparse());
  CHECK(Pin(x.as_matrix())->count_nonzeros() == 2);
  CHECK(Pin(x.as_matrix())->at(4, 1) == 4);
  CHECK(Pin(x.as_matrix())->at(99998, 999) == 1);
  CHECK(bench.counters().in_place == 4);
  x = bench.run("leftIndex", {std::move(x), Value::matrix(NewMatrix::filled(100, 2, 6)), number(1), number(100),
                              number(2), number(3)});
  CHECK(Pin(x.as_matrix())->count_nonzeros() == 201);
  CHECK(Pin(x.as_matrix())->at(4, 1) == 6);
  set(5, 2, 0);
  CHECK(Pin(x.as_matrix())->count_nonzeros() == 200);
}

TEST_CASE("binding accepts operands without rows or columns") {
  Bench bench;
  const Value x = dense(2, 2, {1, 2, 3, 4});
  CHECK(cells(bench.run("cbind", {x, column({5, 6})})) == std::vector<double>{1, 2, 5, 3, 4, 6});
  CHECK(cells(bench.run("rbind", {dense(0, 2, {}), x, row({5, 6})})) == std::vector<double>{1, 2, 3, 4, 5, 6});
  CHECK(cells(bench.run("cbind", {dense(2, 0, {}), x})) == std::vector<double>{1, 2, 3, 4});
  CHECK(bench.error("cbind", {x, row({1, 2})}) == "cbind: the number of rows differs: 2x2 and 1x2");
  CHECK(bench.error("rbind", {x, column({1, 2})}) == "rbind: the number of columns differs: 2x2 and 2x1");
  CHECK(bench.run("append", {text("a"), text("b")}).text() == "a\nb");
  const Value wide = Value::matrix(NewMatrix::zero(1000, 1000));
  CHECK(bench.run("cbind", {wide, wide}).as_matrix().is_sparse());
}

TEST_CASE("lists keep the lineage of their elements") {
  Bench bench;
  const LineageRef one = LineageNode::integer(1);
  const LineageRef two = LineageNode::integer(2);
  bench.in_lineage = {one, two};
  const Value list = bench.run("list", {number(1), text("b")});
  bench.in_lineage = {};
  CHECK(list.as_list().elements[1].lineage.get() == two.get());
  const Value tail = bench.run("rightIndex1", {list, number(2), kNone});
  REQUIRE(tail.as_list().size() == 1);
  CHECK(tail.as_list().elements[0].value.text() == "b");
  CHECK(tail.as_list().elements[0].lineage.get() == two.get());
  CHECK(bench.error("rightIndex1", {list, number(3), number(3)}) == "list index: out of range: [3:3] of a list of 2");

  const Value named = bench.run("list_named", {text("a"), number(1), text("b"), number(2), text("c"), number(3)});
  CHECK(bench.error("list_named", {text("a"), number(1), number(2), number(3)}) ==
        "list_named: a name must be a string: double 2.0");
  CHECK(bench.error("list_named", {row({1, 2}), number(1)}) == "list_named: a name must be a string: 1x2 matrix");
  CHECK(bench.error("list_named", {text("a")}) == "list_named: a name without a value: 1 arguments");
  CHECK(bench.run("listIndex", {named, text("a"), text("b")}).as_list().names == std::vector<std::string>{"a", "b"});
  CHECK(bench.error("listIndex", {named, text("x"), kNone}) ==
        "list index: no element of this name: \"x\" in a list of 3");
  const Value changed = bench.run("leftIndex1", {named, number(9), text("b"), kNone});
  CHECK(changed.as_list().elements[1].value.number() == 9);
  CHECK(named.as_list().elements[1].value.number() == 2);
  const std::vector<Value> removed = bench.outputs("remove", {named, number(2)});
  CHECK(removed[0].as_list().names == std::vector<std::string>{"a", "c"});
  CHECK(removed[1].as_list().elements[0].value.number() == 2);

  const Value addition = bench.run("list_named", {text("d"), number(4)});
  CHECK(bench.run("append", {named, addition}).as_list().names.back() == "d");
  CHECK(bench.error("append", {named, number(4)}).substr(0, 34) == "append: a named list takes named e");
  const Value nested = bench.run("list", {list});
  CHECK(bench.run("as.list", {nested}).as_list().size() == 2);
  const Value matrices = bench.run("list", {row({1, 2}), row({3, 4})});
  CHECK(cells(bench.run("rbind", {matrices})) == std::vector<double>{1, 2, 3, 4});
  CHECK(shape(bench.run("cbind", {matrices})) == "1x4");
}

}  // namespace
}  // namespace lineal::reorg
