// Parts of lists: what indexing, cbind and rbind do with them.
#pragma once

#include "runtime/matrix/list.h"
#include "runtime/ops/declare/op_def.h"

namespace lineal {

/// out[0] = the list of the elements of in[0] between the bounds in[1] and in[2].
void list_range(KernelCall& call);

/// out[0] = the list in[0] with the elements between the bounds in[2] and in[3] replaced by in[1]: by its elements when
/// it is a list of that length, otherwise as the new value of the one element addressed.
void list_assign(KernelCall& call);

/// The part that list_assign replaces, as columns of one row.
Rectangle written_positions(const KernelCall& call);

/// out[0] = the list in[0] with in[1], in[2], ... appended. A list of one element gives that element and its name.
void list_append(KernelCall& call);

/// A new list of the elements [begin, end), with their names.
Ref<List> copy_range(const List& list, int64_t begin, int64_t end);

/// The argument as an element, with the lineage that it has in this call.
List::Element element_of(const KernelCall& call, size_t argument);

}  // namespace lineal
