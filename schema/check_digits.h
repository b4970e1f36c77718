// The check digits of ORCID, ROR and ISSN.
//
// Layer: schema. Pure functions over text of a fixed form.
#pragma once

#include <string>
#include <string_view>

namespace coterie {

// The check character of an ORCID: '0'..'9' or 'X'. REQUIRES: 15 decimal digits.
// Source: ISO 7064 mod 11-2.
char OrcidCheckCharacter(std::string_view digits);

// The two check digits of a ROR id. REQUIRES: 6 characters of Crockford's base 32 alphabet, lower
// case. Source: ISO 7064 mod 97-10, as ROR applies it to the number that the characters spell.
std::string RorCheckDigits(std::string_view characters);

// The check character of an ISSN: '0'..'9' or 'X'. REQUIRES: 7 decimal digits.
// Source: ISO 3297, weights 8 to 2, mod 11.
char IssnCheckCharacter(std::string_view digits);

// The value of a character in Crockford's base 32 alphabet (no i, l, o, u), lower case; -1 if none.
int CrockfordValue(char character);

}  // namespace coterie
