// rand(): known answers, independence of threads, moments, bad arguments.
#include <cmath>

#include <catch2/catch.hpp>

#include "runtime/ops/random/random_matrix.h"
#include "tests/unit/random/random_call.h"

namespace lineal::random_tests {
namespace {

struct RandAnswer {
  const char* law;
  int64_t rows;
  int64_t columns;
  double least;
  double greatest;
  double sparsity;
  double lambda;
  int64_t seed;
  int64_t nonzeros;
  uint64_t hash;
};
struct SampleAnswer {
  int64_t range;
  int64_t size;
  bool replace;
  int64_t seed;
  uint64_t hash;
};
#include "random_answers.inc"

Bench::Named request(const RandAnswer& answer) {
  return {{"rows", whole(answer.rows)},     {"cols", whole(answer.columns)},       {"min", number(answer.least)},
          {"max", number(answer.greatest)}, {"sparsity", number(answer.sparsity)}, {"seed", whole(answer.seed)},
          {"pdf", text(answer.law)},        {"lambda", number(answer.lambda)}};
}

TEST_CASE("rand gives the numbers of SystemDS") {
  Bench bench(2);
  for (const RandAnswer& answer : kRandAnswers) {
    INFO(answer.law << " " << answer.rows << "x" << answer.columns << " sparsity " << answer.sparsity << " seed "
                    << answer.seed);
    const Value result = bench.run("rand", request(answer));
    CHECK(result.as_matrix().rows() == answer.rows);
    CHECK(result.as_matrix().columns() == answer.columns);
    CHECK(Pin(result.as_matrix())->count_nonzeros() == answer.nonzeros);
    CHECK(hash(result) == answer.hash);
  }
}

TEST_CASE("sample gives the numbers of SystemDS") {
  Bench bench;
  for (const SampleAnswer& answer : kSampleAnswers) {
    INFO(answer.range << " " << answer.size << " " << answer.replace << " seed " << answer.seed);
    const Value result = bench.run("sample", {{"range", whole(answer.range)},
                                              {"size", whole(answer.size)},
                                              {"replace", Value::boolean(answer.replace)},
                                              {"seed", whole(answer.seed)}});
    CHECK(result.as_matrix().rows() == answer.size);
    CHECK(result.as_matrix().columns() == 1);
    CHECK(hash(result) == answer.hash);
  }
}

TEST_CASE("rand does not depend on the number of threads") {
  Bench one(1);
  Bench three(3);
  for (const RandAnswer& answer : kRandAnswers) {
    INFO(answer.law << " " << answer.rows << "x" << answer.columns << " sparsity " << answer.sparsity);
    CHECK(hash(one.run("rand", request(answer))) == hash(three.run("rand", request(answer))));
  }
}

TEST_CASE("a sparse result is well formed") {
  Bench bench(2);
  const Value result =
      bench.run("rand", {{"rows", whole(2100)}, {"cols", whole(2300)}, {"sparsity", number(0.03)}, {"seed", whole(4)}});
  const Pin matrix_cells(result.as_matrix());
  const MatrixBlock& matrix = *matrix_cells;
  REQUIRE(matrix.is_sparse());
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    const auto columns = matrix.row_columns(r);
    for (size_t i = 0; i < columns.size(); ++i) {
      REQUIRE((columns[i] >= 0 && columns[i] < matrix.columns()));
      REQUIRE((i == 0 || columns[i - 1] < columns[i]));
      REQUIRE(matrix.row_values(r)[i] != 0);
    }
  }
  // Zeros that the law itself draws are not stored.
  const Value counts = bench.run("rand", {{"rows", whole(100)},
                                          {"cols", whole(100)},
                                          {"sparsity", number(0.2)},
                                          {"pdf", text("poisson")},
                                          {"lambda", number(0.5)},
                                          {"seed", whole(4)}});
  REQUIRE(counts.as_matrix().is_sparse());
  for (const double value : Pin(counts.as_matrix())->entries().values)
    REQUIRE(value != 0);
}

TEST_CASE("what counts as sparse follows SystemDS") {
  // Asked of MatrixBlock.evalSparseFormatInMemory.
  CHECK_FALSE(random_is_sparse(1000, 1, 10));
  CHECK_FALSE(random_is_sparse(1000, 1000, 400000));
  CHECK(random_is_sparse(1000, 1000, 399999));
  CHECK(random_is_sparse(1000, 2, 0));
  CHECK_FALSE(random_is_sparse(3, 3, 1));
}

struct Moments {
  double mean = 0;
  double variance = 0;
};
Moments moments(const std::vector<double>& x) {
  Moments result;
  for (const double cell : x)
    result.mean += cell / static_cast<double>(x.size());
  for (const double cell : x)
    result.variance += (cell - result.mean) * (cell - result.mean) / static_cast<double>(x.size());
  return result;
}

TEST_CASE("the laws have their moments") {
  Bench bench(2);
  const auto of = [&](const char* law, double lambda, double sparsity) {
    return moments(cells(bench.run("rand", {{"rows", whole(1200)},
                                            {"cols", whole(500)},
                                            {"pdf", text(law)},
                                            {"lambda", number(lambda)},
                                            {"sparsity", number(sparsity)},
                                            {"seed", whole(31)}})));
  };
  // Five standard errors of 600,000 draws.
  CHECK(of("uniform", 1, 1).mean == Approx(0.5).margin(0.002));
  CHECK(of("uniform", 1, 1).variance == Approx(1.0 / 12).margin(0.001));
  CHECK(of("uniform", 1, 0.2).mean == Approx(0.1).margin(0.002));
  CHECK(of("normal", 1, 1).mean == Approx(0).margin(0.0065));
  CHECK(of("normal", 1, 1).variance == Approx(1).margin(0.01));
  CHECK(of("normal", 1, 0.3).variance == Approx(0.3).margin(0.006));
  for (const double lambda : {0.3, 7.0, 39.5, 63.25, 900.0}) {
    INFO(lambda);
    const Moments found = of("poisson", lambda, 1);
    CHECK(found.mean == Approx(lambda).margin(5 * std::sqrt(lambda / 6e5)));
    CHECK(found.variance == Approx(lambda).margin(5 * std::sqrt((lambda + 2 * lambda * lambda) / 6e5)));
  }
}

TEST_CASE("a seed of -1 becomes a concrete one, others stay") {
  Bench bench;
  const Value first = bench.run("rand", {{"rows", whole(5)}});
  const Value drawn = bench.last_in[5];
  REQUIRE(drawn.is_int());
  CHECK(drawn.as_int() >= 0);
  const Value second = bench.run("rand", {{"rows", whole(5)}});
  CHECK(bench.last_in[5].as_int() != drawn.as_int());
  CHECK(hash(first) != hash(second));
  CHECK(hash(first) == hash(bench.run("rand", {{"rows", whole(5)}, {"seed", drawn}})));
  // All 64 bits count, and a double is a seed too.
  CHECK(hash(bench.run("rand", {{"seed", whole((int64_t{1} << 40) + 1)}})) !=
        hash(bench.run("rand", {{"seed", whole(int64_t{1} << 40)}})));
  const Value by_double = bench.run("rand", {{"seed", number(42)}});
  CHECK(bench.last_in[5].is_int());
  CHECK(hash(by_double) == hash(bench.run("rand", {{"seed", whole(42)}})));
}

TEST_CASE("sample takes a replacement or a seed as third argument") {
  Bench bench;
  const Value with_seed = bench.run("sample", {{"range", whole(9)}, {"size", whole(4)}, {"replace", whole(5)}});
  CHECK(bench.last_in[2].is_boolean());
  CHECK_FALSE(bench.last_in[2].as_boolean());
  CHECK(bench.last_in[3].as_int() == 5);
  CHECK(hash(with_seed) == hash(bench.run("sample", {{"range", whole(9)}, {"size", whole(4)}, {"seed", whole(5)}})));
  bench.run("sample", {{"range", whole(9)}, {"size", whole(4)}});
  CHECK(bench.last_in[3].as_int() >= 0);
  CHECK(bench.error("sample", {{"range", whole(9)}, {"size", whole(4)}, {"replace", whole(5)}, {"seed", whole(6)}}) ==
        "sample: with four arguments the third must be boolean: int 5");
}

TEST_CASE("empty and constant matrices") {
  Bench bench;
  const auto shape = [&](const Bench::Named& named) {
    const Value result = bench.run("rand", named);
    return std::pair(result.as_matrix().rows(), result.as_matrix().columns());
  };
  CHECK(shape({}) == std::pair<int64_t, int64_t>(1, 1));
  CHECK(shape({{"rows", whole(0)}, {"cols", whole(3)}}) == std::pair<int64_t, int64_t>(0, 3));
  CHECK(shape({{"rows", whole(4)}, {"cols", whole(0)}, {"pdf", text("normal")}}) == std::pair<int64_t, int64_t>(4, 0));
  CHECK(shape({{"rows", number(2.9)}, {"cols", number(1.1)}}) == std::pair<int64_t, int64_t>(2, 1));
  CHECK(cells(bench.run("rand", {{"rows", whole(2)}, {"min", number(7)}, {"max", number(7)}})) ==
        std::vector<double>{7, 7});
  const Value nothing = bench.run(
      "rand",
      {{"rows", whole(1000000000)}, {"cols", whole(1000000000)}, {"sparsity", number(0)}, {"pdf", text("normal")}});
  CHECK(Pin(nothing.as_matrix())->count_nonzeros() == 0);
  const Value rare = bench.run("rand", {{"rows", whole(100)}, {"cols", whole(100)}, {"sparsity", number(1e-18)}});
  CHECK(Pin(rare.as_matrix())->count_nonzeros() == 0);
}

TEST_CASE("rand and sample refuse bad arguments") {
  Bench bench;
  CHECK(bench.error("rand", {{"rows", whole(-1)}}) == "rand: rows must be a number of at least 0: -1");
  CHECK(bench.error("rand", {{"cols", number(std::nan(""))}}) == "rand: cols must be a number of at least 0: nan");
  CHECK(bench.error("rand", {{"cols", number(1e300)}}) == "rand: cols must be a number of at least 0: 1e+300");
  CHECK(bench.error("rand", {{"sparsity", number(1.5)}}) == "rand: sparsity must lie between 0 and 1: 1.5");
  CHECK(bench.error("rand", {{"sparsity", number(-0.1)}}) == "rand: sparsity must lie between 0 and 1: -0.1");
  CHECK(bench.error("rand", {{"pdf", text("gauss")}}) ==
        "rand: pdf must be \"uniform\", \"normal\" or \"poisson\": \"gauss\"");
  CHECK(bench.error("rand", {{"pdf", text("poisson")}, {"lambda", number(0)}}) ==
        "rand: lambda must be greater than 0 and at most 2147483647: 0");
  CHECK(bench.error("rand", {{"pdf", text("poisson")}, {"lambda", number(1e300)}}) ==
        "rand: lambda must be greater than 0 and at most 2147483647: 1e+300");
  // Sizes that no memory holds, dense and sparse, are refused before anything is allocated.
  const Value huge = whole(int64_t{1} << 40);
  CHECK(bench.error("rand", {{"rows", huge}, {"cols", huge}}).find("1099511627776") != std::string::npos);
  CHECK(bench.error("rand", {{"rows", whole(1 << 30)}, {"cols", whole(1 << 30)}, {"sparsity", number(1e-12)}})
            .find("too many blocks") != std::string::npos);
  CHECK(bench.error("rand", {{"rows", whole(INT64_MAX)}, {"cols", whole(1)}}) != "no error");

  CHECK(bench.error("sample", {{"range", whole(5)}, {"size", whole(6)}}) ==
        "sample: a sample of 6 cannot be drawn from 5 without replacement");
  CHECK(bench.error("sample", {{"range", whole(0)}, {"size", whole(1)}, {"replace", Value::boolean(true)}}) ==
        "sample: a sample of 1 cannot be drawn from 0");
  CHECK(bench.error("sample", {{"range", whole(-5)}, {"size", whole(1)}}) ==
        "sample: range must be a number of at least 0: -5");
  CHECK(bench.error("sample", {{"range", whole(int64_t{1} << 31)}, {"size", whole(1)}}) ==
        "sample: the range is too large to draw from it without replacement: 2147483648");
}

TEST_CASE("the size of random matrices is inferred") {
  const OpDef& rand = *operators().find("rand");
  std::vector<ValueInfo> in(rand.params.size());
  in[0] = ValueInfo::of_number(ValueKind::kInt, 10);
  in[1] = ValueInfo::scalar(ValueKind::kInt);
  in[4] = ValueInfo::of_number(ValueKind::kDouble, 0);
  ValueInfo out;
  rand.infer(rand, in, {&out, 1});
  CHECK(out.is_matrix());
  CHECK(out.rows == 10);
  CHECK(out.columns == -1);
  CHECK(out.nonzeros == 0);
  CHECK(operators().overloads("Rand").size() == 1);
}

}  // namespace
}  // namespace lineal::random_tests
