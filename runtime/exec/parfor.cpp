// parfor: iterations are handed out in order to workers and merged in order (contract C4).
#include <atomic>
#include <map>
#include <mutex>

#include <pthread.h>

#include "runtime/core/cat.h"
#include "runtime/exec/interpreter.h"
#include "runtime/exec/parfor_record.h"
#include "runtime/ops/registry.h"

namespace lineal {
namespace {

class BufferedOutput final : public Output {
 public:
  void write(std::string_view text) override { text_ += text; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

struct Finished {
  std::unique_ptr<ParForRecord> record;
  std::string output;
  std::unique_ptr<Error> error;
};

}  // namespace

/// Runs one parfor statement. Workers share nothing but the dispenser of iterations and the merge under a lock.
class ParForRunner {
 public:
  ParForRunner(Interpreter& parent, const Block& block, Activation& outer, LoopRange range)
      : parent_(parent), block_(block), outer_(outer), initial_(outer), range_(range), seeds_(0) {
    // One draw, so that two loops in a row do not fork the same streams.
    seeds_ = SeedSource(static_cast<uint64_t>(parent.kernel_.seeds.draw()));
  }

  void run() {
    auto& statistics = parent_.context_.statistics;
    ++statistics.parfor_loops;
    statistics.parfor_iterations += range_.count;
    for (const int32_t slot : block_.results)
      initial_slot(slot);
    for (const int32_t slot : block_.accumulators)
      initial_slot(slot);
    const int wanted = block_.options.workers > 0 ? block_.options.workers : parent_.context_.config.threads;
    const int64_t workers =
        parent_.record_ ? 1 : std::min<int64_t>({wanted, parent_.context_.config.threads, range_.count});
    if (workers <= 1) {
      work();
    } else {
      start(workers);
    }
    if (error_) {
      for (auto& [slot, merged] : merged_)
        outer_.values[static_cast<size_t>(slot)] = initial_.values[static_cast<size_t>(slot)];
      throw Error(*error_);
    }
    for (auto& [slot, merged] : merged_) {
      outer_.values[static_cast<size_t>(slot)] = std::move(merged.value);
      outer_.lineage[static_cast<size_t>(slot)] = std::move(merged.lineage);
    }
    if (parent_.record_) {
      for (auto& each : passed_on_)
        parent_.record_->accumulations.push_back(std::move(each));
      for (auto& each : writes_passed_on_)
        parent_.record_->writes.push_back(std::move(each));
    }
  }

 private:
  struct Merged {
    Value value;
    LineageRef lineage;
  };

  void initial_slot(int32_t slot) {
    const auto at = static_cast<size_t>(slot);
    if (at < outer_.values.size()) merged_[slot] = {outer_.values[at], outer_.lineage[at]};
    outer_.values[at] = Value();  // the merged value alone may be updated in place
  }

  static void* start_worker(void* runner) {
    static_cast<ParForRunner*>(runner)->work();
    return nullptr;
  }

  void start(int64_t workers) {
    std::vector<pthread_t> threads;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, kWorkerStack);
    for (int64_t i = 1; i < workers; ++i) {
      pthread_t thread;
      if (pthread_create(&thread, &attributes, start_worker, this) != 0) break;  // fewer workers do as well
      threads.push_back(thread);
    }
    pthread_attr_destroy(&attributes);
    work();
    for (const pthread_t thread : threads)
      pthread_join(thread, nullptr);
  }

  void work() {
    for (;;) {
      const int64_t i = next_.fetch_add(1);
      if (i >= range_.count || i > failed_.load()) return;
      Finished finished = iterate(i);
      const std::lock_guard lock(mutex_);
      pending_.emplace(i, std::move(finished));
      merge();
    }
  }

  Finished iterate(int64_t i) {
    Finished out;
    out.record = std::make_unique<ParForRecord>(block_, initial_);
    BufferedOutput output;
    SeedSource seeds = seeds_.fork(i);
    try {
      parent_.context_.interrupt.check();
      Interpreter worker(parent_.context_, output, seeds);
      worker.function_ = parent_.function_;
      worker.record_ = out.record.get();
      worker.depth_ = parent_.depth_;
      Activation activation = initial_;
      const auto slot = static_cast<size_t>(block_.variable);
      activation.values[slot] = Value::integer(range_.at(i));
      if (worker.lineage_on()) activation.lineage[slot] = LineageNode::integer(range_.at(i));
      worker.run_blocks(block_.body, activation);
      out.record->finish(activation);
    } catch (Error& error) {
      fail(i, out, error);
    } catch (const std::bad_alloc&) {
      Error error(ErrorKind::kResource, "out of memory", block_.where);
      fail(i, out, error);
    }
    out.output = output.text();
    return out;
  }

