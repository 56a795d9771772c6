#include "tests/laws/operators/law_bench.h"

#include <algorithm>
#include <bit>

#include "runtime/exec/replay.h"
#include "runtime/exec/run_kernel.h"
#include "runtime/matrix/list.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

bool same_number(double a, double b, Zeros zeros) {
  if (zeros == Zeros::kAlike) return a == b || (a != a && b != b);
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

bool same_matrix(const Value& a, const Value& b, Zeros zeros) {
  const MatrixRef x = to_dense(a.matrix_ref());
  const MatrixRef y = to_dense(b.matrix_ref());
  if (x->rows() != y->rows() || x->columns() != y->columns()) return false;
  const Pin p_cells(x);
  const Pin q_cells(y);
  return std::equal(p_cells->data(), p_cells->data() + x->cells(), q_cells->data(),
                    [zeros](double p, double q) { return same_number(p, q, zeros); });
}

bool same_list(const List& a, const List& b, Zeros zeros) {
  return a.names == b.names && a.size() == b.size() &&
         std::equal(
             a.elements.begin(), a.elements.end(), b.elements.begin(),
             [zeros](const List::Element& p, const List::Element& q) { return same_value(p.value, q.value, zeros); });
}

// Frames as print shows them, all of them.
std::string frame_text(const Value& frame) {
  LawBench bench(1);
  const OpDef& op = *operators().find("toString");
  std::vector<Value> in{frame, Value::integer(1000), Value::integer(1000)};
  for (size_t i = in.size(); i < op.params.size(); ++i)
    in.push_back(op.params[i].fallback.value());
  return std::string(bench.run(op, std::move(in))[0].text());
}

}  // namespace

LawBench::LawBench(int threads) : pool_(threads) {}

std::vector<Value> LawBench::run(const OpDef& op, std::vector<Value> in, const std::vector<LineageRef>& lineage) {
  std::vector<Value> out(op.outputs.size());
  KernelCall call{.op = op, .in = in, .out = out, .context = kernel_, .in_lineage = lineage};
  run_kernel(op, call);
  return out;
}

Value LawBench::replay(const LineageNode* root) {
  return lineal::replay(root, context_, {});
}

bool same_value(const Value& a, const Value& b, Zeros zeros) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case ValueKind::kDouble:
      return same_number(a.number(), b.number(), zeros);
    case ValueKind::kString:
      return a.text() == b.text();
    case ValueKind::kMatrix:
      return same_matrix(a, b, zeros);
    case ValueKind::kFrame:
      return frame_text(a) == frame_text(b);
    case ValueKind::kList:
      return same_list(a.as_list(), b.as_list(), zeros);
    default:
      return a.bits() == b.bits();
  }
}

}  // namespace lineal
