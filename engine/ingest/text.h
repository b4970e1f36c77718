// Small helpers for text and dates of sources. Layer: engine. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace coterie {

// A longer name, title or other short text of a record makes it a reject: no answer could carry
// many of them, and the longest of an OpenAlex set of 13,006 works has 2,500 bytes (its longest
// abstract 32,415).
inline constexpr size_t kTextBytesMax = size_t{64} << 10;
inline constexpr size_t kAbstractBytesMax = size_t{1} << 20;

// The text with runs of ASCII white space and control characters (NUL included) as one space, none
// at the ends; nothing else changes, so markup and spelling stay the source's.
std::string CleanText(std::string_view text);

// At most `bytes_max` bytes of the front, cut before a character rather than inside.
std::string_view Utf8Prefix(std::string_view text, size_t bytes_max);

// Seconds since 1970 of "YYYY-MM-DD" with or without "Thh:mm:ss…"; empty for other text and for
// dates before 1970 or after 2105.
std::optional<uint32_t> ParseTimestamp(std::string_view text);
// Whether the text is YYYY-MM-DD with a month and a day that exist.
bool IsDate(std::string_view text);
// The year if it can be one of publication (1000 to 2100), else kNoYear.
int16_t YearOrNone(int64_t year);

}  // namespace coterie
