// Nodes are unique while they live, and go, at any depth and from any thread, when nobody needs them.
#include <algorithm>
#include <array>
#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "lineage/item/node.h"
#include "lineage/item/node_table.h"
#include "runtime/core/error.h"
#include "tests/unit/lineage/small_stack.h"

namespace lineal {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int64_t kLongChain = 300'000;
constexpr int kRounds = 20'000;
#else
constexpr int64_t kLongChain = 10'000'000;
constexpr int kRounds = 200'000;
#endif

LineageRef compute(OpSymbol op, const LineageRef& a, const LineageRef& b) {
  const LineageNode* const inputs[] = {a.get(), b.get()};
  return LineageNode::operation(op, inputs);
}

}  // namespace

TEST_CASE("equal nodes are one object") {
  const OpSymbol plus = OpSymbol::of("+");
  const LineageRef one = LineageNode::integer(1);
  const LineageRef two = LineageNode::integer(2);
  const LineageRef sum = compute(plus, one, two);
  CHECK(LineageNode::integer(1).get() == one.get());
  CHECK(compute(plus, one, two).get() == sum.get());
  CHECK(compute(plus, two, one).get() != sum.get());
  const LineageRef text = LineageNode::string("abc");
  CHECK(LineageNode::string("abc").get() == text.get());
  const LineageRef leaf = LineageNode::leaf(plus, "abc", {});
  CHECK(LineageNode::leaf(plus, "abc", {}).get() == leaf.get());
}

TEST_CASE("nodes live as long as someone needs them") {
  const int64_t nodes = LineageNode::live_nodes();
  const int64_t bytes = LineageNode::live_bytes();
  {
    LineageRef one = LineageNode::integer(123456);
    const LineageRef text = LineageNode::string(std::string(1000, 'x'));
    CHECK(LineageNode::live_nodes() == nodes + 2);
    CHECK(LineageNode::live_bytes() >= bytes + 2 * 48 + 1000);
    LineageRef sum = compute(OpSymbol::of("+"), one, text);
    CHECK(LineageNode::live_nodes() == nodes + 3);
    const LineageNode* address = one.get();
    one = LineageRef();
    CHECK(LineageNode::live_nodes() == nodes + 3);
    CHECK(sum->inputs()[0] == address);
    CHECK(LineageNode::integer(123456).get() == address);
    LineageRef copy = sum;
    sum = LineageRef();
    CHECK(LineageNode::live_nodes() == nodes + 3);
    copy = std::move(copy);
    LineageRef moved = std::move(copy);
    CHECK(!copy);
    const LineageRef shared = LineageRef::share(moved.get());
    CHECK(shared.get() == moved.get());
  }
  CHECK(LineageNode::live_nodes() == nodes);
}

