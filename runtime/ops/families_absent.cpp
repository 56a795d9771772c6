// Empty families, so that the library links while some are not written. Each line goes when its family exists; the file
// goes with the last.
#include "runtime/ops/families.h"

namespace lineal {

__attribute__((weak)) void register_aggregates(OpRegistry&) {}
__attribute__((weak)) void register_cumulative(OpRegistry&) {}
__attribute__((weak)) void register_reorganise(OpRegistry&) {}
__attribute__((weak)) void register_indexing(OpRegistry&) {}
__attribute__((weak)) void register_binding(OpRegistry&) {}
__attribute__((weak)) void register_tables(OpRegistry&) {}
__attribute__((weak)) void register_sorting(OpRegistry&) {}
__attribute__((weak)) void register_statistics(OpRegistry&) {}
__attribute__((weak)) void register_lists(OpRegistry&) {}
__attribute__((weak)) void register_sets(OpRegistry&) {}
__attribute__((weak)) void register_input_output(OpRegistry&) {}
__attribute__((weak)) void register_printing(OpRegistry&) {}
__attribute__((weak)) void register_frames(OpRegistry&) {}
__attribute__((weak)) void register_random(OpRegistry&) {}
__attribute__((weak)) void register_sequences(OpRegistry&) {}
__attribute__((weak)) void register_distributions(OpRegistry&) {}

}  // namespace lineal
