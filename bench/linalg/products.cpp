// Times products against threaded OpenBLAS in one run. Arguments: threads, and the instruction set of our kernels
// ("avx2" and so on; the best one otherwise). OpenBLAS takes its own from OPENBLAS_CORETYPE or from the processor.
// Prints a line for each product: name, our best milliseconds, OpenBLAS's best milliseconds. Exit status 1 when the two
// disagree about a result.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "runtime/core/cat.h"
#include "runtime/core/instruction_set.h"
#include "runtime/linalg/aligned_cells.h"
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
constexpr int kRounds = 9;

/// Two ways to the same rows x columns cells (the upper triangle of them where the other one computes no more).
struct Contest {
  std::string name;
  int64_t rows;
  int64_t columns;
  int64_t depth;
  std::function<void(double*)> ours;
  std::function<void(double*)> theirs;
  Form triangle = Form::kPlain;
};

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

/// Milliseconds of one call. Calls of microseconds are timed in batches, since reading the clock takes its time too.
double milliseconds(const Contest& contest, const std::function<void(double*)>& body, double* out) {
  const int64_t batch =
      std::max<int64_t>(1, 1'000'000 / std::max<int64_t>(1, contest.rows * contest.columns * contest.depth));
  return best_milliseconds([&] {
           for (int64_t i = 0; i < batch; ++i)
             body(out);
         }) /
         static_cast<double>(batch);
}

/// After a threaded call OpenBLAS's workers spin for a while, on cores that we want.
void let_workers_sleep() {
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
}

bool agree(const Contest& contest, double* ours, double* theirs) {
  const bool triangle = contest.triangle == Form::kTransposed;
  contest.ours(ours);
  contest.theirs(theirs);
  for (int64_t r = 0; r < contest.rows; ++r) {
    for (int64_t c = triangle ? r : 0; c < contest.columns; ++c) {
      const int64_t i = r * contest.columns + c;
      if (!(std::abs(ours[i] - theirs[i]) <= 1e-14 * static_cast<double>(contest.depth + 10))) return false;
    }
  }
  return true;
}

void compare(const Contest& contest, int threads, double* out, double* other_out) {
  openblas_set_num_threads(threads);
  if (!agree(contest, out, other_out)) {
    std::fprintf(stderr, "%s: OpenBLAS disagrees\n", contest.name.c_str());
    std::exit(1);
  }
  double mine = 1e9;
  double other = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    openblas_set_num_threads(threads);
    other = std::min(other, milliseconds(contest, contest.theirs, other_out));
    let_workers_sleep();
    openblas_set_num_threads(1);
    mine = std::min(mine, milliseconds(contest, contest.ours, out));
  }
  std::printf("%s\t%.5f\t%.5f\n", contest.name.c_str(), mine, other);
  std::fflush(stdout);
}

std::vector<Contest> contests(ThreadPool& pool, const double* left, const double* right) {
  std::vector<Contest> all;
  const auto general = [&](const std::string& name, int m, int n, int k) {
    all.push_back({name, m, n, k,
                   [=, &pool](double* c) { multiply(pool, Form::kPlain, Form::kPlain, m, n, k, left, right, c); },
                   [=](double* c) { cblas_dgemm(kRowMajor, kPlain, kPlain, m, n, k, 1, left, k, right, n, 0, c, n); }});
  };
  const auto self = [&](int k, int n) {
    all.push_back({cat("t(X)%*%X ", k, "x", n, " (dsyrk)"), n, n, k,
                   [=, &pool](double* c) { multiply_self(pool, Form::kTransposed, k, n, left, c); },
                   [=](double* c) { cblas_dsyrk(kRowMajor, kUpper, kTransposed, n, k, 1, left, n, 0, c, n); },
                   Form::kTransposed});
  };
  for (const int m : {2, 8, 32, 64})
    general(cat("%*% thin ", m, "x100x64"), m, 64, 100);
  for (const int n : {64, 100, 500, 1000, 2000})
    general(cat("%*% ", n, "x", n, "x", n), n, n, n);
  self(100000, 100);
  self(10000, 1000);
  for (const auto& size : {std::pair{100000, 100}, std::pair{10000, 1000}}) {
    const int m = size.first;
    const int k = size.second;
    all.push_back({cat("X%*%v ", m, "x", k, " (dgemv)"), m, 1, k,
                   [=, &pool](double* c) { multiply(pool, Form::kPlain, Form::kPlain, m, 1, k, left, right, c); },
                   [=](double* c) { cblas_dgemv(kRowMajor, kPlain, m, k, 1, left, k, right, 1, 0, c, 1); }});
  }
  for (const auto& size : {std::pair{100000, 100}, std::pair{10000, 1000}}) {
    const int k = size.first;
    const int m = size.second;
    all.push_back({cat("t(X)%*%v ", k, "x", m, " (dgemv)"), m, 1, k,
                   [=, &pool](double* c) { multiply(pool, Form::kTransposed, Form::kPlain, m, 1, k, left, right, c); },
                   [=](double* c) { cblas_dgemv(kRowMajor, kTransposed, k, m, 1, left, m, right, 1, 0, c, 1); }});
  }
  return all;
}

}  // namespace

int main(int count, char** arguments) {
  const int threads = count > 1 ? std::atoi(arguments[1]) : 2;
  if (count > 2) {
    const auto set = instruction_set_of(arguments[2]);
    if (!set || !force_instruction_set(*set)) {
      std::fprintf(stderr, "this processor does not run '%s'\n", arguments[2]);
      return 2;
    }
  }
  ThreadPool pool(threads);
  constexpr int64_t kCells = 14'000'000;
  AlignedCells x(kCells);  // as cells of matrices are
  for (int64_t i = 0; i < kCells; ++i)
    x.data()[i] = static_cast<double>(static_cast<uint64_t>(i) * 2654435761U % 1000) / 1000 - 0.5;
  AlignedCells c(4'000'000);
  AlignedCells other_c(4'000'000);
  const std::string wanted = count > 3 ? arguments[3] : "";
  for (const Contest& contest : contests(pool, x.data(), x.data() + 10'000'000)) {
    if (contest.name.find(wanted) != std::string::npos) compare(contest, threads, c.data(), other_c.data());
  }
}
