// Runs a test body on a thread whose stack is as small as a user may set it (contract C6).
#pragma once

#include <functional>

#include <catch2/catch.hpp>
#include <pthread.h>

namespace lineal {

/// Runs `body` under a 256 KiB stack and waits for it. Checks inside it would not be thread-safe: it returns what to
/// check.
inline bool with_small_stack(std::function<bool()> body) {
  struct Call {
    std::function<bool()> body;
    bool result = false;
  } call{std::move(body)};
  pthread_attr_t attributes;
  REQUIRE(pthread_attr_init(&attributes) == 0);
  REQUIRE(pthread_attr_setstacksize(&attributes, 256 << 10) == 0);
  pthread_t thread;
  const auto run = [](void* argument) -> void* {
    Call* mine = static_cast<Call*>(argument);
    mine->result = mine->body();
    return nullptr;
  };
  REQUIRE(pthread_create(&thread, &attributes, run, &call) == 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  return call.result;
}

}  // namespace lineal
