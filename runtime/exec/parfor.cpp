// parfor: iterations are handed out in order to workers and merged in order (contract C4).
#include <atomic>
#include <map>

#include <pthread.h>

#include "cache/pool/memory_pool.h"
#include "runtime/core/cat.h"
#include "runtime/core/mutex.h"
#include "runtime/exec/interpreter.h"
#include "runtime/exec/parfor_merge.h"
#include "runtime/exec/parfor_record.h"
#include "runtime/exec/progress_line.h"
#include "runtime/ops/declare/registry.h"

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

// Result matrices that a worker has to itself, with the cells that they had before the loop. An iteration would
// otherwise copy every result before its first write.
using PrivateResults = std::map<Slot, Value>;

}  // namespace

/// Runs one parfor statement. Workers share nothing but the dispenser of iterations and the merge under a lock.
class ParForRunner {
 public:
  ParForRunner(Interpreter& parent, const Block& block, Activation& outer, LoopRange range)
      : parent_(parent),
        block_(block),
        outer_(outer),
        initial_(with_whole_results(parent, block, outer)),
        range_(range),
        seeds_(static_cast<uint64_t>(SeedSource(parent.kernel_.seeds).draw())),
        merge_(
            block, initial_, parent.kernel_, [this](const OpDef& op, std::span<Value> in) { return execute(op, in); },
            parent.lineage_on()),
        progress_(parent.context_.config.progress && !parent.in_parfor_, range.count) {}

  void run() {
    auto& counters = parent_.context_.counters;
    ++counters.parfor_loops;
    counters.parfor_iterations += range_.count;
    begin();
    const int wanted = block_.options.workers > 0 ? block_.options.workers : parent_.context_.config.threads;
    const int64_t workers =
        parent_.in_parfor_ ? 1 : std::min<int64_t>({wanted, parent_.context_.config.threads, range_.count});
    if (workers <= 1) {
      work();
    } else {
      start(workers);
    }
    finish();
  }

