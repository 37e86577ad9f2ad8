// cli/output.h
//
// Where results go: standard output or a file, with every error of writing seen; compressed where
// the name of the file says so.
//
//   TASNIF_ASSIGN_OR_RETURN(auto output, Output::Open(path));
//   TASNIF_RETURN_IF_ERROR(output->Write("line\n"));
//   TASNIF_RETURN_IF_ERROR(output->Close());
#ifndef TASNIF_CLI_OUTPUT_H_
#define TASNIF_CLI_OUTPUT_H_

#include "base/byte_sink.h"

namespace tasnif {

using Output = ByteSink;

}  // namespace tasnif

#endif  // TASNIF_CLI_OUTPUT_H_
