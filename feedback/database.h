// feedback/database.h
//
// SQLite as this folder uses it: the only place that knows it.
//
//   TASNIF_ASSIGN_OR_RETURN(auto database, Database::Open("feedback.db"));
//   TASNIF_ASSIGN_OR_RETURN(Statement insert, database->Prepare("INSERT INTO t VALUES (?, ?)"));
//   TASNIF_RETURN_IF_ERROR(insert.Text("key").Integer(7).Run());
//
// A transaction is on disk when Run() returns: write-ahead log with synchronous=FULL, so that the
// log is synced at every commit. Several processes may use one file; a writer waits for another one
// for kBusyTimeout.
// Threads: not safe. Cost: a commit is one sync of the disk.
// Source: sqlite.org/wal.html and sqlite.org/pragma.html#pragma_synchronous.
#ifndef TASNIF_FEEDBACK_DATABASE_H_
#define TASNIF_FEEDBACK_DATABASE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tasnif {

inline constexpr absl::Duration kBusyTimeout = absl::Seconds(10);

// One SQL statement. Must not outlive its Database. Errors of every call are those of
// Database::Open, with the statement's SQL nowhere in the message.
class Statement {
 public:
  // Values for the question marks, in order. A failure is told by Run() or Step().
  Statement& Text(std::string_view value);
  Statement& Bytes(std::string_view value);
  Statement& Integer(int64_t value);

  // For statements without rows. ALREADY_EXISTS: a UNIQUE column has the value.
  absl::Status Run();
  // The next row; false at the end.
  absl::StatusOr<bool> Step();

  // Of the row at hand, column from 0. The bytes hold until the next Step().
  std::string_view TextAt(int column) const;
  std::string_view BytesAt(int column) const { return TextAt(column); }
  int64_t IntegerAt(int column) const;

 private:
  friend class Database;
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const;
  };

  Statement(sqlite3* database, sqlite3_stmt* statement, std::string path);
  void Keep(int code);

  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
  std::string path_;
  int bound_ = 0;
  int first_error_ = 0;
};

class Database {
 public:
  // Creates the file where it is absent; its folder must exist.
  // NOT_FOUND, PERMISSION_DENIED: the file cannot be opened or written. INVALID_ARGUMENT: it is no
  // SQLite database. DATA_LOSS: it is damaged. RESOURCE_EXHAUSTED: the disk is full. UNAVAILABLE:
  // another process held it for kBusyTimeout. INTERNAL otherwise.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const std::string& path);

  // Statements without values and rows, separated by semicolons.
  absl::Status Execute(const std::string& sql);
  absl::StatusOr<Statement> Prepare(std::string_view sql);
  // The single integer that a query gives, such as PRAGMA user_version.
  absl::StatusOr<int64_t> QueryInteger(std::string_view sql);

 private:
  struct Closer {
    void operator()(sqlite3* database) const;
  };

  Database(std::string path, std::unique_ptr<sqlite3, Closer> database);
  absl::Status Configure();

  std::string path_;
  std::unique_ptr<sqlite3, Closer> database_;
};

}  // namespace tasnif

#endif  // TASNIF_FEEDBACK_DATABASE_H_