 private:
  void begin() LINEAL_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    for (auto& [slot, merged] : merge_.results())
      outer_.values[slot.at()] = Value();  // the merged value alone may be updated in place
  }

  // Gives the results to the code around the loop, or puts back what was there and throws.
  void finish() LINEAL_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    progress_.wipe();
    // One draw, so that two loops in a row do not fork the same streams.
    if (drew_ || error_) parent_.kernel_.seeds.draw();
    if (error_) {
      for (auto& [slot, merged] : merge_.results())
        outer_.values[slot.at()] = initial_.values[slot.at()];
      throw Error(*error_);
    }
    for (auto& [slot, merged] : merge_.results()) {
      outer_.values[slot.at()] = std::move(merged.value);
      outer_.lineage[slot.at()] = std::move(merged.lineage);
    }
    if (parent_.record_) pass_on(*parent_.record_);
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
    PrivateResults results;
    for (;;) {
      const int64_t i = next_.fetch_add(1);
      if (i >= range_.count || i > failed_.load()) return;
      Finished finished = iterate(i, results);
      const MutexLock lock(mutex_);
      pending_.emplace(i, std::move(finished));
      merge();
    }
  }

  Finished iterate(int64_t i, PrivateResults& results) {
    Finished out;
    out.record = std::make_unique<ParForRecord>(block_);
    BufferedOutput output;
    SeedSource seeds = seeds_.fork(i);
    try {
      parent_.context_.interrupt.check();
      Interpreter worker(parent_.context_, output, seeds);
      worker.function_ = parent_.function_;
      worker.record_ = out.record.get();
      worker.in_parfor_ = true;
      worker.depth_ = parent_.depth_;
      Activation activation = initial_;
      for (auto& [slot, value] : results)
        activation.values[slot.at()] = std::move(value);
      results.clear();
      const size_t slot = block_.variable.at();
      activation.values[slot] = Value::integer(range_.at(i));
      if (worker.lineage_on()) activation.lineage[slot] = LineageNode::integer(range_.at(i));
      worker.run_blocks(block_.body, activation);
      out.record->finish(activation);
      keep_results(*out.record, activation, results, worker.kernel_);
    } catch (Error& error) {
      fail(i, out, error);
    } catch (const std::bad_alloc&) {
      Error error(ErrorKind::kResource, cat("out of memory; ", why_no_memory()), block_.where);
      fail(i, out, error);
    }
    if (seeds.drew()) drew_ = true;
    out.output = output.text();
    return out;
  }

  // Takes back the worker's own copies of the results and undoes what the iteration wrote there.
  void keep_results(const ParForRecord& record, Activation& last, PrivateResults& results, KernelContext& kernel) {
    for (const Slot slot : block_.results) {
      const size_t at = slot.at();
      const Value& before = initial_.values[at];
      if (!before.is_matrix() || before.as_matrix().is_sparse() || !record.is_partial(slot)) continue;
      results[slot] = std::move(last.values[at]);
    }
    last = {};
    for (auto kept = results.begin(); kept != results.end();) {
      const Pin before(initial_.values[kept->first.at()].as_matrix());
      const bool own = kept->second.unique_object() && kept->second.is_matrix() &&
                       !kept->second.as_matrix().is_sparse() && kept->second.as_matrix().rows() == before->rows() &&
                       kept->second.as_matrix().columns() == before->columns();
      if (!own) {
        kept = results.erase(kept);
        continue;
      }
      const Pin pin(kept->second.as_matrix());
      NewMatrix matrix = NewMatrix::take_for_writing(kept->second.as_matrix(), pin);
      for (const ParForRecord::Write& write : record.writes) {
        if (write.slot == kept->first) restore(write, *before, *matrix, kept->second, kernel);
      }
      ++kept;
    }
  }

  static void restore(const ParForRecord::Write& write, const MatrixBlock& before, MatrixBlock& matrix,
                      const Value& target, KernelContext& kernel) {
    std::vector<Value> in{target};
    in.insert(in.end(), write.arguments.begin(), write.arguments.end());
    const Rectangle part = write.op->written_part(KernelCall{.op = *write.op, .in = in, .out = {}, .context = kernel});
    for (int64_t r = part.row_begin; r < part.row_end; ++r)
      std::copy_n(before.row(r) + part.column_begin, part.columns(), matrix.row(r) + part.column_begin);
  }

  void fail(int64_t i, Finished& out, Error& error) {
    error.note(cat("in iteration ", range_.at(i), " of parfor"), block_.where);
    out.error = std::make_unique<Error>(error);
    int64_t lowest = failed_.load();
    while (i < lowest && !failed_.compare_exchange_weak(lowest, i)) {
    }
  }

  void merge() LINEAL_REQUIRES(mutex_) {
    for (auto found = pending_.find(merged_up_to_); found != pending_.end(); found = pending_.find(++merged_up_to_)) {
      Finished& finished = found->second;
      if (!error_) {
        if (!finished.output.empty()) {
          progress_.wipe();
          parent_.kernel_.output.write(finished.output);
        }
        if (finished.error) {
          error_ = std::move(finished.error);
        } else {
          try {
            apply(*finished.record, range_.at(found->first));
          } catch (Error& error) {
            fail(found->first, finished, error);
            error_ = std::move(finished.error);
          } catch (const std::bad_alloc&) {
            Error error(ErrorKind::kResource, cat("out of memory; ", why_no_memory()), block_.where);
            fail(found->first, finished, error);
            error_ = std::move(finished.error);
          }
        }
      }
      pending_.erase(found);
      progress_.show(merged_up_to_ + 1);
    }
  }

  void apply(ParForRecord& record, int64_t iteration) LINEAL_REQUIRES(mutex_) {
    std::vector<ParForRecord::Accumulation> sums;
    if (parent_.record_) sums.swap(record.accumulations);  // the outermost loop adds them all up
    merge_.apply(record, iteration, parent_.function_->slot_names);
    if (!parent_.record_) return;
    for (auto& each : sums)
      sums_.push_back(std::move(each));
    for (auto& each : record.writes)
      writes_.push_back(std::move(each));
    for (const auto& each : record.wholes)
      wholes_.push_back(each.slot);
  }

  // Tells the record of the iteration around this loop what the loop did.
  void pass_on(ParForRecord& record) LINEAL_REQUIRES(mutex_) {
    for (auto& each : sums_)
      record.accumulations.push_back(std::move(each));
    for (auto& each : writes_)
      record.wrote(std::move(each));
    for (const Slot slot : wholes_)
      record.replaced(slot);
    record.replaced(block_.variable);
  }

  // Results are read and written cell by cell; their copies are made here.
  static Activation& with_whole_results(Interpreter& parent, const Block& block, Activation& activation) {
    for (const Slot slot : block.results) {
      const size_t at = slot.at();
      if (at < activation.values.size()) parent.force(activation.values[at]);
    }
    return activation;
  }

  Value execute(const OpDef& op, std::span<Value> in) {
    Value out[1];
    for (Value& value : in)
      parent_.force(value);
    if (op.scalar && in.size() <= 4) {
      const Value* arguments[4];
      for (size_t i = 0; i < in.size(); ++i)
        arguments[i] = &in[i];
      if (op.scalar(arguments, out[0])) return std::move(out[0]);
    }
    KernelCall call{.op = op, .in = in, .out = out, .context = parent_.kernel_};
    parent_.execute_kernel(op, call);
    return std::move(out[0]);
  }

  Interpreter& parent_;
  const Block& block_;
  Activation& outer_;
  const Activation initial_;
  const LoopRange range_;
  SeedSource seeds_;

  std::atomic<int64_t> next_{0};
  std::atomic<int64_t> failed_{INT64_MAX};
  std::atomic<bool> drew_{false};
  Mutex mutex_;
  std::map<int64_t, Finished> pending_ LINEAL_GUARDED_BY(mutex_);
  int64_t merged_up_to_ LINEAL_GUARDED_BY(mutex_) = 0;
  ParForMerge merge_ LINEAL_GUARDED_BY(mutex_);
  ProgressLine progress_ LINEAL_GUARDED_BY(mutex_);
  std::vector<ParForRecord::Accumulation> sums_ LINEAL_GUARDED_BY(mutex_);
  std::vector<ParForRecord::Write> writes_ LINEAL_GUARDED_BY(mutex_);
  std::vector<Slot> wholes_ LINEAL_GUARDED_BY(mutex_);
  std::unique_ptr<Error> error_ LINEAL_GUARDED_BY(mutex_);
};

void Interpreter::run_parfor(const Block& block, Activation& activation) {
  run_code(block.code, activation);
  LoopRange range;
  try {
    range = loop_range(operand(block.code, block.from, activation), operand(block.code, block.to, activation),
                       block.increment.exists() ? &operand(block.code, block.increment, activation) : nullptr);
  } catch (Error& error) {
    throw error.at(block.where);
  }
  if (range.count == 0) return;
  ParForRunner(*this, block, activation, range).run();
  const size_t slot = block.variable.at();
  activation.values[slot] = Value::integer(range.at(range.count - 1));
  if (lineage_on()) activation.lineage[slot] = LineageNode::integer(range.at(range.count - 1));
}

}  // namespace lineal
