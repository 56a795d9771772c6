// Picks the kernel of an operator by the form of its matrices and runs it.
#pragma once

#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/op_def.h"

namespace lineal {

/// Runs the kernel of pick_kernel on the processor, after making matrices dense for one that wants them so, and brings
/// the results to the form that the configuration forces, if any. A run and its replay both go through here, so
/// that they sum in the same order.
void run_kernel(const OpDef& op, KernelCall& call);

}  // namespace lineal
