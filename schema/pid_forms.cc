// One recogniser a scheme: bare text in, canonical value out.
//
// Layer: schema.
#include "schema/pid_forms.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <utility>

#include "schema/check_digits.h"

namespace coterie {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
char Lower(char c) { return IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
char Upper(char c) { return IsLower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

std::string LowerAscii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), Lower);
  return out;
}

// Digits without leading zeros; empty if not a number from 1 to 10^18 - 1.
std::string CanonicalNumber(std::string_view digits) {
  if (!AllDigits(digits)) return {};
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits.size() > 18 ? std::string() : std::string(digits);
}

// W123; or subfields/1702, fields/17, domains/3, which have numbers of their own.
PidForm RecognizeOpenAlex(std::string_view text) {
  const std::string problem =
      "is no OpenAlex id (a letter and a number, as in W2741809807, or subfields/1702)";
  if (text.empty()) return PidForm::Unlike(problem);
  if (const size_t slash = text.find('/'); slash != std::string_view::npos) {
    const std::string collection = LowerAscii(text.substr(0, slash));
    const std::string number = CanonicalNumber(text.substr(slash + 1));
    if (number.empty()) return PidForm::Unlike(problem);
    if (collection != "subfields" && collection != "fields" && collection != "domains") {
      return PidForm::Unlike(problem);
    }
    return PidForm::Found(collection + "/" + number);
  }
  static constexpr std::string_view kLetters = "WAITSCPFV";  // V: venues, until 2022
  const char letter = Upper(text[0]);
  const std::string number = CanonicalNumber(text.substr(1));
  if (number.empty() || kLetters.find(letter) == std::string_view::npos) {
    return PidForm::Unlike(problem);
  }
  return PidForm::Found(letter + number);
}

// Whether `text` ends in a closing bracket that nothing in it opens.
bool EndsInUnopenedBracket(std::string_view text) {
  static constexpr std::array<std::pair<char, char>, 4> kPairs = {
      {{'(', ')'}, {'[', ']'}, {'{', '}'}, {'<', '>'}}};
  for (const auto& [open, close] : kPairs) {
    if (text.back() != close) continue;
    return std::count(text.begin(), text.end(), open) < std::count(text.begin(), text.end(), close);
  }
  return false;
}

// What sentences and mark-up leave behind an identifier; never a part of a registered name.
std::string_view WithoutTrailingJunk(std::string_view text) {
  static constexpr std::string_view kJunk = ".,;:!?'\"/\\";
  while (!text.empty() &&
         (kJunk.find(text.back()) != std::string_view::npos || EndsInUnopenedBracket(text))) {
    text.remove_suffix(1);
  }
  return text;
}

enum class VersionMark : uint8_t { kDropped = 1, kPartOfName = 2 };

// The text without a trailing "v" and number.
std::string_view WithoutVersion(std::string_view text) {
  const size_t v = text.find_last_of("vV");
  return v != std::string_view::npos && v > 0 && AllDigits(text.substr(v + 1)) ? text.substr(0, v)
                                                                               : text;
}

// The text without junk, file extension and version at its end, in any order and number.
std::string_view WithoutEnding(std::string_view text,
                               std::initializer_list<std::string_view> extensions,
                               VersionMark version) {
  for (std::string_view before; before != text;) {
    before = text;
    text = WithoutTrailingJunk(text);
    for (const std::string_view extension : extensions) {
      if (text.size() > extension.size() &&
          LowerAscii(text.substr(text.size() - extension.size())) == extension) {
        text.remove_suffix(extension.size());
      }
    }
    if (version == VersionMark::kDropped) text = WithoutVersion(text);
  }
  return text;
}

// 10.NNNN[.N]*/suffix, case folded in ASCII, as the DOI handbook (2.2) compares names.
PidForm RecognizeDoi(std::string_view text) {
  text = WithoutTrailingJunk(text);
  const std::string problem = "is no DOI (10., a registrant, a slash and a suffix)";
  const size_t slash = text.find('/');
  if (text.substr(0, 3) != "10." || slash == std::string_view::npos || slash + 1 == text.size()) {
    return PidForm::Unlike(problem);
  }
  const std::string_view registrant = text.substr(3, slash - 3);
  char previous = '.';
  for (const char c : registrant) {
    if (!IsDigit(c) && (c != '.' || previous == '.')) return PidForm::Unlike(problem);
    previous = c;
  }
  const size_t first_part = std::min(registrant.find('.'), registrant.size());
  if (first_part < 4 || first_part > 9 || previous == '.') return PidForm::Unlike(problem);
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f') {
      return PidForm::Wrong("is no DOI: it holds a space or a control character");
    }
  }
  return PidForm::Found(LowerAscii(text));
}

