// Measures what a lineage node costs: bytes by the table's own count and by the growth of resident memory, and time.
// Prints one line: nodes, bytes counted, bytes resident, seconds to make them, seconds to release them.
#include <chrono>
#include <cstdio>

#include <unistd.h>

#include "lineage/item/node.h"

using namespace lineal;

namespace {

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

long long resident_bytes() {
  long long pages = 0;
  long long resident = 0;
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr || std::fscanf(file, "%lld %lld", &pages, &resident) != 2) resident = 0;
  if (file != nullptr) std::fclose(file);
  return resident * sysconf(_SC_PAGESIZE);
}

}  // namespace

int main() {
  constexpr int kNodes = 4'000'000;
  const OpSymbol plus = OpSymbol::of("+");
  const LineageRef one = LineageNode::real(1);
  const long long resident = resident_bytes();
  const long long counted = LineageNode::live_bytes();
  const double begin = now();
  LineageRef chain = one;
  for (int i = 0; i < kNodes; ++i) {
    const LineageNode* inputs[2] = {chain.get(), one.get()};
    chain = LineageNode::operation(plus, inputs);
  }
  const double made = now();
  const long long counted_bytes = LineageNode::live_bytes() - counted;
  const long long grown = resident_bytes() - resident;
  const double release = now();
  chain = LineageRef();
  std::printf("%d %lld %lld %.6f %.6f\n", kNodes, counted_bytes, grown, made - begin, now() - release);
}
