// bench/timing.h
//
// Clocks for measuring, and the number that stands for several rounds.
//
//   const double start = ThreadSeconds();
//   Work();
//   seconds.push_back(ThreadSeconds() - start);
//   Median(seconds);
//
// Threads: pure but for the clocks.
#ifndef TASNIF_BENCH_TIMING_H_
#define TASNIF_BENCH_TIMING_H_

#include <vector>

namespace tasnif {

// Processor time that the calling thread has used, in seconds: what other programs take away from
// the machine meanwhile does not count, what they take from its caches does.
double ThreadSeconds();

// Time on the wall, in seconds since some fixed moment; for what waits for a disk.
double WallSeconds();

// The middle value; the mean of the two middle ones of an even number. 0 of none.
double Median(std::vector<double> values);

}  // namespace tasnif

#endif  // TASNIF_BENCH_TIMING_H_
