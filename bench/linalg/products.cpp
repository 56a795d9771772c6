// Times our products against threaded OpenBLAS in one run. Arguments: threads. Build by hand with the linalg library.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "runtime/linalg/dense_products.h"

extern "C" {
void cblas_dgemm(int, int, int, int, int, int, double, const double*, int, const double*, int, double, double*, int);
void cblas_dsyrk(int, int, int, int, int, double, const double*, int, double, double*, int);
void cblas_dgemv(int, int, int, int, double, const double*, int, const double*, int, double, double*, int);
void openblas_set_num_threads(int);
}

using namespace lineal;
using namespace lineal::linalg;

namespace {

double best_of(int times, const std::function<void()>& body) {
  double best = 1e9;
  for (int i = 0; i < times; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    body();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  return best;
}

void compare(const char* name, int threads, const std::function<void()>& ours, const std::function<void()>& theirs) {
  double mine = 1e9;
  double other = 1e9;
  for (int round = 0; round < 5; ++round) {
    openblas_set_num_threads(threads);
    other = std::min(other, best_of(2, theirs));
    openblas_set_num_threads(1);
    mine = std::min(mine, best_of(2, ours));
  }
  std::printf("%-24s ours %8.3f ms   OpenBLAS %8.3f ms   speed ratio %.3f\n", name, mine * 1e3, other * 1e3,
              other / mine);
}

}  // namespace

int main(int count, char** arguments) {
  const int threads = count > 1 ? std::atoi(arguments[1]) : 2;
  prepare_blas();
  ThreadPool pool(threads);
  std::vector<double> x(10'000'000);
  for (size_t i = 0; i < x.size(); ++i)
    x[i] = static_cast<double>(i * 2654435761U % 1000) / 1000 - 0.5;
  std::vector<double> c(4'000'000);
  for (const int n : {100, 500, 1000, 2000}) {
    char name[32];
    std::snprintf(name, sizeof name, "gemm %d^3", n);
    compare(
        name, threads,
        [&] { multiply(pool, Form::kPlain, Form::kPlain, n, n, n, x.data(), x.data() + 4'000'000, c.data()); },
        [&] { cblas_dgemm(101, 111, 111, n, n, n, 1, x.data(), n, x.data() + 4'000'000, n, 0, c.data(), n); });
  }
  compare(
      "tsmm 100000x100 (syrk)", threads,
      [&] { multiply_self(pool, Form::kTransposed, 100000, 100, x.data(), c.data()); },
      [&] { cblas_dsyrk(101, 121, 112, 100, 100000, 1, x.data(), 100, 0, c.data(), 100); });
  compare(
      "tsmm 100000x100 (gemm)", threads,
      [&] { multiply_self(pool, Form::kTransposed, 100000, 100, x.data(), c.data()); },
      [&] { cblas_dgemm(101, 112, 111, 100, 100, 100000, 1, x.data(), 100, x.data(), 100, 0, c.data(), 100); });
  compare(
      "gemv 100000x100", threads,
      [&] { multiply(pool, Form::kPlain, Form::kPlain, 100000, 1, 100, x.data(), x.data(), c.data()); },
      [&] { cblas_dgemv(101, 111, 100000, 100, 1, x.data(), 100, x.data(), 1, 0, c.data(), 1); });
  compare(
      "t(X) y 100000x100", threads,
      [&] { multiply(pool, Form::kTransposed, Form::kPlain, 100, 1, 100000, x.data(), x.data(), c.data()); },
      [&] { cblas_dgemv(101, 112, 100000, 100, 1, x.data(), 100, x.data(), 1, 0, c.data(), 1); });
}
