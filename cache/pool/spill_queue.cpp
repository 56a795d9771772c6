#include "cache/pool/spill_queue.h"

namespace lineal {

void SpillQueue::link_last(const Spillable& value) {
  value.previous_ = last_;
  value.next_ = nullptr;
  (last_ != nullptr ? last_->next_ : first_) = &value;
  last_ = &value;
  value.queued_ = true;
  ++length_;
}

void SpillQueue::unlink(const Spillable& value) {
  (value.previous_ != nullptr ? value.previous_->next_ : first_) = value.next_;
  (value.next_ != nullptr ? value.next_->previous_ : last_) = value.previous_;
  value.queued_ = false;
  --length_;
}

void SpillQueue::enter(const Spillable& value) {
  const MutexLock lock(mutex_);
  if (!value.queued_) link_last(value);
}

void SpillQueue::leave(const Spillable& value) {
  const MutexLock lock(mutex_);
  if (value.queued_) unlink(value);
}

bool SpillQueue::spill_one() {
  const Spillable* chosen = nullptr;
  {
    const MutexLock lock(mutex_);
    // Everybody is asked twice at most: once to lose the mark, once to go.
    for (int64_t asked = 2 * length_; asked > 0 && chosen == nullptr; --asked) {
      const Spillable* candidate = first_;
      unlink(*candidate);
      if (candidate->touched_.exchange(false, std::memory_order_relaxed) || !candidate->claim()) {
        link_last(*candidate);
      } else {
        chosen = candidate;
      }
    }
  }
  if (chosen == nullptr) return false;
  // The claim keeps the value alive: its destructor waits for it.
  if (chosen->spill()) return true;
  enter(*chosen);
  chosen->unclaim();
  return false;
}

SpillQueue& spill_queue() {
  static auto* const queue = new SpillQueue;  // never destroyed, as the pool
  return *queue;
}

}  // namespace lineal
