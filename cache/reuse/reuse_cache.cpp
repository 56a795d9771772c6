#include "cache/reuse/reuse_cache.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <new>
#include <thread>
#include <unordered_map>
#include <utility>

#include "cache/reuse/object_charges.h"
#include "runtime/core/error.h"
#include "runtime/core/mutex.h"

namespace lineal {
namespace {

// Map, queue and result records of an entry, so that scalars do not come free.
constexpr int64_t kEntryBytes = 384;
// A result of this size that took less than this for each of its bytes is kept when it comes a third time: fresh memory
// for it costs about as much as computing it, and most such results come once or twice.
constexpr int64_t kLargeBytes = int64_t{1} << 20;
constexpr double kWorthPerByte = 2;  // nanoseconds
constexpr int kSights = 3;
// Cheap results share this much, or an eighth of a smaller cache. Those that nobody asked for yet give way, the oldest
// first, and their buffers are the next result's: most such results are asked for soon or never.
constexpr int64_t kCheapBytes = int64_t{48} << 20;
constexpr size_t kMostSeen = 1 << 16;
// How long a waiter sleeps before it looks for Ctrl-C.
constexpr auto kPoll = std::chrono::milliseconds(50);

/// Where the threads that want one key meet its producer. They share it, because the entry may be evicted, or never
/// kept, before they wake. Guarded by the mutex of the cache, like the entries.
struct Meeting {
  Condition changed;
  std::shared_ptr<const CachedResult> result;  // set when the producer has put
  bool orphaned = false;                       // the producer is gone; the next who looks takes over
  int waiters = 0;
};

struct Entry {
  std::shared_ptr<const CachedResult> result;  // null while being produced
  std::thread::id producer;
  std::shared_ptr<Meeting> meeting;  // only while someone waits
  std::vector<ObjectWeight> weights;
  int64_t bytes = 0;  // of the result alone, shared or not
  int64_t nanoseconds = 0;
  int64_t hits = 0;
  uint64_t age = 0;  // counts up
  bool cheap = false;
  bool unproven = false;  // cheap, and neither asked for yet nor put before

  /// Whether nobody else holds what it holds, so that dropping it frees its bytes.
  bool frees_all() const {
    return result.use_count() == 1 && std::all_of(weights.begin(), weights.end(),
                                                  [](const ObjectWeight& weight) { return weight.object->unique(); });
  }

  /// Time saved per byte, if the past tells the future.
  double score() const {
    return static_cast<double>(1 + hits) * static_cast<double>(nanoseconds) / static_cast<double>(bytes);
  }
};

using Entries = std::unordered_map<Key, Entry, KeyHash>;

/// A place in the order of eviction. `score` may be out of date, but only too low: hits raise it.
struct Candidate {
  double score;
  uint64_t age;  // counts up
  Entries::value_type* entry;
};

/// For a heap with the lowest score, then the oldest, on top.
bool leaves_later(const Candidate& a, const Candidate& b) {
  return a.score != b.score ? a.score > b.score : a.age > b.age;
}

bool is_cheap(int64_t bytes, int64_t nanoseconds) {
  return static_cast<double>(nanoseconds) < kWorthPerByte * static_cast<double>(bytes);
}

void count(Counters::Counter& counter, int64_t by = 1) {
  counter.fetch_add(by, std::memory_order_relaxed);
}

}  // namespace

/// `mutex` is never held while a kernel or a destructor of a value runs.
///
/// Nobody waits for ever. A thread that computes one value may wait for another, so waits form chains. The keys of pure
/// functions and operators form a DAG, but a thread may also hold tickets of values that have nothing to do with what
/// it computes now (it works on another iteration while it waits for its own), and a recursion without end asks for
/// what it is computing. So the chain is followed before each wait: from a key to its producer, to the key that this
/// thread waits for, and so on. If it ends at the asking thread, that thread computes without a ticket instead of
/// waiting. Only a thread that begins to wait can close a cycle, and it looks under the lock, so there never is one. A
/// producer that fails, or drops its ticket for whatever reason, passes it on to exactly one waiter.
struct ReuseCache::State {
  State(int64_t bytes, Counters& counted) : budget(bytes), counters(counted) {}

