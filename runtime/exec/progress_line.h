// The line that says how far a long parfor is.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>

namespace lineal {

/// Shows itself on stderr after a second and at most five times a second; wiped when the loop ends. The caller makes
/// sure that stderr is a terminal and that calls do not overlap.
class ProgressLine {
 public:
  ProgressLine(bool wanted, int64_t total) : wanted_(wanted), total_(total) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() { wipe(); }

  void show(int64_t done) {
    if (!wanted_) return;
    const auto now = Clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(200);
    shown_ = true;
    std::fprintf(stderr, "\r\x1b[Kparfor: %lld of %lld iterations", static_cast<long long>(done),
                 static_cast<long long>(total_));
    std::fflush(stderr);
  }

  /// Makes room for output of the script.
  void wipe() {
    if (!shown_) return;
    shown_ = false;
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
  }

 private:
  using Clock = std::chrono::steady_clock;

  const bool wanted_;
  const int64_t total_;
  Clock::time_point next_ = Clock::now() + std::chrono::seconds(1);
  bool shown_ = false;
};

}  // namespace lineal
