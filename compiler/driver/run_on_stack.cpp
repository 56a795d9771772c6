#include <exception>
#include <system_error>

#include <pthread.h>

#include "compiler/driver/session.h"
#include "runtime/core/cat.h"

namespace lineal {
namespace {

struct Job {
  const std::function<void()>* body;
  std::exception_ptr error;
};

void* run_job(void* argument) {
  Job& job = *static_cast<Job*>(argument);
  try {
    (*job.body)();
  } catch (...) {
    job.error = std::current_exception();
  }
  return nullptr;
}

}  // namespace

void run_on_stack(size_t stack_bytes, const std::function<void()>& body) {
  Job job{&body, nullptr};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack_bytes);
  pthread_t thread;
  const int failed = pthread_create(&thread, &attributes, run_job, &job);
  pthread_attr_destroy(&attributes);
  if (failed != 0) {
    throw Error(ErrorKind::kResource, cat("cannot start the thread that runs scripts, with a stack of ", stack_bytes,
                                          " bytes: ", std::generic_category().message(failed)));
  }
  pthread_join(thread, nullptr);
  if (job.error) std::rethrow_exception(job.error);
}

}  // namespace lineal
