// Check digits against published identifiers and against an independent reading of the standards.
#include "schema/check_digits.h"

#include <random>

#include "tests/support/catch.h"

namespace coterie {
namespace {

TEST_CASE("check digits: ORCIDs that exist, X included") {
  CHECK(OrcidCheckCharacter("000000016187661") == '0');
  CHECK(OrcidCheckCharacter("000000021825009") == '7');  // Josiah Carberry, ORCID's own example
  CHECK(OrcidCheckCharacter("000000021694233") == 'X');
  CHECK(OrcidCheckCharacter("000000015109370") == '0');
}

TEST_CASE("check digits: RORs that exist") {
  CHECK(RorCheckDigits("2nr0ka") == "47");
  CHECK(RorCheckDigits("3vek6s") == "52");  // Harvard University
  CHECK(RorCheckDigits("42nb2s") == "44");  // MIT
}

TEST_CASE("check digits: ISSNs that exist, X included") {
  CHECK(IssnCheckCharacter("2167835") == '9');  // PeerJ
  CHECK(IssnCheckCharacter("0378595") == '5');  // the standard's example
  CHECK(IssnCheckCharacter("2434561") == 'X');
  CHECK(IssnCheckCharacter("0028083") == '6');  // Nature
}

TEST_CASE("check digits: any single wrong digit of an ORCID or ISSN is noticed") {
  std::mt19937_64 random(2);
  for (int round = 0; round < 500; ++round) {
    std::string digits;
    for (int i = 0; i < 15; ++i) digits += static_cast<char>('0' + random() % 10);
    std::string wrong = digits;
    const size_t place = random() % 15;
    wrong[place] =
        static_cast<char>('0' + (wrong[place] - '0' + 1 + static_cast<int>(random() % 9)) % 10);
    CHECK(OrcidCheckCharacter(digits) != OrcidCheckCharacter(wrong));
    const std::string short_digits = digits.substr(0, 7);
    if (place < 7)
      CHECK(IssnCheckCharacter(short_digits) != IssnCheckCharacter(wrong.substr(0, 7)));
  }
}

TEST_CASE("check digits: a ROR is congruent to 1 modulo 97, as ISO 7064 asks") {
  std::mt19937_64 random(3);
  const std::string alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  for (int round = 0; round < 500; ++round) {
    std::string characters;
    uint64_t number = 0;
    for (int i = 0; i < 6; ++i) {
      const size_t value = random() % 32;
      characters += alphabet[value];
      number = number * 32 + value;
    }
    const std::string check = RorCheckDigits(characters);
    CHECK((number * 100 + static_cast<uint64_t>(std::stoi(check))) % 97 == 1);
  }
  CHECK(CrockfordValue('i') == -1);
  CHECK(CrockfordValue('l') == -1);
  CHECK(CrockfordValue('o') == -1);
  CHECK(CrockfordValue('u') == -1);
  CHECK(CrockfordValue('z') == 31);
}

}  // namespace
}  // namespace coterie
