// What a user or a file said, fit to be repeated in a sentence.
//
// Layer: schema. Pure functions. An error is one sentence of bearable length, whatever it is about:
// control characters become "?", bytes that are no UTF-8 U+FFFD, and after some 80 bytes an
// ellipsis says that there was more.
#pragma once

#include <string>
#include <string_view>

namespace coterie {

std::string Shortened(std::string_view text);

// The same in quotes.
std::string Quoted(std::string_view text);

}  // namespace coterie
