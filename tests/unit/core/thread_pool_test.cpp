// The thread pool: every block once, nesting, errors.
#include "runtime/core/thread_pool.h"

#include <atomic>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/core/error.h"

namespace lineal {
namespace {

TEST_CASE("every block runs exactly once", "[thread_pool]") {
  for (const int threads : {1, 2, 5}) {
    ThreadPool pool(threads);
    CHECK(pool.threads() == threads);
    for (const int64_t blocks : {0, 1, 2, 7, 1000}) {
      std::vector<std::atomic<int>> runs(static_cast<size_t>(blocks));
      pool.for_each(blocks, [&](int64_t block) { ++runs[static_cast<size_t>(block)]; });
      for (const std::atomic<int>& count : runs)
        CHECK(count == 1);
    }
  }
}

TEST_CASE("an interrupt ends a job before its next block", "[thread_pool]") {
  for (const int threads : {1, 2}) {
    Interrupt interrupt;
    ThreadPool pool(threads, &interrupt);
    std::atomic<int> runs{0};
    const auto job = [&] {
      pool.for_each(1000, [&](int64_t) {
        if (++runs == 3) interrupt.request();
      });
    };
    CHECK_THROWS_AS(job(), Error);
    CHECK(runs <= 3 + threads - 1);
    interrupt.clear();
    job();
    CHECK(runs >= 1000);
  }
}

TEST_CASE("a pool without a number of threads has one", "[thread_pool]") {
  ThreadPool pool(0);
  CHECK(pool.threads() == 1);
}

TEST_CASE("blocks run on several threads", "[thread_pool]") {
  ThreadPool pool(2);
  // Each of two blocks waits for the other: one thread alone would never get past the first.
  std::atomic<int> arrived{0};
  pool.for_each(2, [&](int64_t) {
    ++arrived;
    while (arrived < 2)
      std::this_thread::yield();
  });
  CHECK(arrived == 2);
}

TEST_CASE("a nested call runs where it is made", "[thread_pool]") {
  ThreadPool pool(3);
  std::atomic<int64_t> sum{0};
  pool.for_each(8, [&](int64_t outer) {
    const std::thread::id self = std::this_thread::get_id();
    pool.for_each(8, [&](int64_t inner) {
      if (std::this_thread::get_id() != self) sum += 1000000;
      sum += outer * 8 + inner;
    });
  });
  CHECK(sum == 63 * 64 / 2);
}

TEST_CASE("calls from several threads at once all finish", "[thread_pool]") {
  ThreadPool pool(2);
  std::atomic<int64_t> sum{0};
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&] {
      for (int repeat = 0; repeat < 200; ++repeat)
        pool.for_each(5, [&](int64_t block) { sum += block; });
    });
  }
  for (std::thread& caller : callers)
    caller.join();
  CHECK(sum == 4 * 200 * 10);
}

TEST_CASE("an exception stops later blocks and reaches the caller", "[thread_pool]") {
  for (const int threads : {1, 3}) {
    ThreadPool pool(threads);
    std::atomic<int64_t> after{0};
    CHECK_THROWS_WITH(pool.for_each(1000000,
                                    [&](int64_t block) {
                                      if (block == 3) throw std::runtime_error("block 3");
                                      if (block > 3) ++after;
                                    }),
                      "block 3");
    CHECK(after < 900000);
    // The pool still works.
    std::atomic<int> runs{0};
    pool.for_each(10, [&](int64_t) { ++runs; });
    CHECK(runs == 10);
  }
}

TEST_CASE("of several exceptions the one of the first block is reported", "[thread_pool]") {
  ThreadPool pool(2);
  std::atomic<int> arrived{0};
  // Both blocks throw, the later one certainly not after the earlier one has stopped the loop.
  CHECK_THROWS_WITH(pool.for_each(2,
                                  [&](int64_t block) {
                                    ++arrived;
                                    while (arrived < 2)
                                      std::this_thread::yield();
                                    throw std::runtime_error(std::to_string(block));
                                  }),
                    "0");
}

}  // namespace
}  // namespace lineal
