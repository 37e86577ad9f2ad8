// cli/marked_text.h
//
// An article on a terminal, with the words that spoke for or against a label in colour.
//
//   std::fputs(MarkedText(text, prediction.topic().explanation(), 1200).c_str(), stdout);
//
// Green speaks for the label and red against it; those with at least half the weight of the
// strongest word are bold. Colours are ANSI escape sequences (ECMA-48, SGR), which do not disturb
// the order of text that runs from right to left.
// Threads: pure. Cost: linear.
#ifndef TASNIF_CLI_MARKED_TEXT_H_
#define TASNIF_CLI_MARKED_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// At most max_characters code points of `text`, from its beginning, on one line, with "…" where it
// was cut. Words of the title, words without a place and words that lie beyond the cut are not
// shown. text: what the offsets of `words` count in.
std::string MarkedText(std::string_view text,
                       const google::protobuf::RepeatedPtrField<v1::Contribution>& words,
                       size_t max_characters);

}  // namespace tasnif

#endif  // TASNIF_CLI_MARKED_TEXT_H_
