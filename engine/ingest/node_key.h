// A node as a source names it, before the store has been asked for its NodeId.
//
// Layer: engine. OpenAlex ids, of which a works file holds fifty a record, are packed into 64 bits:
//   [letter:8][number:56]   letters W A I T C S P F, s f d for subfields, fields and domains
// Venues of 2022 (V) are sources (S) under the same numbers, and packed as such.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "schema/kinds.h"
#include "schema/pid.h"

namespace coterie {

struct NodeKey {
  NodeKind kind = NodeKind::kPaper;
  uint64_t packed = 0;  // 0 where the Pid is not an OpenAlex id
  Pid pid;              // set where packed is 0

  // The Pid in either case.
  Pid ToPid() const;
};

// A node of one parsed block: an index into its keys. A third id space, of blocks only.
struct LocalNode {
  uint32_t index = 0;
  friend constexpr auto operator<=>(LocalNode, LocalNode) = default;
};

// The packed form of "https://openalex.org/W123", "W123", "https://openalex.org/subfields/17" …;
// 0 for anything else. Leading zeros and lower-case letters are not canonical and give 0.
uint64_t PackOpenAlex(std::string_view id);
// The packed id of a letter and a number from 1 on; 0 for a number of 0 or of more than 16 digits.
uint64_t PackOpenAlexNumber(char letter, uint64_t number);
// "W123"; "subfields/17". REQUIRES: packed != 0.
std::string UnpackOpenAlex(uint64_t packed);
// The letter of a packed id.
constexpr char OpenAlexLetter(uint64_t packed) { return static_cast<char>(packed >> 56); }
// The kind of node that the letter stands for; empty for publishers and funders.
std::optional<NodeKind> KindOfPacked(uint64_t packed);
// OpenAlex's two authors that stand for "unknown" and own hundreds of thousands of papers.
bool IsPlaceholderAuthor(uint64_t packed);

// The key of a Pid; its OpenAlex form is packed.
NodeKey KeyOfPid(Pid pid, NodeKind kind);

}  // namespace coterie
