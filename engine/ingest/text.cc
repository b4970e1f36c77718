// Layer: engine.
#include "engine/ingest/text.h"

#include <charconv>
#include <chrono>

#include "schema/records.h"

namespace coterie {
namespace {

bool IsSpaceOrControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte == 0x7F;
}

std::optional<int> ParseDigits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text[0] == '-') return {};
  return value;
}

std::optional<std::chrono::sys_days> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
  const auto year = ParseDigits(text.substr(0, 4));
  const auto month = ParseDigits(text.substr(5, 2));
  const auto day = ParseDigits(text.substr(8, 2));
  if (!year || !month || !day) return {};
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return {};
  return std::chrono::sys_days(date);
}

}  // namespace

std::string CleanText(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  bool pending_space = false;
  for (const char c : text) {
    if (IsSpaceOrControl(c)) {
      pending_space = !clean.empty();
      continue;
    }
    if (pending_space) clean.push_back(' ');
    pending_space = false;
    clean.push_back(c);
  }
  return clean;
}

std::string_view Utf8Prefix(std::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::optional<uint32_t> ParseTimestamp(std::string_view text) {
  const auto day = ParseDay(text.substr(0, 10));
  if (!day) return {};
  int64_t seconds = int64_t{day->time_since_epoch().count()} * 86'400;
  if (text.size() >= 19 && (text[10] == 'T' || text[10] == ' ')) {
    const auto hour = ParseDigits(text.substr(11, 2));
    const auto minute = ParseDigits(text.substr(14, 2));
    const auto second = ParseDigits(text.substr(17, 2));
    if (hour && minute && second && *hour < 24 && *minute < 60 && *second < 61) {
      seconds += *hour * 3'600 + *minute * 60 + *second;
    }
  }
  if (seconds < 0 || seconds > int64_t{UINT32_MAX}) return {};
  return static_cast<uint32_t>(seconds);
}

bool IsDate(std::string_view text) { return ParseDay(text).has_value(); }

int16_t YearOrNone(int64_t year) {
  return year >= 1000 && year <= 2100 ? static_cast<int16_t>(year) : kNoYear;
}

}  // namespace coterie
