#include "compiler/rewrite/pipeline.h"

#include "compiler/ipa/analyse_functions.h"

namespace lineal {

const std::vector<PassDescription>& passes() {
  static const std::vector<PassDescription> kPasses;
  return kPasses;
}

void optimise(HopProgram& program, const PassOptions& options) {
  analyse_functions(program);
  for (const std::string& name : options.explain) {
    if (name != "all" && name != "hop") continue;
    for (const auto& function : program.functions) options.print(print(*function));
    options.print(print(*program.main));
  }
}

}  // namespace lineal
