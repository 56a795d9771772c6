// The pool behind ThreadPool: one job at a time, workers that join it while it is open.
#include "runtime/core/thread_pool.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace lineal {

namespace {

/// How long a thread polls before it sleeps. Waking one takes longer than a product of 100x100 matrices; between the
/// operators of a script there is less.
constexpr auto kPolling = std::chrono::microseconds(40);

/// Waits a while for the condition, leaving the core to whoever else has work.
template <typename Condition>
void poll(const Condition& holds) {
  const auto end = std::chrono::steady_clock::now() + kPolling;
  while (!holds() && std::chrono::steady_clock::now() < end)
    std::this_thread::yield();
}

}  // namespace

/// Invariants: `body`, `blocks`, `open`, `generation` and `active` change only under `mutex`; a worker touches the job
/// only between ++active and --active, and the caller returns only when the job is closed and `active` is 0.
struct ThreadPool::State {
  std::atomic<bool> busy{false};  // a parallel call owns the workers
  std::mutex mutex;
  std::condition_variable wake;
  std::condition_variable idle;
  std::vector<std::thread> workers;
  bool started = false;
  bool stopping = false;
  bool open = false;
  std::atomic<uint64_t> generation{0};
  std::atomic<int> active{0};

  const std::function<void(int64_t)>* body = nullptr;
  const Interrupt* interrupt = nullptr;
  int64_t blocks = 0;
  std::atomic<int64_t> next{0};

  // Of several failing blocks the one with the lowest number is reported.
  std::exception_ptr error;
  int64_t error_block = -1;

  void start(int count) {
    if (started) return;
    started = true;
    for (int i = 0; i < count; ++i) {
      try {
        workers.emplace_back([this] { work(); });
      } catch (const std::system_error&) {
        return;  // no more threads to be had: the caller and those that started do the work
      }
    }
  }

  void work() {
    std::unique_lock lock(mutex);
    uint64_t seen = 0;
    while (true) {
      lock.unlock();
      poll([&] { return generation.load(std::memory_order_relaxed) != seen; });
      lock.lock();
      wake.wait(lock, [&] { return stopping || (open && generation != seen); });
      if (stopping) return;
      seen = generation;
      ++active;
      lock.unlock();
      drain();
      lock.lock();
      if (--active == 0) idle.notify_one();
    }
  }

  /// Takes blocks until there are none left.
  void drain() {
    while (true) {
      const int64_t block = next.fetch_add(1, std::memory_order_relaxed);
      if (block >= blocks) return;
      try {
        if (interrupt != nullptr) interrupt->check();
        (*body)(block);
      } catch (...) {
        next.store(blocks, std::memory_order_relaxed);
        const std::lock_guard lock(mutex);
        if (!error || block < error_block) {
          error = std::current_exception();
          error_block = block;
        }
      }
    }
  }
};

ThreadPool::ThreadPool(int threads, const Interrupt* interrupt)
    : threads_(threads < 1 ? 1 : threads), interrupt_(interrupt), state_(std::make_unique<State>()) {}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->wake.notify_all();
  for (std::thread& worker : state_->workers)
    worker.join();
}

void ThreadPool::for_each(int64_t blocks, const std::function<void(int64_t)>& body) {
  State& state = *state_;
  if (threads_ == 1 || blocks <= 1 || state.busy.exchange(true, std::memory_order_acquire)) {
    for (int64_t block = 0; block < blocks; ++block) {
      if (interrupt_ != nullptr) interrupt_->check();
      body(block);
    }
    return;
  }
  {
    const std::lock_guard lock(state.mutex);
    state.start(threads_ - 1);
    state.body = &body;
    state.interrupt = interrupt_;
    state.blocks = blocks;
    state.next.store(0, std::memory_order_relaxed);
    state.error = nullptr;
    state.open = true;
    ++state.generation;
  }
  state.wake.notify_all();
  state.drain();
  poll([&] { return state.active.load(std::memory_order_relaxed) == 0; });
  std::exception_ptr error;
  {
    std::unique_lock lock(state.mutex);
    state.open = false;  // a worker that wakes up only now finds nothing to join
    state.idle.wait(lock, [&] { return state.active == 0; });
    state.body = nullptr;
    error = std::exchange(state.error, nullptr);
  }
  state.busy.store(false, std::memory_order_release);
  if (error) std::rethrow_exception(error);
}

}  // namespace lineal
