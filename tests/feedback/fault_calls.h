// tests/feedback/fault_calls.h
//
// Ends this process with SIGKILL at the n-th system call by which SQLite changes a file, so that a
// loop over n visits every place where a kill can hit.
//
//   KillAt(n);                                   // in a child
//   store->Add(correction);
//
// A write that is hit has written half of its bytes. The shared memory of the write-ahead log is
// mapped and changed without calls; SQLite makes it anew after a crash.
// Threads: for programs of one thread. Source: sqlite.org/c3ref/vfs.html, xSetSystemCall.
#ifndef TASNIF_TESTS_FEEDBACK_FAULT_CALLS_H_
#define TASNIF_TESTS_FEEDBACK_FAULT_CALLS_H_

namespace tasnif {

// number: from 0. To be called once, before the database is opened.
void KillAt(int number);

}  // namespace tasnif

#endif  // TASNIF_TESTS_FEEDBACK_FAULT_CALLS_H_
