// Times elementary functions over 10^7 cells. Arguments: threads, instruction set, a folder for the results.
// Prints a line for each function: name, best milliseconds into an output that is there, and into a fresh one. The
// first 10^6 results go to FOLDER/NAME as doubles, for the caller to check. Cell i of the arguments is LOW + SPAN * (i
// * 2654435761 mod 2^32) / 2^32.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "cache/pool/memory_pool.h"
#include "runtime/core/instruction_set.h"
#include "runtime/core/thread_pool.h"
#include "runtime/kernels/elementary.h"

using namespace lineal;

namespace {

constexpr int64_t kCells = 10'000'000;
constexpr int64_t kChecked = 1'000'000;
constexpr int64_t kBlock = 65536;  // as the operators cut a matrix of this size

double best_milliseconds(const std::function<void()>& body) {
  double best = 1e9;
  double spent = 0;
  for (int i = 0; i < 5 || spent < 400; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    body();
    const double taken = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    best = std::min(best, taken);
    spent += taken;
  }
  return best;
}

struct Task {
  const char* name;
  double low;
  double span;
  void (*loop)(const double* x, double* out, int64_t count);
};

void power(const double* x, double* out, int64_t count) {
  kernels::pow(x, 1.7, out, count);
}

const Task kTasks[] = {
    {"exp", -2, 4, kernels::exp},     {"tanh", -2, 4, kernels::tanh},   {"power", 0, 2, power},
    {"log", 0, 2, kernels::log},      {"sin", -2, 4, kernels::sin},     {"cos", -2, 4, kernels::cos},
    {"tan", -2, 4, kernels::tan},     {"arcsin", -1, 2, kernels::asin}, {"arccos", -1, 2, kernels::acos},
    {"arctan", -2, 4, kernels::atan}, {"sinh", -2, 4, kernels::sinh},   {"cosh", -2, 4, kernels::cosh},
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) return 1;
  const auto set = instruction_set_of(arguments[2]);
  if (!set || !force_instruction_set(*set)) return 2;
  ThreadPool pool(std::atoi(arguments[1]));
  std::vector<double> x(kCells);
  std::vector<double> out(kCells);
  for (const Task& task : kTasks) {
    for (int64_t i = 0; i < kCells; ++i)
      x[static_cast<size_t>(i)] =
          task.low +
          task.span * (static_cast<double>(static_cast<uint64_t>(i) * 2654435761U % (uint64_t{1} << 32)) * 0x1p-32);
    const auto run = [&](double* target) {
      pool.for_each((kCells + kBlock - 1) / kBlock, [&](int64_t block) {
        const int64_t begin = block * kBlock;
        task.loop(x.data() + begin, target + begin, std::min(kBlock, kCells - begin));
      });
    };
    const double reused = best_milliseconds([&] { run(out.data()); });
    const double fresh = best_milliseconds([&] {
      double* const target = take_cells(kCells);
      run(target);
      give_cells(target, kCells);
    });
    std::ofstream(std::string(arguments[3]) + "/" + task.name, std::ios::binary)
        .write(reinterpret_cast<const char*>(out.data()), kChecked * static_cast<int64_t>(sizeof(double)));
    std::printf("%s\t%.4f\t%.4f\n", task.name, reused, fresh);
    std::fflush(stdout);
  }
}