  void fail(int64_t i, Finished& out, Error& error) {
    error.note(cat("in iteration ", range_.at(i), " of parfor"), block_.where);
    out.error = std::make_unique<Error>(error);
    int64_t lowest = failed_.load();
    while (i < lowest && !failed_.compare_exchange_weak(lowest, i)) {
    }
  }

  void merge() {
    for (auto found = pending_.find(merged_up_to_); found != pending_.end(); found = pending_.find(++merged_up_to_)) {
      Finished& finished = found->second;
      if (!error_) {
        if (!finished.output.empty()) parent_.kernel_.output.write(finished.output);
        if (finished.error) {
          error_ = std::move(finished.error);
        } else {
          try {
            apply(*finished.record);
          } catch (Error& error) {
            fail(found->first, finished, error);
            error_ = std::move(finished.error);
          }
        }
      }
      pending_.erase(found);
    }
  }

  void apply(ParForRecord& record) {
    for (ParForRecord::Write& write : record.writes) {
      Merged& merged = merged_[write.slot];
      if (parent_.record_) writes_passed_on_.push_back(write);
      std::vector<Value> in;
      in.push_back(std::move(merged.value));
      for (Value& each : write.arguments)
        in.push_back(std::move(each));
      std::vector<const LineageNode*> nodes{merged.lineage.get()};
      for (const LineageRef& each : write.lineage)
        nodes.push_back(each.get());
      merged.value = compute(*write.op, in);
      if (parent_.lineage_on()) merged.lineage = LineageNode::operation(write.op->symbol, nodes);
    }
    for (ParForRecord::Whole& whole : record.wholes)
      merged_[whole.slot] = {std::move(whole.value), std::move(whole.lineage)};
    for (ParForRecord::Accumulation& each : record.accumulations) {
      if (parent_.record_) {
        passed_on_.push_back(std::move(each));
        continue;
      }
      Merged& merged = merged_[each.slot];
      if (merged.value.empty()) {
        throw Error(ErrorKind::kRuntime, cat("variable '", name_of(each.slot), "' has no value to add to"),
                    block_.where);
      }
      const LineageNode* nodes[] = {merged.lineage.get(), each.lineage.get()};
      std::vector<Value> in{std::move(merged.value), std::move(each.value)};
      const OpDef& plus = *operators().overloads("+").front();
      merged.value = compute(plus, in);
      if (parent_.lineage_on()) merged.lineage = LineageNode::operation(plus.symbol, nodes);
    }
  }

  Value compute(const OpDef& op, std::vector<Value>& in) {
    Value out[1];
    if (op.scalar && in.size() <= 4) {
      const Value* arguments[4];
      for (size_t i = 0; i < in.size(); ++i)
        arguments[i] = &in[i];
      if (op.scalar(arguments, out[0])) return out[0];
    }
    KernelCall call{.op = op, .in = in, .out = out, .context = parent_.kernel_};
    parent_.execute_kernel(op, call);
    return std::move(out[0]);
  }

  std::string name_of(int32_t slot) const {
    const auto at = static_cast<size_t>(slot);
    const auto& names = parent_.function_->slot_names;
    return at < names.size() ? names[at] : "?";
  }

  Interpreter& parent_;
  const Block& block_;
  Activation& outer_;
  const Activation initial_;
  const LoopRange range_;
  SeedSource seeds_;

  std::atomic<int64_t> next_{0};
  std::atomic<int64_t> failed_{INT64_MAX};
  std::mutex mutex_;  // guards everything below
  std::map<int64_t, Finished> pending_;
  int64_t merged_up_to_ = 0;
  std::map<int32_t, Merged> merged_;
  std::vector<ParForRecord::Accumulation> passed_on_;
  std::vector<ParForRecord::Write> writes_passed_on_;
  std::unique_ptr<Error> error_;
};

void Interpreter::run_parfor(const Block& block, Activation& activation) {
  run_code(block.code, activation);
  LoopRange range;
  try {
    range = loop_range(operand(block.code, block.from, activation), operand(block.code, block.to, activation),
                       block.increment != kNoOperand ? &operand(block.code, block.increment, activation) : nullptr,
                       block.is_seq);
  } catch (Error& error) {
    throw error.at(block.where);
  }
  if (range.count == 0) return;
  ParForRunner(*this, block, activation, range).run();
  const auto slot = static_cast<size_t>(block.variable);
  activation.values[slot] = Value::integer(range.at(range.count - 1));
  if (lineage_on()) activation.lineage[slot] = LineageNode::integer(range.at(range.count - 1));
}

}  // namespace lineal
