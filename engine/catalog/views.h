// What is shown of nodes: rows of `find`, the page of `show`, the numbers of `stats`.
//
// Layer: engine. Plain values that the command line prints and RPC carries; the names are already
// looked up, so a receiver needs no store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/library.h"

namespace coterie {

struct NodeRef {
  NodeId id;
  std::string name;
};

struct FoundNode {
  NodeId id;
  std::string name;
  std::string hint;       // tells namesakes apart: last institution; authors and year; country
  std::vector<Pid> pids;  // that the node owns
};

struct BylineView {
  std::optional<NodeRef> person;  // empty for a place without identity
  std::string raw_name;
  bool is_corresponding = false;
  std::vector<NodeRef> institutions;
  std::vector<std::string> raw_affiliations;
};

struct TopicView {
  NodeRef topic;
  float score = 0;
};

struct AffiliationView {
  NodeRef institution;
  std::vector<int16_t> years;
  bool is_asserted = false;  // by a source; else derived from authorships
};

// Everything that `show` prints; what does not apply to the kind is empty or 0.
struct NodeView {
  NodeId id;
  std::string name;
  std::vector<Pid> pids;              // owned
  std::vector<Pid> contested_pids;    // asserted, but another node owns them
  std::vector<std::string> raw_pids;  // failed their check
  bool is_stub = false;
  // papers
  int16_t year = kNoYear;
  std::string type, date, language, abstract, raw_venue;
  bool is_retracted = false;
  std::optional<NodeRef> venue;
  std::vector<BylineView> byline;
  std::vector<TopicView> topics;
  uint32_t references = 0, cited_by = 0, unresolved_references = 0, source_cited_by = 0;
  // people
  std::vector<AffiliationView> affiliations;
  uint32_t papers = 0;  // also of topics, institutions, venues
  uint32_t topic_count = 0, collaborators = 0, close_collaborators = 0;
  int16_t first_year = kNoYear, last_year = kNoYear;
  // topics, institutions, venues
  std::string level, description, country_code, city, homepage, publisher;
  std::vector<std::string> alternative_names, issns;
  std::vector<NodeRef> parents, children;
  uint32_t people = 0;
};

struct StoreStats {
  StoreCounts counts;
  uint64_t sequence = 0;
  uint32_t format_version = 0;
  int16_t as_of_year = kNoYear;
  int16_t newest_import_year = kNoYear;
  std::vector<std::pair<std::string, uint64_t>> disk_bytes;  // by column family
};

// By Pid if `text` is one, else by name prefix. Results: exact Pid hit first and alone; else people
// and others by folded name, then NodeId. Errors: InvalidArgument (blank text).
absl::StatusOr<std::vector<FoundNode>> Find(const Snapshot& now, std::string_view text,
                                            std::optional<NodeKind> kind, uint32_t limit);
absl::StatusOr<NodeView> Show(const Snapshot& now, NodeId id);
StoreStats Stats(const Snapshot& now, const Store& store);

}  // namespace coterie
