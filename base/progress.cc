#include "base/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tasnif {
namespace {

constexpr size_t kBarCells = 22;
constexpr absl::Duration kTerminalPause = absl::Milliseconds(100);
constexpr absl::Duration kLinePause = absl::Seconds(10);

// 12210 -> "12,210".
std::string Grouped(uint64_t number) {
  const std::string digits = absl::StrCat(number);
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

// "0:03", "12:40", "1:05:09".
std::string MinutesAndSeconds(double seconds) {
  const auto whole = static_cast<int64_t>(std::llround(seconds));
  if (whole < 3600) return absl::StrFormat("%d:%02d", whole / 60, whole % 60);
  return absl::StrFormat("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string Rate(double per_second) {
  if (per_second < 10) return absl::StrFormat("%.1f/s", per_second);
  return absl::StrCat(Grouped(static_cast<uint64_t>(per_second + 0.5)), "/s");
}

std::string Bar(uint64_t done, uint64_t total) {
  const auto filled = static_cast<size_t>(static_cast<double>(done) / total * kBarCells);
  return absl::StrCat("[", std::string(filled, '#'), std::string(kBarCells - filled, '.'), "]  ",
                      absl::StrFormat("%3d%%", static_cast<int>(100.0 * done / total)));
}

}  // namespace

ProgressOutput StderrProgressOutput(bool is_asked_for) {
  const bool is_terminal = isatty(STDERR_FILENO) == 1;
  if (!is_terminal && !is_asked_for) return {};
  const auto write = [](std::string_view bytes) {
    std::fwrite(bytes.data(), 1, bytes.size(), stderr);
    std::fflush(stderr);
  };
  return {write, is_terminal};
}

Progress::Progress(ProgressOptions options, const Clock& clock, ProgressOutput output)
    : options_(std::move(options)),
      clock_(clock),
      output_(std::move(output)),
      start_(clock.Now()),
      next_draw_nanos_(absl::ToUnixNanos(start_)) {}

Progress::~Progress() { Finish(); }

void Progress::Advance(uint64_t by) {
  done_ += by;
  DrawIfDue();
}

void Progress::MoveTo(uint64_t done) {
  done_ = done;
  DrawIfDue();
}

void Progress::SetNote(std::string note) {
  MutexLock lock(mu_);
  note_ = std::move(note);
}

void Progress::DrawIfDue() {
  if (!output_.write) return;
  const absl::Time now = clock_.Now();
  const absl::Duration pause = output_.is_terminal ? kTerminalPause : kLinePause;
  int64_t due = next_draw_nanos_;
  if (absl::ToUnixNanos(now) < due) return;
  // Of the threads that see it due, one draws.
  if (!next_draw_nanos_.compare_exchange_strong(due, absl::ToUnixNanos(now + pause))) return;
  MutexLock lock(mu_);
  if (!is_finished_) Draw(now, false);
}

void Progress::Finish() {
  MutexLock lock(mu_);
  if (std::exchange(is_finished_, true) || !output_.write) return;
  Draw(clock_.Now(), true);
}

void Progress::Draw(absl::Time now, bool is_last) {
  const std::string line = Line(now, is_last);
  if (output_.is_terminal) {
    // Erase what a longer line before left behind.
    output_.write(absl::StrCat("\r", line, "\x1b[K", is_last ? "\n" : ""));
  } else {
    output_.write(absl::StrCat(line, "\n"));
  }
}

std::string Progress::Line(absl::Time now, bool is_last) const {
  uint64_t done = done_;
  if (options_.total > 0) done = std::min(done, options_.total);
  const double seconds = absl::ToDoubleSeconds(now - start_);
  const double rate = seconds > 0 ? done / seconds : 0;

  std::string line = options_.label;
  if (options_.total > 0) absl::StrAppend(&line, "  ", Bar(done, options_.total));
  absl::StrAppend(&line, "  ", Grouped(done));
  if (options_.total > 0) absl::StrAppend(&line, "/", Grouped(options_.total));
  if (!options_.unit.empty()) absl::StrAppend(&line, " ", options_.unit);
  if (rate > 0) absl::StrAppend(&line, "  ", Rate(rate));
  if (is_last) {
    absl::StrAppend(&line, "  in ", MinutesAndSeconds(seconds));
  } else if (rate > 0 && options_.total > 0) {
    absl::StrAppend(&line, "  ", MinutesAndSeconds((options_.total - done) / rate), " left");
  }
  if (!note_.empty()) absl::StrAppend(&line, "  ", note_);
  return line;
}

}  // namespace tasnif
