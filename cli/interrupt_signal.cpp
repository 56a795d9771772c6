#include "cli/interrupt_signal.h"

#include <atomic>

namespace lineal {
namespace {

// A signal handler has no other way to its object.
std::atomic<Session*> interrupted_session{nullptr};
std::atomic<bool> interrupt_came{false};

void on_interrupt(int) {
  interrupt_came.store(true);
  if (Session* session = interrupted_session.load()) session->interrupt();
}

}  // namespace

bool take_interrupt() {
  return interrupt_came.exchange(false);
}

InterruptSignal::InterruptSignal(Session& session, Repeat repeat) {
  interrupted_session.store(&session);
  struct sigaction action = {};
  action.sa_handler = on_interrupt;
  sigemptyset(&action.sa_mask);
  action.sa_flags = repeat == Repeat::kKills ? static_cast<int>(SA_RESETHAND | SA_RESTART) : SA_RESTART;
  sigaction(SIGINT, &action, &before_);
}

InterruptSignal::~InterruptSignal() {
  sigaction(SIGINT, &before_, nullptr);
  interrupted_session.store(nullptr);
}

}  // namespace lineal
