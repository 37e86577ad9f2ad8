#include "feedback/correction_store.h"

#include <limits>
#include <tuple>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {
namespace {

constexpr int64_t kSchemaVersion = 1;
constexpr uint32_t kDefaultPageSize = 100;
constexpr uint32_t kMaxPageSize = 1000;

// `body` is the message as it was acknowledged; the columns beside it only find it again.
constexpr char kSchema[] = R"(
  BEGIN IMMEDIATE;
  CREATE TABLE IF NOT EXISTS corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL,
    head TEXT NOT NULL,
    article_sha256 TEXT NOT NULL,
    target TEXT NOT NULL,
    submitted_micros INTEGER NOT NULL,
    body BLOB NOT NULL);
  CREATE INDEX IF NOT EXISTS by_head ON corrections (head, id);
  CREATE INDEX IF NOT EXISTS by_article ON corrections (article_sha256, head, target, id);
  PRAGMA user_version = 1;
  COMMIT;)";

absl::Status PrepareSchema(Database* database, const std::string& path) {
  TASNIF_ASSIGN_OR_RETURN(const int64_t version, database->QueryInteger("PRAGMA user_version"));
  if (version == kSchemaVersion) return absl::OkStatus();
  TASNIF_ASSIGN_OR_RETURN(const int64_t tables,
                          database->QueryInteger("SELECT count(*) FROM sqlite_master"));
  if (version == 0 && tables == 0) return database->Execute(kSchema);
  return absl::FailedPreconditionError(
      absl::StrCat("corrections '", path, "': schema version ", version, " with ", tables,
                   " tables, expected version ", kSchemaVersion,
                   "; it was made by another program or a newer tasnif: name another file"));
}

absl::StatusOr<v1::Correction> Parse(std::string_view body) {
  v1::Correction correction;
  if (correction.ParseFromArray(body.data(), static_cast<int>(body.size()))) return correction;
  return absl::DataLossError("a stored correction cannot be read; restore the file from a backup");
}

absl::StatusOr<int64_t> ParsePageToken(const std::string& token) {
  int64_t id = std::numeric_limits<int64_t>::max();
  if (token.empty() || (absl::SimpleAtoi(token, &id) && id > 0)) return id;
  return absl::InvalidArgumentError(absl::StrCat(
      "field 'page_token' is '", token, "', expected the 'next_page_token' of the answer before"));
}

absl::StatusOr<uint32_t> PageSize(uint32_t asked) {
  if (asked <= kMaxPageSize) return asked == 0 ? kDefaultPageSize : asked;
  return absl::InvalidArgumentError(
      absl::StrCat("field 'page_size' is ", asked, ", expected 1 to ", kMaxPageSize));
}

int64_t MicrosOf(const v1::Correction& correction) {
  return correction.submitted().seconds() * 1000000 + correction.submitted().nanos() / 1000;
}

CorrectionCursor CursorOf(const v1::Correction& correction) {
  return {correction.article_sha256(), correction.head(), correction.target()};
}

int64_t SinceMicros(const CorrectionFilter& filter) {
  return filter.since == absl::InfinitePast() ? std::numeric_limits<int64_t>::min()
                                              : absl::ToUnixMicros(filter.since);
}

