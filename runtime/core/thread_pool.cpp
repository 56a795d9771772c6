// The pool behind ThreadPool: one job at a time, workers that join it while it is open.
#include "runtime/core/thread_pool.h"

#include <atomic>
#include <chrono>
#include <exception>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "runtime/core/mutex.h"

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

/// Invariants: `generation` and `active`, which poll() reads without it, change only under `mutex` too. A worker joins
/// a job and copies it under the lock, with ++active, and runs it until --active; the caller, to whom belongs what the
/// job points to, returns only when the job is closed and `active` is 0.
struct ThreadPool::State {
  struct Job {
    const std::function<void(int64_t)>* body = nullptr;
    const Interrupt* interrupt = nullptr;
    int64_t blocks = 0;
  };

  std::atomic<bool> busy{false};  // a parallel call owns the workers
  std::atomic<uint64_t> generation{0};
  std::atomic<int> active{0};
  std::atomic<int64_t> next{0};  // block of the job

  Mutex mutex;
  Condition wake;
  Condition idle;
  std::vector<std::thread> workers LINEAL_GUARDED_BY(mutex);
  bool started LINEAL_GUARDED_BY(mutex) = false;
  bool stopping LINEAL_GUARDED_BY(mutex) = false;
  bool open LINEAL_GUARDED_BY(mutex) = false;
  Job job LINEAL_GUARDED_BY(mutex);
  // Of several failing blocks the one with the lowest number is reported.
  std::exception_ptr error LINEAL_GUARDED_BY(mutex);
  int64_t error_block LINEAL_GUARDED_BY(mutex) = -1;

  void start(int count) LINEAL_REQUIRES(mutex) {
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

  void work() LINEAL_EXCLUDES(mutex) {
    uint64_t seen = 0;
    while (true) {
      poll([&] { return generation.load(std::memory_order_relaxed) != seen; });
      Job joined;
      if (!join(seen, joined)) return;
      drain(joined);
      leave();
    }
  }

  /// Waits for a job of another generation than `seen` and joins it; false when the pool is closed.
  bool join(uint64_t& seen, Job& joined) LINEAL_EXCLUDES(mutex) {
    const MutexLock lock(mutex);
    while (!stopping && !(open && generation != seen))
      wake.wait(mutex);
    if (stopping) return false;
    seen = generation;
    joined = job;
    ++active;
    return true;
  }

  void leave() LINEAL_EXCLUDES(mutex) {
    const MutexLock lock(mutex);
    if (--active == 0) idle.notify_one();
  }

  /// Takes blocks until there are none left.
  void drain(const Job& joined) LINEAL_EXCLUDES(mutex) {
    while (true) {
      const int64_t block = next.fetch_add(1, std::memory_order_relaxed);
      if (block >= joined.blocks) return;
      try {
        if (joined.interrupt != nullptr) joined.interrupt->check();
        (*joined.body)(block);
      } catch (...) {
        next.store(joined.blocks, std::memory_order_relaxed);
        const MutexLock lock(mutex);
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
  std::vector<std::thread> workers;
  {
    const MutexLock lock(state_->mutex);
    state_->stopping = true;
    workers.swap(state_->workers);
  }
  state_->wake.notify_all();
  for (std::thread& worker : workers)
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
  const State::Job job{.body = &body, .interrupt = interrupt_, .blocks = blocks};
  {
    const MutexLock lock(state.mutex);
    state.start(threads_ - 1);
    state.job = job;
    state.next.store(0, std::memory_order_relaxed);
    state.error = nullptr;
    state.open = true;
    ++state.generation;
  }
  state.wake.notify_all();
  state.drain(job);
  poll([&] { return state.active.load(std::memory_order_relaxed) == 0; });
  std::exception_ptr error;
  {
    const MutexLock lock(state.mutex);
    state.open = false;  // a worker that wakes up only now finds nothing to join
    while (state.active != 0)
      state.idle.wait(state.mutex);
    state.job = {};
    error = std::exchange(state.error, nullptr);
  }
  state.busy.store(false, std::memory_order_release);
  if (error) std::rethrow_exception(error);
}

}  // namespace lineal
