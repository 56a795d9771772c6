#include "compiler/rewrite/pipeline.h"

#include <algorithm>
#include <chrono>

#include "compiler/ipa/analyse_functions.h"
#include "compiler/rewrite/passes.h"

namespace lineal {
namespace {

bool names(const std::vector<std::string>& list, std::string_view name) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& item) { return item == "all" || item == name; });
}

std::vector<HopFunction*> functions_of(const HopProgram& program) {
  std::vector<HopFunction*> functions;
  for (const auto& function : program.functions)
    functions.push_back(function.get());
  functions.push_back(program.main.get());
  return functions;
}

/// Runs passes by name: times them, leaves out what is disabled, checks what they leave, shows what changed where it is
/// asked for.
class Passes {
 public:
  Passes(HopProgram& program, const PassOptions& options)
      : program_(program),
        options_(options),
        context_{.exact = options.exact, .keep_variables = options.keep_variables} {}

  /// Shows and checks what the passes begin with.
  void begin(std::string_view name) const {
    if (options_.verify) verify(program_, name);
    if (!names(options_.explain, name) || !options_.print) return;
    for (const HopFunction* function : functions_of(program_))
      options_.print(print(*function));
  }

  void run(std::string_view name, void (*pass)(HopProgram&, const PassContext&)) {
    if (names(options_.disabled, name)) return;
    const bool explained = names(options_.explain, name) && options_.print;
    std::vector<std::string> before;
    if (explained) before = texts();
    const auto start = std::chrono::steady_clock::now();
    pass(program_, context_);
    const auto took = std::chrono::steady_clock::now() - start;
    if (options_.on_time) options_.on_time(name, std::chrono::duration_cast<std::chrono::nanoseconds>(took).count());
    if (options_.verify) verify(program_, name);
    if (!explained) return;
    const std::vector<std::string> after = texts();
    for (size_t i = 0; i < after.size(); ++i) {
      if (after[i] == before[i]) continue;
      options_.print("after " + std::string(name) + "\n" + after[i]);
    }
  }

 private:
  std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    for (const HopFunction* function : functions_of(program_))
      texts.push_back(print(*function));
    return texts;
  }

  HopProgram& program_;
  const PassOptions& options_;
  const PassContext context_;
};

}  // namespace

const std::vector<PassDescription>& passes() {
  static const std::vector<PassDescription> kPasses{
      {"sizes", "Finds kinds, sizes and known numbers through blocks and calls."},
      {"cse", "Computes equal expressions of a block once."},
      {"algebra", "Applies algebraic rules; those that may change rounding first, and only without --exact.", true},
      {"chain", "Picks the cheapest order of products of several matrices.", true},
      {"fold", "Replaces scalar expressions of known value by literals."},
      {"products", "Picks the form of matrix products, without change to a bit."},
      {"hoist", "Moves what does not change in a loop in front of it."},
      {"dead", "Removes statements that nobody needs and that cannot fail."},
      {"recompile", "Compiles a block again, with the sizes that its inputs have, when it runs.", true},
  };
  return kPasses;
}

void optimise(HopProgram& program, const PassOptions& options) {
  analyse_functions(program);
  Passes passes(program, options);
  passes.begin("hop");
  passes.run("sizes", propagate_sizes);
  passes.run("cse", merge_common_subexpressions);
  // What may round differently sees the script itself: see rearrange_algebra.
  passes.run("algebra", rearrange_algebra);
  passes.run("chain", order_matrix_chains);
  passes.run("fold", fold_constants);
  passes.run("algebra", simplify_algebra);
  passes.run("cse", merge_common_subexpressions);
  passes.run("products", select_products);
  passes.run("hoist", hoist_invariants);
  passes.run("dead", remove_dead_code);
}

}  // namespace lineal
