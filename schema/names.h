// Folding of names for look-ups: case, diacritics, compatibility forms and punctuation.
//
// Layer: schema. Folding follows Unicode (utf8proc): NFKD, marks stripped, case folded; letters
// with a stroke and ligatures become base letters (Ł -> l, Æ -> ae); apostrophes go; dashes of
// every kind, other punctuation, symbols and white space become one space. Idempotent.
// "Müller‐Lüdenscheidt, J." -> "muller ludenscheidt j".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace coterie {

// The folded form; invalid UTF-8 is replaced first. Complexity: O(bytes).
std::string FoldName(std::string_view name);

// The forms under which a person's folded name is found: the whole and from each later word on; of
// a name of more than 6 words, the whole and its last 5 words. "minjia zhang" -> {"minjia zhang",
// "zhang"}.
std::vector<std::string> PersonLookupForms(std::string_view folded);

}  // namespace coterie
