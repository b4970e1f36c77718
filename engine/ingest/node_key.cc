// Layer: engine.
#include "engine/ingest/node_key.h"

#include <string>
#include <utility>

#include "schema/base.h"

namespace coterie {
namespace {

constexpr std::string_view kLetters = "WAITCSPFV";

struct Hierarchy {
  char letter;
  std::string_view prefix;
};
constexpr Hierarchy kHierarchies[] = {{'s', "subfields/"}, {'f', "fields/"}, {'d', "domains/"}};

// The number of 1 to 16 digits without a leading zero; 0 otherwise.
uint64_t ParseNumber(std::string_view digits) {
  if (digits.empty() || digits.size() > 16 || digits[0] == '0') return 0;
  uint64_t number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + static_cast<uint64_t>(c - '0');
  }
  return number;
}

}  // namespace

uint64_t PackOpenAlexNumber(char letter, uint64_t number) {
  if (letter == 'V') letter = 'S';  // venues of 2022 became sources under the same numbers
  constexpr uint64_t kNumberMax = 9'999'999'999'999'999;
  if (number == 0 || number > kNumberMax) return 0;
  return (static_cast<uint64_t>(static_cast<unsigned char>(letter)) << 56) | number;
}

uint64_t PackOpenAlex(std::string_view id) {
  for (const std::string_view site : {"https://openalex.org/", "http://openalex.org/"}) {
    if (id.starts_with(site)) {
      id.remove_prefix(site.size());
      break;
    }
  }
  // "authors/A1", as the site's own pages are addressed.
  if (const size_t slash = id.find('/'); slash != std::string_view::npos && slash + 1 < id.size() &&
                                         kLetters.find(id[slash + 1]) != std::string_view::npos) {
    id.remove_prefix(slash + 1);
  }
  if (id.size() < 2) return 0;
  if (kLetters.find(id[0]) != std::string_view::npos)
    return PackOpenAlexNumber(id[0], ParseNumber(id.substr(1)));
  for (const Hierarchy& level : kHierarchies) {
    if (id.starts_with(level.prefix)) {
      return PackOpenAlexNumber(level.letter, ParseNumber(id.substr(level.prefix.size())));
    }
  }
  return 0;
}

std::string UnpackOpenAlex(uint64_t packed) {
  const char letter = OpenAlexLetter(packed);
  const uint64_t number = packed & ((uint64_t{1} << 56) - 1);
  for (const Hierarchy& level : kHierarchies) {
    if (letter == level.letter) return absl::StrCat(Sv(level.prefix), number);
  }
  std::string text(1, letter);
  absl::StrAppend(&text, number);
  return text;
}

std::optional<NodeKind> KindOfPacked(uint64_t packed) {
  switch (OpenAlexLetter(packed)) {
    case 'W':
      return NodeKind::kPaper;
    case 'A':
      return NodeKind::kPerson;
    case 'I':
      return NodeKind::kInstitution;
    case 'S':
      return NodeKind::kVenue;
    case 'T':
    case 'C':
    case 's':
    case 'f':
    case 'd':
      return NodeKind::kTopic;
    default:
      return {};
  }
}

bool IsPlaceholderAuthor(uint64_t packed) {
  return packed == PackOpenAlexNumber('A', 9'999'999'999) ||
         packed == PackOpenAlexNumber('A', 5'317'838'346);
}

Pid NodeKey::ToPid() const {
  return packed == 0 ? pid : Pid{PidScheme::kOpenAlex, UnpackOpenAlex(packed)};
}

NodeKey KeyOfPid(Pid pid, NodeKind kind) {
  NodeKey key{kind, 0, {}};
  if (pid.scheme == PidScheme::kOpenAlex) key.packed = PackOpenAlex(pid.value);
  if (key.packed == 0) key.pid = std::move(pid);
  return key;
}

}  // namespace coterie