  const int64_t budget;
  Counters& counters;
  mutable Mutex mutex;
  Entries entries LINEAL_GUARDED_BY(mutex);
  // A heap; one for each entry that has a result.
  std::vector<Candidate> candidates LINEAL_GUARDED_BY(mutex);
  // Unproven entries, oldest first, and others that were: an entry of that key and age may be gone, or proven.
  std::deque<std::pair<Key, uint64_t>> unproven LINEAL_GUARDED_BY(mutex);
  int64_t unproven_bytes LINEAL_GUARDED_BY(mutex) = 0;
  int64_t proven_bytes LINEAL_GUARDED_BY(mutex) = 0;  // of cheap entries that are not unproven
  ObjectCharges charges LINEAL_GUARDED_BY(mutex);
  int64_t ready LINEAL_GUARDED_BY(mutex) = 0;  // entries that have a result
  uint64_t next_age LINEAL_GUARDED_BY(mutex) = 0;
  // How often large and cheap results came that are not kept yet.
  std::unordered_map<Key, int, KeyHash> seen LINEAL_GUARDED_BY(mutex);
  // What each waiting thread waits for.
  std::unordered_map<std::thread::id, Key> waiting LINEAL_GUARDED_BY(mutex);

  int64_t charged() const LINEAL_REQUIRES(mutex) { return charges.bytes() + ready * kEntryBytes; }

  bool wait_would_close_cycle(Key key) const LINEAL_REQUIRES(mutex) {
    const std::thread::id self = std::this_thread::get_id();
    for (;;) {
      const auto entry = entries.find(key);
      // A key without a producer, or with one that is at work, is the end of the chain.
      if (entry == entries.end() || entry->second.result) return false;
      if (entry->second.meeting && entry->second.meeting->orphaned) return false;
      if (entry->second.producer == self) return true;
      const auto next = waiting.find(entry->second.producer);
      if (next == waiting.end()) return false;
      key = next->second;
    }
  }

  /// Waits for the producer of `entry`. Returns its result, or null after the caller became the producer.
  std::shared_ptr<const CachedResult> wait(Entries::iterator entry, const Interrupt& interrupt) LINEAL_REQUIRES(mutex) {
    const Key key = entry->first;
    if (!entry->second.meeting) entry->second.meeting = std::make_shared<Meeting>();
    const std::shared_ptr<Meeting> meeting = entry->second.meeting;
    const auto self = waiting.emplace(std::this_thread::get_id(), key).first;
    count(counters.waits);
    ++meeting->waiters;
    while (!meeting->result && !meeting->orphaned && !interrupt.requested())
      meeting->changed.wait_for(mutex, kPoll);
    --meeting->waiters;
    waiting.erase(self);
    if (meeting->result) return meeting->result;
    if (!meeting->orphaned) {
      interrupt.check();
      // The request was withdrawn in between; nothing forbids to compute, but the key belongs to another.
      throw Error(ErrorKind::kInterrupted, "interrupted");
    }
    // Orphaned: the entry is still there, since only its next producer may remove it.
    if (interrupt.requested()) {
      leave_orphan(key, *meeting);
      interrupt.check();
    }
    adopt(entries.find(key)->second);
    count(counters.takeovers);
    return nullptr;
  }

  static void adopt(Entry& entry) {
    entry.meeting->orphaned = false;
    entry.producer = std::this_thread::get_id();
  }

  /// Hands an entry without a producer to one waiter, or forgets it when there is none.
  void leave_orphan(Key key, Meeting& meeting) LINEAL_REQUIRES(mutex) {
    if (meeting.waiters > 0) {
      meeting.changed.notify_one();
    } else {
      entries.erase(key);
    }
  }

  void push(Candidate candidate) LINEAL_REQUIRES(mutex) {
    candidates.push_back(candidate);
    std::push_heap(candidates.begin(), candidates.end(), leaves_later);
  }

  Candidate pop() LINEAL_REQUIRES(mutex) {
    std::pop_heap(candidates.begin(), candidates.end(), leaves_later);
    const Candidate candidate = candidates.back();
    candidates.pop_back();
    return candidate;
  }

  /// Turns an entry into a ready one. When it throws std::bad_alloc nothing has changed.
  void keep(Entries::value_type& item, const std::shared_ptr<const CachedResult>& result,
            std::vector<ObjectWeight>& weights, int64_t bytes, int64_t nanoseconds) LINEAL_REQUIRES(mutex) {
    if (candidates.size() == candidates.capacity()) candidates.reserve(2 * candidates.size() + 16);
    const bool cheap = is_cheap(bytes, nanoseconds);
    const bool first = cheap && !came_before(item.first);
    if (first) unproven.emplace_back(item.first, next_age);  // passed over if there is no such entry in the end
    charges.add(weights);
    Entry& entry = item.second;
    entry.result = result;
    entry.producer = {};
    entry.meeting.reset();
    entry.weights = std::move(weights);
    entry.bytes = bytes;
    entry.nanoseconds = std::max<int64_t>(nanoseconds, 1);
    entry.age = next_age++;
    entry.cheap = cheap;
    entry.unproven = first;
    ++ready;
    if (cheap) (first ? unproven_bytes : proven_bytes) += bytes;
    if (!first) push({entry.score(), entry.age, &item});
  }

