// base/log.h
//
// What the program tells its operator, on standard error: one JSON object a line, or readable text
// where standard error is a terminal.
//
//   Logger logger(LogOptions{.minimum = LogLevel::kInfo});
//   logger.Warning("model refused", {{"model", "topic@3"}, {"reason", status.message()}});
//   // {"time":"2026-03-01T09:30:00.125Z","level":"warning","message":"model refused",
//   //  "model":"topic@3","reason":"checksum"}
//
// Never log article text: give its id, its length, or nothing.
// Threads: safe; lines are not mixed. Cost: a call below the minimum level compares two integers.
#ifndef TASNIF_BASE_LOG_H_
#define TASNIF_BASE_LOG_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "absl/status/statusor.h"
#include "base/clock.h"

namespace tasnif {

enum class LogLevel { kDebug, kInfo, kWarning, kError, kOff };
enum class LogFormat { kAuto, kJson, kText };

// "debug", "info", "warning", "error", "off"; INVALID_ARGUMENT names these otherwise.
absl::StatusOr<LogLevel> ParseLogLevel(std::string_view name);
std::string_view LogLevelName(LogLevel level);

// One named value of a line: text, a number, or true and false. Lives only for the call.
class LogField {
 public:
  using Value = std::variant<std::string_view, int64_t, uint64_t, double, bool>;

  template <typename T>
  LogField(std::string_view key, const T& value) : key_(key), value_(ToValue(value)) {}

  std::string_view key() const { return key_; }
  const Value& value() const { return value_; }

 private:
  template <typename T>
  static Value ToValue(const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      return value;
    } else if constexpr (std::is_floating_point_v<T>) {
      return static_cast<double>(value);
    } else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
      return static_cast<int64_t>(value);
    } else if constexpr (std::is_integral_v<T>) {
      return static_cast<uint64_t>(value);
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
      return std::string_view(value);
    } else {
      return std::string_view(value.data(), value.size());  // absl::string_view
    }
  }

  std::string_view key_;
  Value value_;
};

struct LogOptions {
  LogLevel minimum = LogLevel::kInfo;
  // kAuto: text where standard error is a terminal and `write` is not set, JSON otherwise.
  LogFormat format = LogFormat::kAuto;
  // Takes each line, without its '\n', instead of standard error. Called under a lock.
  std::function<void(std::string_view line)> write = nullptr;
  // Time of the lines; the system's where null. Must outlive the logger.
  const Clock* clock = nullptr;
};

class Logger {
 public:
  using Fields = std::initializer_list<LogField>;

  explicit Logger(LogOptions options = {});
  ~Logger();
  Logger(const Logger&) = delete;
  Logger& operator=(const Logger&) = delete;

  // Fields keep their order. A field named "time", "level" or "message" is written as "time_" etc.
  void Log(LogLevel level, std::string_view message, Fields fields = {});
  void Debug(std::string_view message, Fields fields = {}) {
    Log(LogLevel::kDebug, message, fields);
  }
  void Info(std::string_view message, Fields fields = {}) { Log(LogLevel::kInfo, message, fields); }
  void Warning(std::string_view message, Fields fields = {}) {
    Log(LogLevel::kWarning, message, fields);
  }
  void Error(std::string_view message, Fields fields = {}) {
    Log(LogLevel::kError, message, fields);
  }

 private:
  struct Impl;  // Keeps spdlog out of this header.
  std::unique_ptr<Impl> impl_;
};

}  // namespace tasnif

#endif  // TASNIF_BASE_LOG_H_
