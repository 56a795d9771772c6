// Times products against threaded OpenBLAS in one run. Argument: threads.
// Prints a line for each product: name, our best milliseconds, OpenBLAS's best milliseconds.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <thread>
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

constexpr int kRowMajor = 101;
constexpr int kPlain = 111;
constexpr int kTransposed = 112;
constexpr int kUpper = 121;
constexpr int kRounds = 7;

/// The best of as many calls as fit into 60 ms, at least 3.
double best_milliseconds(const std::function<void()>& body) {
  double best = 1e9;
  double spent = 0;
  for (int i = 0; i < 3 || spent < 60; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    body();
    const double taken = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    best = std::min(best, taken);
    spent += taken;
  }
  return best;
}

/// After a threaded call OpenBLAS's workers spin for a while, on cores that we want.
void let_workers_sleep() {
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
}

void compare(const char* name, int threads, const std::function<void()>& ours, const std::function<void()>& theirs) {
  double mine = 1e9;
  double other = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    openblas_set_num_threads(threads);
    other = std::min(other, best_milliseconds(theirs));
    let_workers_sleep();
    openblas_set_num_threads(1);
    mine = std::min(mine, best_milliseconds(ours));
  }
  std::printf("%s\t%.4f\t%.4f\n", name, mine, other);
  std::fflush(stdout);
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
  const double* const left = x.data();
  const double* const right = x.data() + 4'000'000;
  double* const out = c.data();
  for (const int n : {100, 500, 1000, 2000}) {
    char name[40];
    std::snprintf(name, sizeof name, "%%*%% %dx%dx%d", n, n, n);
    compare(
        name, threads, [&] { multiply(pool, Form::kPlain, Form::kPlain, n, n, n, left, right, out); },
        [&] { cblas_dgemm(kRowMajor, kPlain, kPlain, n, n, n, 1, left, n, right, n, 0, out, n); });
  }
  compare(
      "t(X)%*%X 100000x100 (dsyrk)", threads, [&] { multiply_self(pool, Form::kTransposed, 100000, 100, left, out); },
      [&] { cblas_dsyrk(kRowMajor, kUpper, kTransposed, 100, 100000, 1, left, 100, 0, out, 100); });
  compare(
      "t(X)%*%X 10000x1000 (dsyrk)", threads, [&] { multiply_self(pool, Form::kTransposed, 10000, 1000, left, out); },
      [&] { cblas_dsyrk(kRowMajor, kUpper, kTransposed, 1000, 10000, 1, left, 1000, 0, out, 1000); });
  compare(
      "X%*%v 100000x100 (dgemv)", threads,
      [&] { multiply(pool, Form::kPlain, Form::kPlain, 100000, 1, 100, left, right, out); },
      [&] { cblas_dgemv(kRowMajor, kPlain, 100000, 100, 1, left, 100, right, 1, 0, out, 1); });
  compare(
      "t(X)%*%v 100000x100 (dgemv)", threads,
      [&] { multiply(pool, Form::kTransposed, Form::kPlain, 100, 1, 100000, left, left, out); },
      [&] { cblas_dgemv(kRowMajor, kTransposed, 100000, 100, 1, left, 100, left, 1, 0, out, 1); });
}
