#include "base/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <unistd.h>

#include <mutex>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/json.h"

namespace tasnif {
namespace {

constexpr std::pair<LogLevel, std::string_view> kLevels[] = {
    {LogLevel::kDebug, "debug"}, {LogLevel::kInfo, "info"}, {LogLevel::kWarning, "warning"},
    {LogLevel::kError, "error"}, {LogLevel::kOff, "off"},
};

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kOff:
      break;
  }
  return spdlog::level::off;
}

// Hands lines to a function; base_sink holds its mutex around the call.
class FunctionSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit FunctionSink(std::function<void(std::string_view)> write) : write_(std::move(write)) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    write_(std::string_view(message.payload.data(), message.payload.size()));
  }
  void flush_() override {}

 private:
  std::function<void(std::string_view)> write_;
};

std::string Timestamp(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

Json ToJson(const LogField::Value& value) {
  return std::visit(
      [](const auto& held) -> Json {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::string_view>) {
          return std::string(held);
        } else {
          return held;
        }
      },
      value);
}

bool IsReserved(std::string_view key) {
  return key == "time" || key == "level" || key == "message";
}

std::string JsonLine(absl::Time time, LogLevel level, std::string_view message,
                     Logger::Fields fields) {
  Json line;
  line["time"] = Timestamp(time);
  line["level"] = std::string(LogLevelName(level));
  line["message"] = std::string(message);
  for (const LogField& field : fields) {
    std::string key(field.key());
    if (IsReserved(key)) key += '_';
    line[key] = ToJson(field.value());
  }
  return DumpJson(line);
}

// One line whatever the message holds: line breaks would let a message pretend to be another.
std::string TextLine(absl::Time time, LogLevel level, std::string_view message,
                     Logger::Fields fields) {
  std::string line = absl::StrCat(Timestamp(time), " ",
                                  absl::AsciiStrToUpper(std::string(LogLevelName(level))), " ");
  for (const char c : message) line += absl::ascii_iscntrl(static_cast<unsigned char>(c)) ? ' ' : c;
  for (const LogField& field : fields) {
    absl::StrAppend(&line, "  ", std::string(field.key()), "=", DumpJson(ToJson(field.value())));
  }
  return line;
}

bool WantsText(const LogOptions& options) {
  if (options.format != LogFormat::kAuto) return options.format == LogFormat::kText;
  return !options.write && isatty(STDERR_FILENO) == 1;
}

spdlog::sink_ptr MakeSink(std::function<void(std::string_view)> write) {
  if (write) return std::make_shared<FunctionSink>(std::move(write));
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  sink->set_pattern("%v");
  return sink;
}

}  // namespace

absl::StatusOr<LogLevel> ParseLogLevel(std::string_view name) {
  for (const auto& [level, level_name] : kLevels) {
    if (level_name == name) return level;
  }
  return absl::InvalidArgumentError(absl::StrCat("unknown log level '", std::string(name),
                                                 "'; use debug, info, warning, error or off"));
}

std::string_view LogLevelName(LogLevel level) {
  for (const auto& [known, name] : kLevels) {
    if (known == level) return name;
  }
  return "off";
}

struct Logger::Impl {
  explicit Impl(LogOptions options)
      : minimum(options.minimum),
        is_text(WantsText(options)),
        clock(options.clock),
        logger("tasnif", MakeSink(std::move(options.write))) {
    logger.set_level(spdlog::level::trace);
    logger.flush_on(spdlog::level::trace);
  }

  LogLevel minimum;
  bool is_text;
  const Clock* clock;
  spdlog::logger logger;
};

Logger::Logger(LogOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Logger::~Logger() = default;

void Logger::Log(LogLevel level, std::string_view message, Fields fields) {
  if (level < impl_->minimum || level == LogLevel::kOff) return;
  const absl::Time now = impl_->clock != nullptr ? impl_->clock->Now() : absl::Now();
  const std::string line = impl_->is_text ? TextLine(now, level, message, fields)
                                          : JsonLine(now, level, message, fields);
  // As a value, not as a format string: a brace in a message is only a brace.
  impl_->logger.log(ToSpdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace tasnif
