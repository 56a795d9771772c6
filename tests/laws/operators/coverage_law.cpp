// Every operator without effects has cases on which the laws run it, or says why not.
#include <iostream>

#include <catch2/catch.hpp>

#include "tests/laws/operators/law_arguments.h"

namespace lineal {

TEST_CASE("every operator has cases for the laws, or says why not") {
  LawBench bench(1);
  size_t pure = 0, covered = 0, cases = 0, with_effect = 0;
  for (const OpDef* op : operators().all()) {
    INFO(op->name);
    if (!op->is_pure()) {
      ++with_effect;
      continue;
    }
    ++pure;
    if (!op->lawless.empty()) {
      CHECK(op->law_cases.empty());
      continue;
    }
    const std::vector<LawRun> runs = law_runs(*op, bench);
    CHECK_FALSE(runs.empty());
    covered += !runs.empty();
    cases += runs.size();
  }
  std::cout << "laws run " << covered << " of " << pure << " operators without effects (" << cases << " cases); "
            << with_effect << " have effects\n";
}

TEST_CASE("cases are what arguments the operator takes, and give what it declares") {
  LawBench bench(1);
  for (const OpDef* op : operators().all()) {
    for (const LawRun& run : law_runs(*op, bench)) {
      INFO(op->name << ": " << run.text);
      const bool fits =
          op->is_variadic() ? run.arguments.size() + 1 >= op->params.size() : run.arguments.size() == op->params.size();
      REQUIRE(fits);
      for (size_t i = 0; i < run.arguments.size() && !op->params.empty(); ++i) {
        const Param& param = op->params[std::min(i, op->params.size() - 1)];
        CHECK((param.accepts & mask_of(run.arguments[i].value.kind())) != 0);
      }
      REQUIRE(run.outputs.size() == op->outputs.size());
      for (size_t i = 0; i < run.outputs.size(); ++i)
        CHECK((op->outputs[i] & mask_of(run.outputs[i].kind())) != 0);
    }
  }
}

}  // namespace lineal
