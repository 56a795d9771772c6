// The list of families. Order matters only among overloads of one spelling: the first that accepts a call is taken.
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {

void register_operators(OpRegistry& registry) {
  register_elementwise(registry);
  register_strings(registry);
  register_casts(registry);
  register_sizes(registry);
  register_aggregates(registry);
  register_cumulative(registry);
  register_reorganise(registry);
  register_indexing(registry);
  register_concatenation(registry);
  register_tables(registry);
  register_sorting(registry);
  register_statistics(registry);
  register_lists(registry);
  register_sets(registry);
  register_products(registry);
  register_factorisations(registry);
  register_files(registry);
  register_printing(registry);
  register_frames(registry);
  register_random(registry);
  register_sequences(registry);
  register_distributions(registry);
  register_lineage(registry);
}

}  // namespace lineal
