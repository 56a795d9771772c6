// What clang's -Wthread-safety checks: which mutex guards a member, and which one a function needs. Other compilers see
// nothing. tests/arch/check_threads.py runs the check.
#pragma once

#ifdef __clang__
#define LINEAL_THREAD_ATTRIBUTE(attribute) __attribute__((attribute))
#else
#define LINEAL_THREAD_ATTRIBUTE(attribute)
#endif

/// Marks a class whose objects are locks, and one whose objects hold a lock while they live.
#define LINEAL_CAPABILITY(name) LINEAL_THREAD_ATTRIBUTE(capability(name))
#define LINEAL_SCOPED_CAPABILITY LINEAL_THREAD_ATTRIBUTE(scoped_lockable)

/// Marks a member that may be read and written only under `mutex`; one whose target, not itself, is guarded.
#define LINEAL_GUARDED_BY(mutex) LINEAL_THREAD_ATTRIBUTE(guarded_by(mutex))
#define LINEAL_PT_GUARDED_BY(mutex) LINEAL_THREAD_ATTRIBUTE(pt_guarded_by(mutex))

/// Marks a function that is called with the lock held; that is called without it; that takes it; that gives it back.
#define LINEAL_REQUIRES(...) LINEAL_THREAD_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define LINEAL_EXCLUDES(...) LINEAL_THREAD_ATTRIBUTE(locks_excluded(__VA_ARGS__))
#define LINEAL_ACQUIRE(...) LINEAL_THREAD_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define LINEAL_RELEASE(...) LINEAL_THREAD_ATTRIBUTE(release_capability(__VA_ARGS__))

/// Marks a function that the analysis cannot follow. Say why where it stands.
#define LINEAL_UNCHECKED_LOCKING LINEAL_THREAD_ATTRIBUTE(no_thread_safety_analysis)
