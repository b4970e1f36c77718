// The check digits of ORCID, ROR and ISSN.
//
// Layer: schema.
#include "schema/check_digits.h"

#include <cstdint>

namespace coterie {

char OrcidCheckCharacter(std::string_view digits) {
  int total = 0;
  for (const char digit : digits) total = (total + (digit - '0')) * 2 % 11;
  const int check = (12 - total) % 11;
  return check == 10 ? 'X' : static_cast<char>('0' + check);
}

std::string RorCheckDigits(std::string_view characters) {
  uint64_t number = 0;  // 6 characters of 5 bits
  for (const char character : characters) {
    number = number * 32 + static_cast<uint64_t>(CrockfordValue(character));
  }
  const uint64_t check = 98 - (number * 100) % 97;
  return {static_cast<char>('0' + check / 10), static_cast<char>('0' + check % 10)};
}

char IssnCheckCharacter(std::string_view digits) {
  int total = 0;
  int weight = 8;
  for (const char digit : digits) total += (digit - '0') * weight--;
  const int check = (11 - total % 11) % 11;
  return check == 10 ? 'X' : static_cast<char>('0' + check);
}

int CrockfordValue(char character) {
  static constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  const size_t value = kAlphabet.find(character);
  return value == std::string_view::npos ? -1 : static_cast<int>(value);
}

}  // namespace coterie