  /// An unproven entry was asked for: it stands in the order of eviction from now on.
  void prove(Entries::value_type& item) LINEAL_REQUIRES(mutex) {
    push({item.second.score(), item.second.age, &item});
    item.second.unproven = false;
    unproven_bytes -= item.second.bytes;
    proven_bytes += item.second.bytes;
  }

  /// The oldest unproven entry; none if there is none.
  Entries::iterator oldest_unproven() LINEAL_REQUIRES(mutex) {
    for (; !unproven.empty(); unproven.pop_front()) {
      const auto found = entries.find(unproven.front().first);
      if (found != entries.end() && found->second.unproven && found->second.age == unproven.front().second) {
        return found;
      }
    }
    return entries.end();
  }

  std::shared_ptr<const CachedResult> evict(Entries::iterator found) LINEAL_REQUIRES(mutex) {
    std::shared_ptr<const CachedResult> result = std::move(found->second.result);
    if (found->second.cheap) (found->second.unproven ? unproven_bytes : proven_bytes) -= found->second.bytes;
    charges.remove(found->second.weights);
    --ready;
    entries.erase(found);
    count(counters.evictions);
    return result;
  }

  /// Brings the one that leaves next to the top.
  void settle() LINEAL_REQUIRES(mutex) {
    for (double now = candidates.front().entry->second.score(); now > candidates.front().score;
         now = candidates.front().entry->second.score()) {
      // Each hit causes at most one such round.
      Candidate candidate = pop();
      candidate.score = now;
      push(candidate);
    }
  }

  std::shared_ptr<const CachedResult> evict_one() LINEAL_REQUIRES(mutex) {
    const auto oldest = oldest_unproven();
    if (oldest != entries.end()) return evict(oldest);
    settle();
    return evict(entries.find(pop().entry->first));
  }

  /// What has to go until the cache is within its limits, to be destroyed without the lock.
  std::vector<std::shared_ptr<const CachedResult>> overflow() LINEAL_REQUIRES(mutex) {
    const int64_t share = std::min(kCheapBytes, budget / 8);
    const int64_t most_unproven = std::max(share - proven_bytes, share / 4);
    std::vector<std::shared_ptr<const CachedResult>> dropped;
    while (charged() > budget || unproven_bytes > most_unproven) {
      std::shared_ptr<const CachedResult> evicted = evict_one();
      try {
        dropped.push_back(std::move(evicted));
      } catch (const std::bad_alloc&) {
        // Without memory to remember it, it is released here and now.
      }
    }
    return dropped;
  }

  void put(Key key, std::shared_ptr<const CachedResult> result, int64_t nanoseconds) LINEAL_EXCLUDES(mutex) {
    std::vector<ObjectWeight> weights = weigh(result->values);
    int64_t bytes = kEntryBytes;
    for (const ObjectWeight& weight : weights)
      bytes += weight.bytes;
    std::vector<std::shared_ptr<const CachedResult>> dropped;  // destroyed after the lock
    const MutexLock lock(mutex);
    const auto found = entries.find(key);
    if (const std::shared_ptr<Meeting>& meeting = found->second.meeting) {
      meeting->result = result;
      meeting->changed.notify_all();
    }
    if (bytes > budget) {
      count(counters.refused);
      entries.erase(found);
      return;
    }
    if (bytes >= kLargeBytes && is_cheap(bytes, nanoseconds) && !came_often(key)) {
      count(counters.postponed);
      entries.erase(found);
      return;
    }
    count(counters.puts);
    try {
      keep(*found, result, weights, bytes, nanoseconds);
    } catch (const std::bad_alloc&) {
      entries.erase(found);
      return;
    }
    dropped = overflow();
  }

  /// Counts how often the key came; true from the third time on.
  bool came_often(Key key) LINEAL_REQUIRES(mutex) { return ++sights(key) >= kSights; }
  /// Counts that the key came; true from the second time on.
  bool came_before(Key key) LINEAL_REQUIRES(mutex) { return ++sights(key) > 1; }
  int& sights(Key key) LINEAL_REQUIRES(mutex) {
    if (seen.size() >= kMostSeen) seen.clear();
    return seen[key];
  }

