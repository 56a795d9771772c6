// Matrices of random numbers, the very numbers that SystemDS 3.4 gives for the same seed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "runtime/matrix/matrix.h"

namespace lineal {

struct KernelContext;

enum class RandomLaw : uint8_t { kUniform, kNormal, kPoisson };

/// The law of a name, in any case of letters.
std::optional<RandomLaw> random_law(std::string_view name);

/// What rand() is asked for. Checked by the caller: dimensions of at least 0, sparsity in [0, 1], lambda in
/// (0, PoissonLaw::kLargestMean].
struct RandomRequest {
  int64_t rows = 0;
  int64_t columns = 0;
  RandomLaw law = RandomLaw::kUniform;
  double least = 0;  // uniform: the values lie in [least, greatest)
  double greatest = 1;
  double sparsity = 1;  // probability that a cell is set
  double lambda = 1;    // poisson: the mean
  int64_t seed = 0;
};

/// Generates the matrix in blocks of 1000 x 1000, each from its own seed, so that the result does not depend on
/// threads. Dense or CSR by what the request promises. Throws Error(kResource) when there are too many cells or blocks.
MatrixRef random_matrix(const RandomRequest& request, KernelContext& context);

/// Whether a part of a random matrix counts as sparse in SystemDS: fewer than 40 % set, more than one column, and CSR
/// rows smaller than dense ones by its estimate. It decides which of two algorithms selects the cells.
bool random_is_sparse(int64_t rows, int64_t columns, int64_t nonzeros);

}  // namespace lineal
