// Folding of names for look-ups: case, diacritics, compatibility forms and punctuation.
//
// Layer: schema. Folding follows Unicode (utf8proc): NFKD, marks stripped, case folded; dashes of
// every kind and white space become one space. "Müller‐Lüdenscheidt, J." -> "muller ludenscheidt j".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace coterie {

// The folded form; invalid UTF-8 is replaced first. Complexity: O(bytes).
std::string FoldName(std::string_view name);

// The forms under which a person's folded name is found: from each word on, at most 6 words.
// "minjia zhang" -> {"minjia zhang", "zhang"}.
std::vector<std::string> PersonLookupForms(std::string_view folded);

}  // namespace coterie
