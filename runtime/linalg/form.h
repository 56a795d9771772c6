// How an operand of a product is stored.
#pragma once

#include <cstdint>

namespace lineal::linalg {

/// Says whether an operand is taken as it is stored or transposed.
enum class Form : uint8_t { kPlain, kTransposed };

constexpr Form other(Form form) {
  return form == Form::kPlain ? Form::kTransposed : Form::kPlain;
}

/// An operand op(X) of a product: X lies row-major with `stride` cells from row to row.
struct Operand {
  Form form = Form::kPlain;
  const double* data = nullptr;
  int64_t stride = 0;

  /// Start of the logical part that begins at row `r` and column `c`.
  const double* at(int64_t r, int64_t c) const {
    return form == Form::kPlain ? data + r * stride + c : data + c * stride + r;
  }
  Operand part(int64_t r, int64_t c) const { return {form, at(r, c), stride}; }
};

}  // namespace lineal::linalg