// The archives of arXiv ids before April 2007.
bool IsOldArxivArchive(std::string_view archive) {
  static constexpr std::array<std::string_view, 37> kArchives = {
      "acc-phys", "adap-org", "alg-geom", "ao-sci",   "astro-ph", "atom-ph", "bayes-an", "chao-dyn",
      "chem-ph",  "cmp-lg",   "comp-gas", "cond-mat", "cs",       "dg-ga",   "funct-an", "gr-qc",
      "hep-ex",   "hep-lat",  "hep-ph",   "hep-th",   "math",     "math-ph", "mtrl-th",  "nlin",
      "nucl-ex",  "nucl-th",  "patt-sol", "physics",  "plasm-ph", "q-alg",   "q-bio",    "quant-ph",
      "solv-int", "supr-con", "stat",     "q-fin",    "econ"};
  return std::find(kArchives.begin(), kArchives.end(), archive) != kArchives.end();
}

bool IsMonth(std::string_view mm) {
  const int month = (mm[0] - '0') * 10 + (mm[1] - '0');
  return month >= 1 && month <= 12;
}

// YYMM.NNNN, five digits from 2015; or archive/YYMMNNN, where the archive's subject class
// (math.GT) is no part of the identity.
PidForm RecognizeArxiv(std::string_view text) {
  const std::string problem = "is no arXiv id (as in 2201.05596 or hep-th/9901001)";
  text = WithoutEnding(text, {".pdf"}, VersionMark::kDropped);
  if (const size_t slash = text.find('/'); slash != std::string_view::npos) {
    const std::string_view number = text.substr(slash + 1);
    const std::string_view archive_and_class = text.substr(0, slash);
    const std::string archive =
        LowerAscii(archive_and_class.substr(0, archive_and_class.find('.')));
    if (!IsOldArxivArchive(archive) || number.size() != 7 || !AllDigits(number)) {
      return PidForm::Unlike(problem);
    }
    if (!IsMonth(number.substr(2, 2)))
      return PidForm::Wrong("is no arXiv id: there is no such month");
    return PidForm::Found(archive + "/" + std::string(number));
  }
  if (text.size() < 9 || text.size() > 10 || text[4] != '.' || !AllDigits(text.substr(0, 4)) ||
      !AllDigits(text.substr(5))) {
    return PidForm::Unlike(problem);
  }
  if (!IsMonth(text.substr(2, 2))) return PidForm::Wrong("is no arXiv id: there is no such month");
  const bool since_2015 = text.substr(0, 2) >= "15";
  if (since_2015 != (text.size() == 10)) {
    return PidForm::Wrong(since_2015 ? "is no arXiv id: from 2015 they have five digits"
                                     : "is no arXiv id: before 2015 they have four digits");
  }
  return PidForm::Found(std::string(text));
}

// `groups` of four characters, with hyphens between all of them or none; upper case. Empty if the
// text has another form. The last character may be X, a check digit of 10.
std::string CheckedDigits(std::string_view text, size_t groups) {
  std::string digits;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen_place = i % 5 == 4 && text.size() == groups * 5 - 1;
    if (hyphen_place) {
      if (text[i] != '-') return {};
    } else {
      digits += Upper(text[i]);
    }
  }
  if (digits.size() != groups * 4) return {};
  if (!AllDigits(std::string_view(digits).substr(0, digits.size() - 1))) return {};
  return IsDigit(digits.back()) || digits.back() == 'X' ? digits : std::string();
}

PidForm RecognizeOrcid(std::string_view text) {
  text = WithoutTrailingJunk(text);
  const std::string digits = CheckedDigits(text, 4);
  if (digits.empty()) {
    return PidForm::Unlike("is no ORCID (four groups of four digits, as in 0000-0001-6187-6610)");
  }
  const char check = OrcidCheckCharacter(std::string_view(digits).substr(0, 15));
  if (digits.back() != check) {
    return PidForm::Wrong(std::string("is no ORCID: its check digit should be ") + check);
  }
  return PidForm::Found(digits.substr(0, 4) + "-" + digits.substr(4, 4) + "-" +
                        digits.substr(8, 4) + "-" + digits.substr(12, 4));
}