  void abandon(Key key) LINEAL_EXCLUDES(mutex) {
    const MutexLock lock(mutex);
    const auto found = entries.find(key);
    if (const std::shared_ptr<Meeting> meeting = found->second.meeting) {
      meeting->orphaned = true;
      leave_orphan(key, *meeting);
    } else {
      entries.erase(found);
    }
  }
};

ReuseCache::ReuseCache(int64_t budget_bytes, Counters& counters)
    : state_(std::make_unique<State>(std::max<int64_t>(budget_bytes, 0), counters)) {}

ReuseCache::~ReuseCache() = default;

ReuseCache::Probe ReuseCache::probe(Key identity, const Interrupt& interrupt) {
  State& state = *state_;
  Probe answer;
  if (state.budget == 0) return answer;
  count(state.counters.probes);
  {
    const MutexLock lock(state.mutex);
    const auto [found, is_new] = state.entries.try_emplace(identity);
    Entry& entry = found->second;
    if (is_new) {
      entry.producer = std::this_thread::get_id();
      answer.ticket = Ticket(*this, identity);
    } else if (entry.result) {
      ++entry.hits;
      if (entry.unproven) state.prove(*found);
      answer.hit = entry.result;
      count(state.counters.saved_nanoseconds, entry.nanoseconds);
    } else if (entry.meeting && entry.meeting->orphaned) {
      State::adopt(entry);
      answer.ticket = Ticket(*this, identity);
    } else if (!state.wait_would_close_cycle(identity)) {
      answer.hit = state.wait(found, interrupt);
      if (!answer.hit) answer.ticket = Ticket(*this, identity);
    }
  }
  count(answer.hit ? state.counters.hits : state.counters.misses);
  return answer;
}

void ReuseCache::clear() {
  std::vector<std::shared_ptr<const CachedResult>> dropped;
  const MutexLock lock(state_->mutex);
  dropped.reserve(state_->candidates.size());
  for (const Candidate& candidate : state_->candidates) {
    Entry& entry = candidate.entry->second;
    dropped.push_back(std::move(entry.result));
    state_->charges.remove(entry.weights);
    state_->entries.erase(Key(candidate.entry->first));
  }
  for (auto oldest = state_->oldest_unproven(); oldest != state_->entries.end(); oldest = state_->oldest_unproven())
    dropped.push_back(state_->evict(oldest));
  state_->candidates.clear();
  state_->proven_bytes = 0;
  state_->ready = 0;
}

void ReuseCache::release_memory(int64_t bytes) {
  std::vector<std::shared_ptr<const CachedResult>> dropped;  // destroyed after the lock
  State& state = *state_;
  const MutexLock lock(state.mutex);
  std::vector<Candidate> staying;
  try {
    // Not halfway: a candidate that is lost would never leave.
    dropped.reserve(static_cast<size_t>(state.ready));
    staying.reserve(state.candidates.size());
  } catch (const std::bad_alloc&) {
    return;
  }
  for (auto oldest = state.oldest_unproven(); bytes > 0 && oldest != state.entries.end();
       oldest = state.oldest_unproven()) {
    if (oldest->second.frees_all()) bytes -= oldest->second.bytes;
    dropped.push_back(state.evict(oldest));
  }
  while (bytes > 0 && !state.candidates.empty()) {
    state.settle();
    const Entry& entry = state.candidates.front().entry->second;
    if (!entry.frees_all()) {
      staying.push_back(state.pop());
      continue;
    }
    bytes -= entry.bytes;
    dropped.push_back(state.evict_one());
  }
  for (const Candidate& candidate : staying)
    state.push(candidate);
}

int64_t ReuseCache::bytes() const {
  const MutexLock lock(state_->mutex);
  return state_->charged();
}

int64_t ReuseCache::entries() const {
  const MutexLock lock(state_->mutex);
  return state_->ready;
}

int64_t ReuseCache::budget() const {
  return state_->budget;
}

ReuseCache::Ticket::Ticket(ReuseCache& cache, Key key) : cache_(&cache), key_(key) {}

ReuseCache::Ticket::Ticket(Ticket&& other) noexcept : cache_(std::exchange(other.cache_, nullptr)), key_(other.key_) {}

ReuseCache::Ticket& ReuseCache::Ticket::operator=(Ticket&& other) noexcept {
  Ticket mine(std::move(*this));  // dropped on return, as it would be without the assignment
  cache_ = std::exchange(other.cache_, nullptr);
  key_ = other.key_;
  return *this;
}

ReuseCache::Ticket::~Ticket() {
  if (cache_) cache_->state_->abandon(key_);
}

void ReuseCache::Ticket::put(std::shared_ptr<const CachedResult> result, int64_t nanoseconds) {
  LINEAL_CHECK(cache_ && result, "reuse cache: put needs a ticket and a result");
  cache_->state_->put(key_, std::move(result), nanoseconds);
  cache_ = nullptr;
}

}  // namespace lineal
