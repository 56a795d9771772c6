// Ctrl-C as a request to the session that runs.
#pragma once

#include <csignal>

#include "compiler/driver/session.h"

namespace lineal {

/// Whether SIGINT came since the last call.
bool take_interrupt();

/// While it lives, SIGINT interrupts `session` instead of ending the program. One at a time.
class InterruptSignal {
 public:
  /// Whether a second Ctrl-C ends the program: wanted for scripts, not at the prompt.
  enum class Repeat : uint8_t { kKills, kInterrupts };
  InterruptSignal(Session& session, Repeat repeat);
  ~InterruptSignal();
  InterruptSignal(const InterruptSignal&) = delete;
  InterruptSignal& operator=(const InterruptSignal&) = delete;

 private:
  struct sigaction before_ = {};
};

}  // namespace lineal
