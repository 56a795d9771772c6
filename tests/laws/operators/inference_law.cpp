// What is inferred before a run is so after it, however little is known.
#include <catch2/catch.hpp>

#include "tests/laws/operators/inferred.h"
#include "tests/laws/operators/law_arguments.h"

namespace lineal {
namespace {

enum class Known : uint8_t { kAll, kNoNumbers, kKindsAlone, kNothing };

ValueInfo as_known(const Value& value, Known known) {
  ValueInfo info = info_of(value);
  if (known == Known::kAll) return info;
  if (known == Known::kNothing) return ValueInfo::unknown();
  info.number.reset();
  return known == Known::kNoNumbers ? info : ValueInfo::scalar(info.kind);
}

}  // namespace

TEST_CASE("inferred = actual") {
  LawBench bench(1);
  for (const OpDef* op : operators().all()) {
    for (const LawRun& run : law_runs(*op, bench)) {
      for (const Known known : {Known::kAll, Known::kNoNumbers, Known::kKindsAlone, Known::kNothing}) {
        INFO(op->name << ": " << run.text << ", known " << static_cast<int>(known));
        std::vector<ValueInfo> in;
        for (const LawArgument& each : run.arguments)
          in.push_back(as_known(each.value, known));
        check_inferred(*op, in, run.outputs);
      }
    }
  }
}

TEST_CASE("scalar path = kernel") {
  LawBench bench(1);
  for (const OpDef* op : operators().all()) {
    if (op->scalar == nullptr) continue;
    for (const LawRun& run : law_runs(*op, bench)) {
      INFO(op->name << ": " << run.text);
      const std::vector<Value> in = values_of(run.arguments);
      std::vector<const Value*> pointers;
      for (const Value& value : in)
        pointers.push_back(&value);
      Value out;
      if (op->scalar(pointers.data(), out)) CHECK(same_value(out, run.outputs[0], Zeros::kSigned));
    }
  }
}

}  // namespace lineal
