#include "feedback/database.h"

#include <sqlite3.h>

#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {
namespace {

absl::StatusCode CodeOf(int code) {
  switch (code & 0xFF) {
    case SQLITE_CANTOPEN:
      return absl::StatusCode::kNotFound;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
      return absl::StatusCode::kPermissionDenied;
    case SQLITE_NOTADB:
      return absl::StatusCode::kInvalidArgument;
    case SQLITE_CORRUPT:
      return absl::StatusCode::kDataLoss;
    case SQLITE_FULL:
    case SQLITE_NOMEM:
    case SQLITE_TOOBIG:
      return absl::StatusCode::kResourceExhausted;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::StatusCode::kUnavailable;
    case SQLITE_CONSTRAINT:
      return absl::StatusCode::kAlreadyExists;
    default:
      return absl::StatusCode::kInternal;
  }
}

absl::Status ToStatus(int code, const char* message, const std::string& path) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return absl::OkStatus();
  const char* const way_out =
      (code & 0xFF) == SQLITE_CANTOPEN ? "; is its folder there, and may it be written?" : "";
  return absl::Status(CodeOf(code), absl::StrCat("corrections '", path, "': ", message, way_out));
}

}  // namespace

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* database, sqlite3_stmt* statement, std::string path)
    : database_(database), statement_(statement), path_(std::move(path)) {}

void Statement::Keep(int code) {
  if (first_error_ == SQLITE_OK) first_error_ = code;
}

Statement& Statement::Text(std::string_view value) {
  Keep(sqlite3_bind_text64(statement_.get(), ++bound_, value.data() == nullptr ? "" : value.data(),
                           value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::Bytes(std::string_view value) {
  Keep(sqlite3_bind_blob64(statement_.get(), ++bound_, value.data() == nullptr ? "" : value.data(),
                           value.size(), SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::Integer(int64_t value) {
  Keep(sqlite3_bind_int64(statement_.get(), ++bound_, value));
  return *this;
}

absl::Status Statement::Run() { return Step().status(); }

absl::StatusOr<bool> Statement::Step() {
  if (first_error_ != SQLITE_OK) {
    return ToStatus(first_error_, sqlite3_errstr(first_error_), path_);
  }
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return ToStatus(code, sqlite3_errmsg(database_), path_);
}

std::string_view Statement::TextAt(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

int64_t Statement::IntegerAt(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

void Database::Closer::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Database::Database(std::string path, std::unique_ptr<sqlite3, Closer> database)
    : path_(std::move(path)), database_(std::move(database)) {}

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const std::string& path) {
  sqlite3* raw = nullptr;
  // NOMUTEX: the owner has a lock of its own.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  std::unique_ptr<sqlite3, Closer> owned(raw);
  TASNIF_RETURN_IF_ERROR(ToStatus(code, raw == nullptr ? "no memory" : sqlite3_errmsg(raw), path));
  auto database = std::unique_ptr<Database>(new Database(path, std::move(owned)));
  TASNIF_RETURN_IF_ERROR(database->Configure());
  return database;
}

absl::Status Database::Configure() {
  sqlite3_extended_result_codes(database_.get(), 1);
  sqlite3_busy_timeout(database_.get(), static_cast<int>(absl::ToInt64Milliseconds(kBusyTimeout)));
  TASNIF_RETURN_IF_ERROR(Execute("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"));
  TASNIF_ASSIGN_OR_RETURN(Statement journal, Prepare("PRAGMA journal_mode=WAL"));
  TASNIF_RETURN_IF_ERROR(journal.Step().status());
  if (journal.TextAt(0) == "wal") return absl::OkStatus();
  // A file system without shared memory, such as some network ones.
  return absl::FailedPreconditionError(
      absl::StrCat("corrections '", path_, "': journal mode is '", std::string(journal.TextAt(0)),
                   "', expected 'wal'; put the file on a local disk"));
}

absl::Status Database::Execute(const std::string& sql) {
  const int code = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  return ToStatus(code, sqlite3_errmsg(database_.get()), path_);
}

absl::StatusOr<Statement> Database::Prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                      &statement, nullptr);
  TASNIF_RETURN_IF_ERROR(ToStatus(code, sqlite3_errmsg(database_.get()), path_));
  return Statement(database_.get(), statement, path_);
}

absl::StatusOr<int64_t> Database::QueryInteger(std::string_view sql) {
  TASNIF_ASSIGN_OR_RETURN(Statement query, Prepare(sql));
  TASNIF_RETURN_IF_ERROR(query.Step().status());
  return query.IntegerAt(0);
}

}  // namespace tasnif