// Appends to the last article, or begins a new one; false where that would be one too many.
bool Group(v1::Correction correction, size_t limit, CorrectedPage* page) {
  const CorrectionCursor cursor = CursorOf(correction);
  if (page->articles.empty() || page->next != cursor) {
    if (page->articles.size() == limit) return false;
    page->articles.emplace_back();
    page->next = cursor;
  }
  page->articles.back().corrections.push_back(std::move(correction));
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<CorrectionStore>> CorrectionStore::Open(const std::string& path,
                                                                       TextPolicy policy,
                                                                       const Clock& clock) {
  TASNIF_ASSIGN_OR_RETURN(auto database, Database::Open(path));
  TASNIF_RETURN_IF_ERROR(PrepareSchema(database.get(), path));
  return std::unique_ptr<CorrectionStore>(new CorrectionStore(std::move(database), policy, clock));
}

absl::Status CorrectionStore::Insert(const v1::Correction& correction, const std::string& digest) {
  TASNIF_ASSIGN_OR_RETURN(
      Statement insert,
      database_->Prepare("INSERT INTO corrections (key, digest, head, article_sha256, target, "
                         "submitted_micros, body) VALUES (?, ?, ?, ?, ?, ?, ?)"));
  insert.Text(correction.key()).Text(digest).Text(correction.head());
  insert.Text(correction.article_sha256()).Text(correction.target());
  return insert.Integer(MicrosOf(correction)).Bytes(correction.SerializeAsString()).Run();
}

absl::StatusOr<AddedCorrection> CorrectionStore::FindSame(const std::string& key,
                                                          const std::string& digest) {
  TASNIF_ASSIGN_OR_RETURN(Statement query,
                          database_->Prepare("SELECT digest, body FROM corrections WHERE key = ?"));
  query.Text(key);
  TASNIF_ASSIGN_OR_RETURN(const bool is_found, query.Step());
  if (!is_found) return absl::InternalError(absl::StrCat("key '", key, "' is there and is not"));
  TASNIF_ASSIGN_OR_RETURN(v1::Correction stored, Parse(query.BytesAt(1)));
  if (query.TextAt(0) == digest) return AddedCorrection{std::move(stored), true};
  return absl::AlreadyExistsError(
      absl::StrCat("key '", key, "' was used for another correction of ", stored.head(), " (",
                   stored.predicted_label(), " to ", stored.correct_label(), " by ",
                   stored.annotator(), "); choose a new key"));
}

absl::StatusOr<AddedCorrection> CorrectionStore::Add(const v1::Correction& correction) {
  TASNIF_RETURN_IF_ERROR(CheckCorrection(correction));
  const v1::Correction sealed = Seal(correction, policy_, clock_.Now());
  const std::string digest = ContentDigest(sealed);
  MutexLock lock(mu_);
  const absl::Status status = Insert(sealed, digest);
  if (status.ok()) return AddedCorrection{sealed, false};
  // Only the key is unique.
  if (absl::IsAlreadyExists(status)) return FindSame(sealed.key(), digest);
  return status;
}

absl::StatusOr<v1::ListCorrectionsResponse> CorrectionStore::List(
    const v1::ListCorrectionsRequest& request) const {
  TASNIF_ASSIGN_OR_RETURN(const int64_t before, ParsePageToken(request.page_token()));
  TASNIF_ASSIGN_OR_RETURN(const uint32_t size, PageSize(request.page_size()));
  MutexLock lock(mu_);
  TASNIF_ASSIGN_OR_RETURN(
      Statement query,
      database_->Prepare("SELECT id, body FROM corrections WHERE id < ? AND (? = '' OR head = ?) "
                         "ORDER BY id DESC LIMIT ?"));
  query.Integer(before).Text(request.head()).Text(request.head()).Integer(int64_t{size} + 1);
  v1::ListCorrectionsResponse response;
  int64_t last_id = 0;
  while (true) {
    TASNIF_ASSIGN_OR_RETURN(const bool more, query.Step());
    if (!more) break;
    if (static_cast<uint32_t>(response.corrections_size()) == size) {
      response.set_next_page_token(absl::StrCat(last_id));
      break;
    }
    last_id = query.IntegerAt(0);
    TASNIF_ASSIGN_OR_RETURN(*response.add_corrections(), Parse(query.BytesAt(1)));
  }
  return response;
}

absl::StatusOr<CorrectedPage> CorrectionStore::Articles(const CorrectionFilter& filter,
                                                        const CorrectionCursor& from,
                                                        size_t limit) const {
  MutexLock lock(mu_);
  TASNIF_ASSIGN_OR_RETURN(
      Statement query,
      database_->Prepare("SELECT body FROM corrections WHERE (article_sha256, head, target) > "
                         "(?, ?, ?) AND (? = '' OR head = ?) AND submitted_micros >= ? "
                         "ORDER BY article_sha256, head, target, id"));
  query.Text(from.article_sha256).Text(from.head).Text(from.target);
  query.Text(filter.head).Text(filter.head).Integer(SinceMicros(filter));
  CorrectedPage page;
  page.next = from;
  while (true) {
    TASNIF_ASSIGN_OR_RETURN(const bool more, query.Step());
    if (!more) break;
    TASNIF_ASSIGN_OR_RETURN(v1::Correction correction, Parse(query.BytesAt(0)));
    if (!Group(std::move(correction), limit, &page)) return page;
  }
  page.is_last = true;
  return page;
}

absl::StatusOr<int64_t> CorrectionStore::Count() const {
  MutexLock lock(mu_);
  return database_->QueryInteger("SELECT count(*) FROM corrections");
}

}  // namespace tasnif
