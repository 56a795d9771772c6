// Evaluates hops with the registry's kernels, without compiler or interpreter, for tests of passes.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/hop/hop.h"
#include "runtime/core/error.h"
#include "runtime/io/file_identity.h"
#include "runtime/io/file_system.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"

namespace lineal::rewrite_tests {

class Evaluator {
 public:
  /// The value of a DAG of operators over literals and variables, given by slot. Throws what a kernel throws.
  Value value_of(const Hop* root, const std::map<Slot, Value>& variables) {
    std::unordered_map<const Hop*, Value> known;
    std::vector<const Hop*> open{root};
    while (!open.empty()) {
      const Hop* hop = open.back();
      const size_t before = open.size();
      for (const Hop* input : hop->inputs) {
        if (!known.contains(input)) open.push_back(input);
      }
      if (open.size() > before) continue;
      open.pop_back();
      if (known.contains(hop)) continue;
      if (hop->kind == HopKind::kLiteral) {
        known[hop] = hop->literal;
      } else if (hop->kind == HopKind::kVariable) {
        known[hop] = variables.at(hop->slot);
      } else {
        std::vector<Value> in;
        for (const Hop* input : hop->inputs)
          in.push_back(known.at(input));
        known[hop] = run(*hop->op, std::move(in));
      }
    }
    return known.at(root);
  }

 private:
  struct Silence final : Output {
    void write(std::string_view) override {}
  };

  // The scalar path, otherwise the kernel for the forms of the operands.
  Value run(const OpDef& op, std::vector<Value> in) {
    std::vector<const Value*> pointers;
    for (const Value& value : in)
      pointers.push_back(&value);
    Value out;
    if (op.scalar != nullptr && op.scalar(pointers.data(), out)) return out;
    const Kernel& kernel = *pick_kernel(op, forms_of(in));
    for (Value& value : in) {
      if (kernel.forms == Forms::kDense && value.is_matrix()) value = Value::matrix(to_dense(value.matrix_ref()));
    }
    KernelCall call{.op = op, .in = in, .out = {&out, 1}, .context = context_};
    kernel.run(call);
    return out;
  }

  Config config_;
  ThreadPool pool_{2};
  Counters counters_;
  Interrupt interrupt_;
  FileIdentities identities_;
  Silence silence_;
  SeedSource seeds_{1};
  KernelContext context_{config_, pool_, counters_, interrupt_, real_file_system(), identities_, silence_, seeds_};
};

}  // namespace lineal::rewrite_tests
