// Persistent identifiers: any form in, one canonical form out.
//
// Layer: schema. A Pid is what the world calls a node. The canonical text is "scheme:value", as in
// openalex:A5023888391, doi:10.48550/arxiv.2201.05596, orcid:0000-0001-6187-6610.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "schema/kinds.h"

namespace coterie {

// Disk value: the first byte of every key of the Pid index. Never changes. A node's primary Pid is
// its smallest, so the order is also the order of preference and the order of a dump.
enum class PidScheme : uint8_t {
  kOpenAlex = 1,  // W1 A1 I1 T1 S1 C1 P1 F1 V1, subfields/1702 fields/17 domains/3
  kDoi = 2,       // lower case, without resolver: 10.48550/arxiv.2201.05596
  kArxiv = 3,     // without version: 2201.05596 or hep-th/9901001
  kOrcid = 4,     // 0000-0001-6187-6610, ISO 7064 mod 11-2 verified
  kRor = 5,       // 02nr0ka47, ISO 7064 mod 97-10 verified
  kIssnL = 6,     // 2167-8359, mod 11 verified
  kAcl = 7,       // 2020.acl-main.1, P19-1001
  kDblp = 8,      // journals/corr/VaswaniSPUJGKP17
};

struct Pid {
  PidScheme scheme = PidScheme::kOpenAlex;
  std::string value;

  // "openalex:W2741809807".
  std::string ToString() const;
  friend auto operator<=>(const Pid&, const Pid&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const Pid& pid) {
    return H::combine(std::move(state), static_cast<uint8_t>(pid.scheme), pid.value);
  }
};

// "openalex", "doi", "arxiv", "orcid", "ror", "issn", "acl", "dblp".
std::string_view PidSchemeName(PidScheme scheme);

// The Pid that `text` names: a URL (https://doi.org/…, https://openalex.org/authors/A1…), a
// prefixed form (doi:…, ORCID:…, arXiv:…), or bare where the form tells the scheme (10.…/…, W123,
// 0000-…, 2201.05596v2). Errors: InvalidArgument with one sentence (unknown form; wrong check
// digit).
absl::StatusOr<Pid> ParsePid(std::string_view text);

// The same for text that is known to be of one scheme, as a source's `doi` or `ror` field is.
absl::StatusOr<Pid> ParsePidAs(PidScheme scheme, std::string_view text);

}  // namespace coterie
