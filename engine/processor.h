// engine/processor.h
//
// What the processor at hand can do, for kernels that come in several variants.
//
//   if (HasAvx2()) return AddRowsAvx2(…);     // with TASNIF_AVX2 before its definition
//   AddRowsPortably(…);
//
// For engine/, and for bench/ to say what ran. Variants carry their instruction set in an
// attribute, so that no file needs compiler flags of its own and the program runs on any x86-64 or
// ARM processor. There is no AVX-512 variant: rows are a few vectors long, and none of our machines
// could test it.
//
// Threads: pure functions.
#ifndef TASNIF_ENGINE_PROCESSOR_H_
#define TASNIF_ENGINE_PROCESSOR_H_

namespace tasnif {

#if defined(__x86_64__)
#define TASNIF_AVX2 __attribute__((target("avx2,fma,f16c")))
#endif

// AVX2, FMA and F16C together, as every processor with AVX2 has them. Remembered after the first
// call: in a virtual machine the question takes longer than a document.
bool HasAvx2();

// Whether the instruction for CRC-32C is there (SSE4.2); remembered too.
bool HasCrc32c();

}  // namespace tasnif

#endif  // TASNIF_ENGINE_PROCESSOR_H_