PidForm RecognizeRor(std::string_view text) {
  const std::string value = LowerAscii(WithoutTrailingJunk(text));
  const auto is_crockford = [](char c) { return CrockfordValue(c) >= 0; };
  if (value.size() != 9 || value[0] != '0' || !IsDigit(value[7]) || !IsDigit(value[8]) ||
      !std::all_of(value.begin() + 1, value.begin() + 7, is_crockford)) {
    return PidForm::Unlike("is no ROR id (0, six characters and two digits, as in 02nr0ka47)");
  }
  const std::string check = RorCheckDigits(std::string_view(value).substr(1, 6));
  if (value.substr(7) != check) {
    return PidForm::Wrong("is no ROR id: its check digits should be " + check);
  }
  return PidForm::Found(value);
}

PidForm RecognizeIssn(std::string_view text) {
  text = WithoutTrailingJunk(text);
  const std::string digits = CheckedDigits(text, 2);
  if (digits.empty()) {
    return PidForm::Unlike("is no ISSN (two groups of four digits, as in 2167-8359)");
  }
  const char check = IssnCheckCharacter(std::string_view(digits).substr(0, 7));
  if (digits.back() != check) {
    return PidForm::Wrong(std::string("is no ISSN: its check digit should be ") + check);
  }
  return PidForm::Found(digits.substr(0, 4) + "-" + digits.substr(4, 4));
}

// P19-1001 (to 2019, upper case) or 2020.acl-main.1 (lower case).
PidForm RecognizeAcl(std::string_view text) {
  const std::string problem = "is no ACL Anthology id (as in P19-1001 or 2020.acl-main.1)";
  text = WithoutEnding(text, {".pdf"}, VersionMark::kDropped);
  if (text.size() == 8 && text[3] == '-') {
    const char letter = Upper(text[0]);
    if (!IsUpper(letter) || !AllDigits(text.substr(1, 2)) || !AllDigits(text.substr(4))) {
      return PidForm::Unlike(problem);
    }
    return PidForm::Found(letter + std::string(text.substr(1)));
  }
  const std::string value = LowerAscii(text);
  const size_t last_dot = value.rfind('.');
  if (value.size() < 10 || value[4] != '.' || last_dot <= 4 || !AllDigits(value.substr(0, 4)) ||
      !AllDigits(value.substr(last_dot + 1))) {
    return PidForm::Unlike(problem);
  }
  const std::string_view volume = std::string_view(value).substr(5, last_dot - 5);
  const size_t hyphen = volume.find('-');
  const auto is_word = [](char c) { return IsLower(c) || IsDigit(c) || c == '_' || c == '-'; };
  if (hyphen == 0 || hyphen == std::string_view::npos || hyphen + 1 == volume.size() ||
      !std::all_of(volume.begin(), volume.end(), is_word)) {
    return PidForm::Unlike(problem);
  }
  return PidForm::Found(value);
}

// journals/corr/VaswaniSPUJGKP17; case matters in dblp.
PidForm RecognizeDblp(std::string_view text) {
  static constexpr std::array<std::string_view, 11> kPrefixes = {
      "journals", "conf", "books",     "phd",  "series", "reference",
      "tr",       "www",  "homepages", "data", "persons"};
  const std::string problem = "is no dblp key (as in journals/corr/VaswaniSPUJGKP17)";
  text = WithoutEnding(text, {".html", ".xml", ".bib", ".rdf"}, VersionMark::kPartOfName);
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash + 1 == text.size()) return PidForm::Unlike(problem);
  if (std::find(kPrefixes.begin(), kPrefixes.end(), text.substr(0, slash)) == kPrefixes.end()) {
    return PidForm::Unlike(problem);
  }
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7f) {
      return PidForm::Unlike(problem);
    }
  }
  return PidForm::Found(std::string(text));
}

}  // namespace

PidForm RecognizePid(PidScheme scheme, std::string_view bare) {
  switch (scheme) {
    case PidScheme::kOpenAlex:
      return RecognizeOpenAlex(WithoutTrailingJunk(bare));
    case PidScheme::kDoi:
      return RecognizeDoi(bare);
    case PidScheme::kArxiv:
      return RecognizeArxiv(bare);
    case PidScheme::kOrcid:
      return RecognizeOrcid(bare);
    case PidScheme::kRor:
      return RecognizeRor(bare);
    case PidScheme::kIssnL:
      return RecognizeIssn(bare);
    case PidScheme::kAcl:
      return RecognizeAcl(bare);
    case PidScheme::kDblp:
      return RecognizeDblp(bare);
  }
  return PidForm::Unlike("is of an unknown scheme");
}

}  // namespace coterie
