// Abstracts, which OpenAlex ships as word -> positions, put back into running text.
//
// Layer: engine. Pure. Hostile positions cost nothing: see kAbstractWordsMax.
#pragma once

#include <string>

#include "engine/ingest/openalex_json.h"

namespace coterie {

// Positions from here on are ignored; the longest abstracts of OpenAlex stay under 20,000 words.
inline constexpr size_t kAbstractWordsMax = 100'000;

// The words by position, one space between. Gaps close up, negative positions are ignored, and of
// two words at one position the first in the document stays. A wrong type is remembered in the
// fields. Complexity: O(words + greatest position).
std::string TextOfInvertedIndex(const JsonFields& work, std::string_view key);

}  // namespace coterie
