// The optional passes, each over a whole program. See passes() in pipeline.h for what they do.
#pragma once

#include "compiler/hop/hop.h"

namespace lineal {

/// What passes need to know about the compilation.
struct PassContext {
  bool exact = false;           // nothing that may change rounding
  bool keep_variables = false;  // variables of main live on (prompt)
};

void propagate_sizes(HopProgram& program, const PassContext& context);
void merge_common_subexpressions(HopProgram& program, const PassContext& context);
/// The rules that may change rounding, and the order of chains. They look at what is written, so that lineage can tell
/// the way from there to what runs; what keeps every bit comes after them.
void rearrange_algebra(HopProgram& program, const PassContext& context);
void order_matrix_chains(HopProgram& program, const PassContext& context);
void fold_constants(HopProgram& program, const PassContext& context);
/// The rules that keep every bit.
void simplify_algebra(HopProgram& program, const PassContext& context);
void select_products(HopProgram& program, const PassContext& context);
void hoist_invariants(HopProgram& program, const PassContext& context);
void remove_dead_code(HopProgram& program, const PassContext& context);

/// Whether knowing sizes that are unknown now could make passes choose another form for the block.
bool sizes_matter(const Dag& dag);

}  // namespace lineal
