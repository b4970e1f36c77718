// How wide text is on a terminal, and how to make it fit.
//
// Layer: tools. Pure functions. Widths follow Unicode (utf8proc): 2 columns for wide East Asian
// characters and emoji, 0 for combining marks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace coterie::cli {

// Columns that the text takes. REQUIRES: ForTerminal() text.
size_t DisplayWidth(std::string_view text);

// The text in one line that cannot steer a terminal: valid UTF-8, control characters, line breaks
// and direction overrides as spaces, runs of spaces as one.
std::string ForTerminal(std::string_view text);

// The text cut to `width` columns, with an ellipsis in the last if anything went. REQUIRES: width >
// 0.
std::string Truncated(std::string_view text, size_t width);

// The text in lines of at most `width` columns, broken at spaces where there are any.
std::vector<std::string> Wrapped(std::string_view text, size_t width);

}  // namespace coterie::cli
