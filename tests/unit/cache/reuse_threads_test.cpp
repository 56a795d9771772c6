// One computes, the others wait, nobody deadlocks, and a failing producer wakes a waiter that takes over.
#include <atomic>
#include <chrono>
#include <functional>
#include <random>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/core/error.h"
#include "tests/unit/cache/cache_values.h"

namespace lineal {
namespace {

constexpr int64_t kMiB = 1 << 20;

void run_threads(int count, const std::function<void(int)>& body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back(body, i);
  for (std::thread& thread : threads)
    thread.join();
}

/// Waits until the counter has the value; threads that should sleep give no other sign.
void await(const Counters::Counter& counter, int64_t value) {
  while (counter.load() < value)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace

TEST_CASE("waiters get what the producer puts, even what is too large to keep") {
  for (const int64_t cells : {int64_t{100}, kMiB}) {
    Counters counters;
    ReuseCache cache(kMiB, counters);
    const Interrupt interrupt;
    ReuseCache::Probe mine = cache.probe(key_of(1), interrupt);
    REQUIRE(mine.ticket);
    const auto result = matrix_result(cells, 42);
    std::atomic<int> right{0};
    std::thread producer([&] {
      run_threads(4, [&](int) {
        if (cache.probe(key_of(1), interrupt).hit == result) ++right;
      });
    });
    await(counters.waits, 4);
    mine.ticket.put(result, 1);
    producer.join();
    CHECK(right == 4);
    CHECK(counters.hits == 4);
    CHECK(counters.misses == 1);
    CHECK(cache.entries() == (cells == 100 ? 1 : 0));
  }
}

TEST_CASE("each dropped ticket is taken over by exactly one waiter") {
  Counters counters;
  ReuseCache cache(kMiB, counters);
  const Interrupt interrupt;
  std::atomic<int> producing{0};
  std::atomic<int> most_at_once{0};
  std::atomic<int> failures{0};
  std::atomic<int> hits{0};
  ReuseCache::Probe mine = cache.probe(key_of(1), interrupt);
  std::thread others([&] {
    run_threads(6, [&](int) {
      ReuseCache::Probe probe = cache.probe(key_of(1), interrupt);
      if (probe.hit) {
        ++hits;
        return;
      }
      const int now = ++producing;
      if (now > most_at_once) most_at_once = now;
      // Longer than a waiter sleeps, so that one which wrongly believes the ticket free would show.
      std::this_thread::sleep_for(std::chrono::milliseconds(80));
      --producing;
      // The first three fail.
      if (failures++ >= 3) probe.ticket.put(matrix_result(1, 9), 1);
    });
  });
  await(counters.waits, 6);
  mine.ticket = {};
  others.join();
  CHECK(most_at_once == 1);
  CHECK(failures == 4);
  CHECK(hits == 2);
  CHECK(counters.takeovers == 4);
  CHECK(contains(cache, key_of(1)));
}

TEST_CASE("a wait is interrupted and the key goes to others") {
  Counters counters;
  ReuseCache cache(kMiB, counters);
  Interrupt interrupt;
  const Interrupt never;
  ReuseCache::Probe mine = cache.probe(key_of(1), never);
  std::atomic<int> interrupted{0};
  std::thread waiter([&] {
    try {
      cache.probe(key_of(1), interrupt);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::kInterrupted) ++interrupted;
    }
  });
  await(counters.waits, 1);
  const auto begin = std::chrono::steady_clock::now();
  interrupt.request();
  waiter.join();
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
  CHECK(interrupted == 1);
  mine.ticket = {};
  CHECK(cache.probe(key_of(1), never).ticket);
}

TEST_CASE("an interrupted waiter passes on the ticket that fell to it") {
  for (int round = 0; round < 20; ++round) {
    Counters counters;
    ReuseCache cache(kMiB, counters);
    Interrupt interrupt;
    const Interrupt never;
    ReuseCache::Probe mine = cache.probe(key_of(1), never);
    std::atomic<int> took_over{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back([&, i] {
        try {
          const ReuseCache::Probe probe = cache.probe(key_of(1), i == 0 ? never : interrupt);
          if (i == 0 && probe.ticket) ++took_over;
        } catch (const Error&) {
        }
      });
    }
    await(counters.waits, 3);
    interrupt.request();
    mine.ticket = {};
    for (std::thread& thread : threads)
      thread.join();
    REQUIRE(took_over == 1);
  }
}

TEST_CASE("two threads that want what the other produces both go on") {
  for (int round = 0; round < 50; ++round) {
    Counters counters;
    ReuseCache cache(kMiB, counters);
    const Interrupt interrupt;
    std::atomic<int> holding{0};
    std::atomic<int> alone{0};
    run_threads(3, [&](int i) {
      ReuseCache::Probe own = cache.probe(key_of(i), interrupt);
      ++holding;
      while (holding < 3)
        std::this_thread::yield();
      const ReuseCache::Probe next = cache.probe(key_of((i + 1) % 3), interrupt);
      if (!next.hit && !next.ticket) ++alone;
      own.ticket.put(matrix_result(1, i), 1);
    });
    REQUIRE(alone == 1);
    REQUIRE(cache.entries() == 3);
  }
}

TEST_CASE("threads on few keys of a small cache always see the right value") {
  for (const int64_t budget : {int64_t{2000}, int64_t{8000}, 10 * kMiB}) {
    Counters counters;
    ReuseCache cache(budget, counters);
    const Interrupt interrupt;
    std::atomic<int64_t> wrong{0};
    std::atomic<int64_t> over{0};
    std::atomic<int64_t> probes{0};
    // Computes the value of `number` from that of the number below, as an operator does from its inputs.
    const std::function<double(int64_t, std::mt19937_64&)> compute = [&](int64_t number, std::mt19937_64& random) {
      ++probes;
      ReuseCache::Probe probe = cache.probe(key_of(number), interrupt);
      if (probe.hit) return content_of(*probe.hit);
      const double value = number == 0 ? 1 : 2 * compute(number - 1, random) + static_cast<double>(number);
      // A producer may fail or decline; then a waiter computes.
      if (probe.ticket && random() % 8 != 0)
        probe.ticket.put(matrix_result(1 + number % 5 * 20, value), static_cast<int64_t>(random() % 100));
      return value;
    };
    double expected[12] = {1};
    for (int64_t i = 1; i < 12; ++i)
      expected[i] = 2 * expected[i - 1] + static_cast<double>(i);
    run_threads(4, [&](int seed) {
      std::mt19937_64 random(static_cast<uint64_t>(seed));
      for (int i = 0; i < 3000; ++i) {
        const int64_t number = static_cast<int64_t>(random() % 12);
        if (compute(number, random) != expected[number]) ++wrong;
        if (cache.bytes() > budget) ++over;
        if (i % 500 == 0) cache.clear();
      }
    });
    CHECK(wrong == 0);
    CHECK(over == 0);
    CHECK(counters.probes == probes);
    CHECK(counters.hits + counters.misses == probes);
    CHECK(counters.hits > 0);
    cache.clear();
    CHECK(cache.bytes() == 0);
  }
}

}  // namespace lineal