TEST_CASE("the table grows with its nodes and shrinks again") {
  const int64_t nodes = LineageNode::live_nodes();
  const int64_t bytes = LineageNode::live_bytes();
  std::vector<LineageRef> held;
  for (int64_t i = 0; i < 200'000; ++i)
    held.push_back(LineageNode::integer(i + (int64_t{1} << 40)));
  CHECK(LineageNode::live_nodes() == nodes + 200'000);
  CHECK(LineageNode::live_bytes() - bytes > 200'000 * 48);
  // Between an eighth and a half of the slots are taken.
  CHECK(LineageNode::live_bytes() - bytes < 200'000 * (48 + 64));
  for (int64_t i = 0; i < 200'000; ++i)
    REQUIRE(LineageNode::integer(i + (int64_t{1} << 40)).get() == held[static_cast<size_t>(i)].get());
  std::shuffle(held.begin(), held.end(), std::mt19937_64(7));
  held.resize(100);
  for (const LineageRef& node : held)
    REQUIRE(LineageNode::integer(static_cast<int64_t>(node->bits())).get() == node.get());
  held.clear();
  CHECK(LineageNode::live_nodes() == nodes);
  CHECK(LineageNode::live_bytes() <= bytes + 64 * 1024);
}

TEST_CASE("nodes that fall on one slot are found and leave in any order") {
  // Numbers whose keys agree in the bits that choose the shard and the slot of a shard with a thousand slots, and a few
  // that belong into the row which the others then fill, so that what leaves must be closed up around them.
  std::vector<int64_t> numbers;
  std::vector<int64_t> fixed;
  for (int64_t i = 0; numbers.size() < 480; ++i) {
    const int64_t words[2] = {0, i};
    const uint64_t hash = hash_bytes(words, sizeof words).low;
    if (hash >> 58 != 0) continue;
    const uint64_t slot = hash & 1023;
    if (slot == 0) numbers.push_back(i);
    if (slot >= 40 && slot < 70 && fixed.size() < 30) fixed.push_back(i);
  }
  std::mt19937_64 random(9);
  for (int round = 0; round < 3; ++round) {
    std::vector<LineageRef> staying;
    std::vector<LineageRef> held;
    for (const int64_t number : fixed)
      staying.push_back(LineageNode::integer(number));
    for (const int64_t number : numbers)
      held.push_back(LineageNode::integer(number));
    REQUIRE(held[0]->key().low == hash_bytes(std::array{int64_t{0}, numbers[0]}.data(), 16).low);
    std::shuffle(held.begin(), held.end(), random);
    while (!held.empty()) {
      held.pop_back();
      for (const LineageRef& node : held)
        REQUIRE(LineageNode::integer(static_cast<int64_t>(node->bits())).get() == node.get());
    }
  }
}

TEST_CASE("nodes of one key and other content are different nodes") {
  NodeTable& table = NodeTable::instance();
  const Key key{11, 12};
  std::vector<LineageRef> nodes;
  const auto make = [&](const NodeContent& content) { nodes.push_back(LineageRef::adopt(table.intern(content))); };
  make({.key = key, .kind = NodeKind::kInt, .bits = 1});
  const LineageNode* const inputs[] = {nodes[0].get()};
  make({.key = key, .kind = NodeKind::kInt, .bits = 2});
  make({.key = key, .kind = NodeKind::kDouble, .bits = 1});
  make({.key = key, .kind = NodeKind::kInt, .bits = 1, .inputs = inputs});
  make({.key = key, .kind = NodeKind::kString, .text = "1"});
  make({.key = key, .kind = NodeKind::kInt, .value = NodeKind::kInt, .bits = 1});
  make({.key = key, .kind = NodeKind::kInt, .rewritten = true, .bits = 1, .text = "a\nb"});
  make({.key = key, .kind = NodeKind::kInt, .rewritten = true, .bits = 1, .text = "a\nc"});
  for (size_t i = 0; i < nodes.size(); ++i) {
    for (size_t j = 0; j < i; ++j)
      CHECK(nodes[i].get() != nodes[j].get());
  }
  CHECK(LineageRef::adopt(table.intern({.key = key, .kind = NodeKind::kInt, .bits = 1})).get() == nodes[0].get());
}

TEST_CASE("a long chain is built and released under a small stack") {
  const int64_t nodes = LineageNode::live_nodes();
  const bool complete = with_small_stack([nodes] {
    const OpSymbol plus = OpSymbol::of("+");
    const LineageRef one = LineageNode::integer(1);
    LineageRef chain = LineageNode::integer(0);
    for (int64_t i = 0; i < kLongChain; ++i)
      chain = compute(plus, chain, one);
    return LineageNode::live_nodes() == nodes + kLongChain + 2;
  });
  CHECK(complete);
  CHECK(LineageNode::live_nodes() == nodes);
}

TEST_CASE("a ladder of shared nodes is released once each") {
  const int64_t nodes = LineageNode::live_nodes();
  {
    // 2^60 paths lead from the top to the bottom.
    LineageRef top = LineageNode::real(0.25);
    for (int i = 0; i < 60; ++i)
      top = compute(OpSymbol::of("*"), top, top);
    CHECK(LineageNode::live_nodes() == nodes + 61);
  }
  CHECK(LineageNode::live_nodes() == nodes);
}

TEST_CASE("threads make and release the same nodes") {
  const int64_t nodes = LineageNode::live_nodes();
  std::atomic<int64_t> wrong{0};
  const auto work = [&wrong](uint64_t seed) {
    std::mt19937_64 random(seed);
    const OpSymbol ops[] = {OpSymbol::of("+"), OpSymbol::of("*")};
    LineageRef held[4];
    for (int round = 0; round < kRounds; ++round) {
      // Few different nodes, so that the last release of one thread meets the lookup of another all the time.
      const LineageRef a = LineageNode::integer(static_cast<int64_t>(random() % 3));
      const LineageRef b = LineageNode::integer(static_cast<int64_t>(random() % 3));
      LineageRef node = compute(ops[random() % 2], a, b);
      if (random() % 2) node = compute(ops[0], node, a);
      if (node->inputs().size() != 2 || node->kind() != NodeKind::kOperator) ++wrong;
      if (compute(node->op(), LineageRef::share(node->inputs()[0]), LineageRef::share(node->inputs()[1])).get() !=
          node.get())
        ++wrong;
      held[random() % 4] = std::move(node);
    }
  };
  std::vector<std::thread> threads;
  for (uint64_t seed = 1; seed <= 4; ++seed)
    threads.emplace_back(work, seed);
  for (std::thread& thread : threads)
    thread.join();
  CHECK(wrong == 0);
  CHECK(LineageNode::live_nodes() == nodes);
}

TEST_CASE("a node may be released by another thread than its maker") {
  const int64_t nodes = LineageNode::live_nodes();
  std::vector<LineageRef> made;
  std::thread([&made] {
    for (int64_t i = 0; i < 5000; ++i)
      made.push_back(LineageNode::integer(i));
  }).join();
  CHECK(made.back()->bits() == 4999);
  std::thread([&made] { made.clear(); }).join();
  CHECK(LineageNode::live_nodes() == nodes);
}

}  // namespace lineal
