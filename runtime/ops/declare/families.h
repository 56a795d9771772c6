// The families of operators, each declared in its own file.
#pragma once

namespace lineal {

class OpRegistry;

void register_elementwise(OpRegistry& registry);
void register_casts(OpRegistry& registry);
void register_sizes(OpRegistry& registry);
void register_strings(OpRegistry& registry);

void register_aggregates(OpRegistry& registry);
void register_cumulative(OpRegistry& registry);
void register_reorganise(OpRegistry& registry);
void register_indexing(OpRegistry& registry);
void register_concatenation(OpRegistry& registry);
void register_tables(OpRegistry& registry);
void register_sorting(OpRegistry& registry);
void register_statistics(OpRegistry& registry);
void register_lists(OpRegistry& registry);
void register_sets(OpRegistry& registry);

void register_products(OpRegistry& registry);
void register_factorisations(OpRegistry& registry);

void register_files(OpRegistry& registry);
void register_printing(OpRegistry& registry);
void register_frames(OpRegistry& registry);

void register_random(OpRegistry& registry);
void register_sequences(OpRegistry& registry);
void register_distributions(OpRegistry& registry);

void register_lineage(OpRegistry& registry);

}  // namespace lineal
