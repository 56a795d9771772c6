// Whether matrices are dense or CSR does not change a bit.
#include <catch2/catch.hpp>

#include "tests/laws/operators/law_arguments.h"

namespace lineal {
namespace {

std::vector<size_t> matrices_of(const LawArguments& arguments) {
  std::vector<size_t> places;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].value.is_matrix()) places.push_back(i);
  }
  return places;
}

}  // namespace

TEST_CASE("dense = CSR, in every mix") {
  LawBench bench(1);
  for (const OpDef* op : operators().all()) {
    for (const LawRun& run : law_runs(*op, bench)) {
      const std::vector<size_t> matrices = matrices_of(run.arguments);
      for (size_t mix = 1; mix < size_t{1} << matrices.size(); ++mix) {
        INFO(op->name << ": " << run.text << ", mix " << mix);
        std::vector<Value> in = values_of(run.arguments);
        std::vector<LineageRef> lineage;
        for (const LawArgument& each : run.arguments)
          lineage.push_back(each.lineage);
        for (size_t i = 0; i < matrices.size(); ++i) {
          Value& value = in[matrices[i]];
          if (mix >> i & 1) value = Value::matrix(to_sparse(value.matrix_ref()));
        }
        const std::vector<Value> out = bench.run(*op, std::move(in), lineage);
        for (size_t i = 0; i < out.size(); ++i)
          CHECK(same_value(out[i], run.outputs[i], Zeros::kAlike));
      }
    }
  }
}

}  // namespace lineal
