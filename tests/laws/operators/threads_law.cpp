// The number of threads does not change a bit.
#include <catch2/catch.hpp>

#include "tests/laws/operators/law_arguments.h"

namespace lineal {

TEST_CASE("one thread = two = three") {
  LawBench one(1), two(2), three(3);
  for (const OpDef* op : operators().all()) {
    for (const LawRun& run : law_runs(*op, one)) {
      INFO(op->name << ": " << run.text);
      std::vector<LineageRef> lineage;
      for (const LawArgument& each : run.arguments)
        lineage.push_back(each.lineage);
      for (LawBench* bench : {&two, &three}) {
        const std::vector<Value> out = bench->run(*op, values_of(run.arguments), lineage);
        for (size_t i = 0; i < out.size(); ++i)
          CHECK(same_value(out[i], run.outputs[i], Zeros::kSigned));
      }
    }
  }
}

}  // namespace lineal
