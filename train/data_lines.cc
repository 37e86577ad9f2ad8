#include "train/data_lines.h"

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status.h"
#include "text/tokenizer.h"
#include "train/line_blocks.h"
#include "train/selection.h"

namespace tasnif {
namespace {

// What a worker needs.
struct Reader {
  std::unique_ptr<Tokenizer> tokenizer;
  Tokens tokens;
};

absl::StatusOr<std::vector<Reader>> MakeReaders(size_t count) {
  std::vector<Reader> readers(count);
  TASNIF_ASSIGN_OR_RETURN(readers.front().tokenizer, Tokenizer::Create());
  for (size_t i = 1; i < count; ++i) {
    TASNIF_ASSIGN_OR_RETURN(readers[i].tokenizer, readers.front().tokenizer->Clone());
  }
  return readers;
}

absl::Status ReadArticle(Reader* reader, DataLine* line) {
  TASNIF_ASSIGN_OR_RETURN(line->article, ParseArticle(line->text));
  const v1::Article& article = line->article.article;
  reader->tokens.Clear();
  reader->tokenizer->Tokenize(article.title(), &reader->tokens);
  const size_t title_words = reader->tokens.size();
  reader->tokenizer->Tokenize(article.text(), &reader->tokens);
  if (reader->tokens.size() == title_words) {
    return absl::InvalidArgumentError("field 'text' is missing or holds no word");
  }
  const std::vector<uint64_t> words = HashWords(reader->tokens);
  line->words = words.size();
  line->text_hash = words.size();
  for (const uint64_t word : words) line->text_hash = MixHash(word, line->text_hash);
  line->min_hash = MakeMinHash(words);
  return absl::OkStatus();
}

DataLine ReadLine(const FileLine& in, size_t file, const std::string& path, Reader* reader) {
  DataLine line;
  line.file = file;
  line.number = in.number;
  line.place = absl::StrCat(path, ":", in.number);
  line.text = in.text;
  line.status = in.status;
  if (line.status.ok()) line.status = ReadArticle(reader, &line);
  return line;
}

std::string_view HostOf(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return url.substr(0, url.find_first_of("/?#"));
}

}  // namespace

absl::Status ForEachDataLine(const std::vector<std::string>& paths, Executor& executor,
                             Progress* progress,
                             const std::function<absl::Status(const DataLine& line)>& visit) {
  TASNIF_ASSIGN_OR_RETURN(std::vector<Reader> readers, MakeReaders(executor.worker_count()));
  std::vector<DataLine> lines(kLinesPerBlock);
  for (size_t file = 0; file < paths.size(); ++file) {
    TASNIF_RETURN_IF_ERROR(ForEachLine(
        paths[file], executor, progress,
        [&](const FileLine& line, size_t slot, size_t worker) {
          lines[slot] = ReadLine(line, file, paths[file], &readers[worker]);
        },
        [&](const FileLine&, size_t slot) { return visit(lines[slot]); }));
  }
  return absl::OkStatus();
}

std::string PublisherOf(const v1::Article& article) {
  const std::string_view name =
      article.publisher().empty() ? HostOf(article.url()) : std::string_view(article.publisher());
  const std::string lower = absl::AsciiStrToLower(absl::string_view(name.data(), name.size()));
  return std::string(absl::StripPrefix(lower, "www."));
}

}  // namespace tasnif
