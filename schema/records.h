// What the store keeps of each node and edge, as plain values.
//
// Layer: schema. Invariants: text is valid UTF-8; vectors of edges are as their comments say. The
// bytes on disk are storage/record_codec's business and docs/STORAGE_FORMAT.md's description.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/ids.h"
#include "schema/pid.h"

namespace coterie {

// Which assertion a group of fields came from, as a number that only grows: of two assertions about
// the same group the greater stamp wins, so that the store does not depend on the order of arrival.
// 0 = never asserted. Layout in engine/ingest/stamp.h.
using Stamp = uint64_t;

// No year, as a source's null or 0 gives.
inline constexpr int16_t kNoYear = 0;

// What every node has.
struct NodeHeader {
  std::string name;            // title or display name, source spelling; may be empty
  std::vector<Pid> pids;       // asserted, sorted; the node may own fewer (see Store's Pid index)
  std::vector<std::string> raw_pids;  // identifiers that failed their check, in source spelling
  Stamp core_stamp = 0;        // of the header and of the record's own fields
  friend bool operator==(const NodeHeader&, const NodeHeader&) = default;
};

struct PaperRecord {
  NodeHeader header;
  int16_t year = kNoYear;
  bool is_stub = false;        // known only as a reference
  bool is_retracted = false;
  std::string type;            // "article", "preprint", …, as the source wrote it
  std::string date;            // YYYY-MM-DD or empty
  std::string language;        // ISO 639-1 or empty
  std::string raw_venue;       // venue name where the source gives no identity
  uint32_t source_cited_by = 0;  // the source's own count, not ours
  Stamp abstract_stamp = 0;
  Stamp authorships_stamp = 0;
  Stamp topics_stamp = 0;
  Stamp references_stamp = 0;
  friend bool operator==(const PaperRecord&, const PaperRecord&) = default;
};

struct PersonRecord {
  NodeHeader header;
  std::vector<std::string> alternative_names;
  Stamp affiliations_stamp = 0;
  friend bool operator==(const PersonRecord&, const PersonRecord&) = default;
};

// Level of a topic in its hierarchy. Disk value.
enum class TopicLevel : uint8_t { kFlat = 0, kDomain = 1, kField = 2, kSubfield = 3, kTopic = 4 };

struct TopicRecord {
  NodeHeader header;
  TopicLevel level = TopicLevel::kFlat;
  std::string description;
  Stamp parents_stamp = 0;
  friend bool operator==(const TopicRecord&, const TopicRecord&) = default;
};

struct InstitutionRecord {
  NodeHeader header;
  std::string type;          // "education", "company", …
  std::string country_code;  // ISO 3166-1 alpha-2 or empty
  std::string city;
  std::string homepage;
  std::vector<std::string> alternative_names;
  Stamp parents_stamp = 0;
  friend bool operator==(const InstitutionRecord&, const InstitutionRecord&) = default;
};

struct VenueRecord {
  NodeHeader header;
  std::string type;                // "journal", "repository", …
  std::vector<std::string> issns;  // besides the ISSN-L in header.pids
  std::string publisher;           // name of the host organisation
  std::string homepage;
  friend bool operator==(const VenueRecord&, const VenueRecord&) = default;
};

// One place on a byline. `person` is none where the source knows no identity.
struct Authorship {
  NodeId person;
  bool is_corresponding = false;
  std::vector<NodeId> institutions;  // at the time, distinct, in source order
  std::string raw_name;
  std::vector<std::string> raw_affiliations;
  friend bool operator==(const Authorship&, const Authorship&) = default;
};

struct TopicAssignment {
  NodeId topic;
  float score = 0;  // 0..1
  friend bool operator==(const TopicAssignment&, const TopicAssignment&) = default;
};

// A source's assertion that a person was at an institution in these years.
struct Affiliation {
  NodeId institution;
  std::vector<int16_t> years;  // ascending, distinct; may be empty
  friend bool operator==(const Affiliation&, const Affiliation&) = default;
};

}  // namespace coterie
