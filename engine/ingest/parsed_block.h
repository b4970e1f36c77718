// What a block of a file asserts, ready to be merged into the store in any order.
//
// Layer: engine. A plain value made by one parser thread and consumed by the committer. Nodes are
// indices into `nodes`; a stamp of 0 in a record means that the group is not asserted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/ingest/node_key.h"
#include "storage/store_batch.h"

namespace coterie {

struct LocalAuthorship {
  std::optional<LocalNode> person;
  bool is_corresponding = false;
  std::vector<LocalNode> institutions;
  std::string raw_name;
  std::vector<std::string> raw_affiliations;
};

struct LocalTopic {
  LocalNode topic;
  float score = 0;
};

struct LocalAffiliation {
  LocalNode institution;
  std::vector<int16_t> years;
};

// One node's facts as one record (or mention) gives them.
struct Assertion {
  uint64_t line = 0;
  LocalNode node;
  // A record of the node's own; else a mention. Only counts for messages and statistics.
  bool is_record = false;
  // The core group in the record's fields, and the stamps of all groups.
  NodeRecord record;
  std::string abstract;
  std::vector<LocalAuthorship> authorships;
  std::vector<LocalTopic> topics;
  std::vector<LocalNode> references;
  std::optional<LocalNode> venue;  // of the core group
  std::vector<LocalAffiliation> affiliations;
  std::vector<LocalNode> parents;
};

// A record that was not stored, and why.
struct Reject {
  uint64_t line = 0;
  std::string reason;
  std::string record;  // the source's text, at most 1 MiB of it
};

struct ParsedBlock {
  size_t file_index = 0;
  uint64_t first_line = 1;
  size_t text_bytes = 0;
  std::vector<NodeKey> nodes;
  std::vector<Assertion> assertions;
  std::vector<Reject> rejects;
  uint64_t records = 0;  // read, rejected and ignored ones included
  uint64_t ignored = 0;
  // An edge list's rows of one node must be adjacent in the file; the committer checks.
  bool is_edge_list = false;
  // Comes once a file, after its last block: how reading ended, first_line being the line reached.
  std::optional<absl::Status> end_of_file;
  std::string skip_reason;  // with end_of_file: the file was left alone
};

}  // namespace coterie
