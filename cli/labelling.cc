#include "cli/labelling.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "cli/console.h"
#include "cli/table.h"

namespace tasnif {
namespace {

// Enough to keep every worker and a server's call busy; small enough to stay out of the way.
constexpr size_t kBlockArticles = 512;
constexpr size_t kBlockBytes = 16u << 20;

// One article on its way from input to output.
struct Item {
  RawArticle::Form form = RawArticle::Form::kDocument;
  std::string place;
  ParsedArticle parsed;
  v1::ArticleResult result;
  std::string line;
};

std::vector<RawArticle> ReadBlock(ArticleInput* input) {
  std::vector<RawArticle> block;
  size_t bytes = 0;
  while (block.size() < kBlockArticles && bytes < kBlockBytes) {
    RawArticle raw;
    if (!input->Next(&raw)) break;
    bytes += raw.bytes.size();
    block.push_back(std::move(raw));
  }
  return block;
}

std::vector<Item> ParseBlock(std::vector<RawArticle> block, Executor& executor) {
  std::vector<Item> items(block.size());
  ParallelFor(executor, block.size(), [&](size_t index, size_t) {
    Item& item = items[index];
    item.form = block[index].form;
    item.place = block[index].place;
    item.parsed = ParseRaw(std::move(block[index]));
  });
  return items;
}

void SetError(const Item& item, v1::ArticleResult* result) {
  result->set_id(item.place);
  result->mutable_error()->set_code(v1::ERROR_CODE_INVALID_ARGUMENT);
  result->mutable_error()->set_message(std::string(item.parsed.status.message()));
}

// Warnings about the line come before those about the text.
void PrependWarnings(std::vector<std::string> warnings, v1::Prediction* prediction) {
  if (warnings.empty()) return;
  for (std::string& warning : *prediction->mutable_warnings()) {
    warnings.push_back(std::move(warning));
  }
  prediction->mutable_warnings()->Assign(warnings.begin(), warnings.end());
}

absl::Status LabelItems(Backend& backend, std::vector<Item>* items) {
  std::vector<v1::Article> articles;
  std::vector<Item*> owners;
  for (Item& item : *items) {
    if (!item.parsed.status.ok()) {
      SetError(item, &item.result);
      continue;
    }
    articles.push_back(std::move(item.parsed.article));
    owners.push_back(&item);
  }
  if (articles.empty()) return absl::OkStatus();
  TASNIF_ASSIGN_OR_RETURN(std::vector<v1::ArticleResult> results, backend.Label(articles));
  for (size_t i = 0; i < owners.size(); ++i) owners[i]->result = std::move(results[i]);
  return absl::OkStatus();
}

void FormatItems(ResultFormat format, Executor& executor, std::vector<Item>* items) {
  ParallelFor(executor, items->size(), [&](size_t index, size_t) {
    Item& item = (*items)[index];
    if (item.form == RawArticle::Form::kBadInput) return;
    if (item.result.has_prediction()) {
      PrependWarnings(std::move(item.parsed.warnings), item.result.mutable_prediction());
    }
    item.line = format == ResultFormat::kTable ? FormatTableEntry(item.result)
                                               : FormatResult(item.result) + "\n";
  });
}

// Says why an item failed; true where it did.
bool ComplainIfFailed(const Item& item) {
  if (item.form == RawArticle::Form::kBadInput) {
    Complain(item.parsed.status);
    return true;
  }
  if (!item.result.has_error()) return false;
  Complain(absl::StrCat(item.place, ": ", std::string(ErrorCodeName(item.result.error().code())),
                        ": ", item.result.error().message()));
  return true;
}

absl::Status WriteItems(const std::vector<Item>& items, Output& output) {
  std::string lines;
  for (const Item& item : items) lines += item.line;
  return output.Write(lines);
}

}  // namespace

ParsedArticle ParseRaw(RawArticle raw) {
  ParsedArticle parsed;
  parsed.status = raw.status;
  if (raw.form == RawArticle::Form::kDocument) {
    parsed.article.set_id(raw.place);
    parsed.article.set_media_type(raw.media_type);
    parsed.article.set_content(std::move(raw.bytes));
  }
  if (raw.form == RawArticle::Form::kJsonLine) {
    absl::StatusOr<LabelledArticle> line = ParseArticle(raw.bytes);
    parsed.status = line.status();
    if (!line.ok()) return parsed;
    parsed.article = std::move(line->article);
    parsed.warnings = std::move(line->warnings);
    if (parsed.article.id().empty()) parsed.article.set_id(raw.place);
  }
  return parsed;
}

absl::StatusOr<Verdict> LabelInput(ArticleInput* input, ResultFormat format,
                                   const LabellingTools& tools) {
  Verdict verdict = Verdict::kAllDone;
  if (format == ResultFormat::kTable) TASNIF_RETURN_IF_ERROR(tools.output.Write(TableHeader()));
  while (true) {
    std::vector<RawArticle> block = ReadBlock(input);
    if (block.empty()) return verdict;
    std::vector<Item> items = ParseBlock(std::move(block), tools.executor);
    TASNIF_RETURN_IF_ERROR(LabelItems(tools.backend, &items));
    FormatItems(format, tools.executor, &items);
    TASNIF_RETURN_IF_ERROR(WriteItems(items, tools.output));
    for (const Item& item : items) {
      if (ComplainIfFailed(item)) verdict = Verdict::kSomeFailed;
    }
    tools.progress.Advance(items.size());
  }
}

}  // namespace tasnif
