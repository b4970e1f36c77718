// How far an import is.
//
// Layer: tools.
#include "tools/cli/progress.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

#include "schema/base.h"
#include "tools/cli/display_width.h"

namespace coterie::cli {
namespace {

constexpr std::chrono::seconds kLineInterval(5);
constexpr size_t kBarCells = 24;

// "[=====>      ]".
std::string Bar(double fraction) {
  const auto filled = static_cast<size_t>(fraction * static_cast<double>(kBarCells));
  std::string bar(kBarCells + 2, ' ');
  bar.front() = '[';
  bar.back() = ']';
  std::fill_n(bar.begin() + 1, filled, '=');
  if (filled < kBarCells) bar[filled + 1] = '>';
  return bar;
}

std::string Describe(const ImportProgress& progress, double seconds) {
  std::string text = CountText(progress.papers) + " papers";
  if (progress.rejects > 0) absl::StrAppend(&text, ", ", CountText(progress.rejects), " rejected");
  text += ", " + ByteText(progress.bytes_done);
  if (progress.bytes_total > 0) text += " of " + ByteText(progress.bytes_total);
  if (seconds >= 1) {
    const double rate = static_cast<double>(progress.bytes_done) / seconds;
    text += ", " + ByteText(static_cast<uint64_t>(rate)) + "/s";
  }
  return text;
}

}  // namespace

ProgressPrinter::ProgressPrinter(OutStream& messages, const Terminal& terminal)
    : messages_(messages),
      terminal_(terminal),
      start_(Clock::now()),
      next_line_(start_ + kLineInterval) {}

void ProgressPrinter::Print(const std::string& text) {
  // Progress that cannot be shown is no reason to stop the import.
  (void)messages_.Write(text);
  (void)messages_.Flush();
}

void ProgressPrinter::Show(const ImportProgress& progress) {
  const Clock::time_point now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const std::string what = Describe(progress, seconds);
  const std::string file = ForTerminal(std::filesystem::path(progress.file).filename().string());
  if (!terminal_.error_is_terminal) {
    if (now < next_line_) return;
    next_line_ = now + kLineInterval;
    Print(absl::StrCat(file, ": ", what, "\n"));
    return;
  }
  std::string line;
  if (progress.bytes_total > 0) {
    const double fraction = std::min(
        1.0, static_cast<double>(progress.bytes_done) / static_cast<double>(progress.bytes_total));
    line = absl::StrCat(Bar(fraction), " ", static_cast<int>(fraction * 100), "% ");
  }
  line += absl::StrCat(what, "  ", file);
  bar_shown_ = true;
  // One column less than there are, so that no terminal wraps; the rest of the line is wiped.
  Print(absl::StrCat("\r", Truncated(line, std::max<size_t>(terminal_.columns, 2) - 1), "\x1b[K"));
}

void ProgressPrinter::Clear() {
  if (bar_shown_) Print("\r\x1b[K");
  bar_shown_ = false;
}

std::string ByteText(uint64_t bytes) {
  static constexpr std::array<const char*, 5> kUnits = {"B", "kB", "MB", "GB", "TB"};
  double number = static_cast<double>(bytes);
  size_t unit = 0;
  while (number >= 999.5 && unit + 1 < kUnits.size()) {
    number /= 1000;
    ++unit;
  }
  char text[32];
  const int digits = unit == 0 || number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2;
  std::snprintf(text, sizeof(text), "%.*f %s", digits, number, kUnits[unit]);
  return text;
}

std::string CountText(uint64_t count) {
  std::string text = std::to_string(count);
  for (size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, 1, ',');
  return text;
}

}  // namespace coterie::cli
