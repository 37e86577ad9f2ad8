// cli/table.h
//
// A result for people: labels with their probabilities, the evidence and the reasons.
//
//   sport 0.97               news_report 0.81         ar   letters/derby.txt
//     topic        because: الهلال، المباراة، هدف
//     source type  decided by the text
//     stance       روسيا: against 0.71, "…"
//
// Columns hold only Latin labels; text in any script, which may run from right to left, comes last
// on its line, where no padding depends on it. A "?" marks a label that the model would not stand
// for. Threads: pure functions.
#ifndef TASNIF_CLI_TABLE_H_
#define TASNIF_CLI_TABLE_H_

#include <string>
#include <string_view>

#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// The first line, ended.
std::string TableHeader();

// Several lines, each ended. Ask for explanations (ClassifyOptions.explain), or there are none.
std::string FormatTableEntry(const v1::ArticleResult& result);

// One line, ended: the beginning of the article with the words that made its topic in colour, or
// those of the first head that is explained. Nothing where none is. text: what the offsets count
// in.
std::string FormatMarkedText(const v1::Prediction& prediction, std::string_view text);

// At most `max_characters` code points of `text`, with "…" where something was cut; on one line.
std::string Shortened(std::string_view text, size_t max_characters);

}  // namespace tasnif

#endif  // TASNIF_CLI_TABLE_H_
