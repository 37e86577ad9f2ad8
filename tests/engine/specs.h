// tests/engine/specs.h
//
// The kinds of fastText models every scorer must agree on.
#ifndef TASNIF_TESTS_ENGINE_SPECS_H_
#define TASNIF_TESTS_ENGINE_SPECS_H_

#include <vector>

#include "tests/engine/oracle.h"

namespace tasnif {

// Every loss, n-gram length, sub-words, quantised and pruned models; more and fewer labels than
// dimensions. Trains in well under a second each.
std::vector<OracleSpec> AllSpecs();

}  // namespace tasnif

#endif  // TASNIF_TESTS_ENGINE_SPECS_H_
