// Rows of typed CSV turned into assertions with stamps (ADR 1).
//
// Layer: engine. Rows of an edge list are gathered until the first column changes. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/ingest/block_builder.h"
#include "engine/ingest/content_hash.h"
#include "engine/ingest/csv_header.h"

namespace coterie {

// The key that a field names, checked against the kind that its column asks for.
// Errors: InvalidArgument with one sentence.
absl::StatusOr<NodeKey> ParseNodeKey(std::string_view text, NodeKind kind);

class CsvTable {
 public:
  // Adds to `block`, which outlives this.
  CsvTable(const CsvHeader& header, BlockBuilder& block) : header_(header), block_(block) {}

  // Adds one row. Errors: InvalidArgument with the reason for a reject; nothing of the row was
  // added.
  absl::Status AddRow(std::span<const std::string_view> row, uint64_t line);
  // Adds the list that is being gathered.
  void FinishList();

 private:
  struct Place {
    uint32_t position = 0;
    LocalAuthorship authorship;
  };

  std::string_view Field(CsvColumn column) const;
  absl::Status CheckLengths() const;
  absl::Status AddPaper();
  absl::Status AddPerson();
  absl::Status AddInstitution();
  absl::Status AddTopic();
  absl::Status AddVenue();
  absl::Status AddAuthorship();
  absl::Status AddTopicAssignment();
  absl::Status AddCitation();
  absl::Status AddAffiliation();

  // Makes the row's node the one being gathered, ending the list before.
  absl::Status ContinueList(CsvColumn column, NodeKind kind);
  // The parent that a node row asserts: empty where the file has no such column.
  absl::StatusOr<std::optional<std::vector<NodeKey>>> Parents(NodeKind kind) const;
  Stamp RowStamp(uint64_t filled, const ContentHash& hash) const;
  void FinishAuthorships();

  const CsvHeader& header_;
  BlockBuilder& block_;
  std::span<const std::string_view> row_;
  uint64_t line_ = 0;

  // The list being gathered.
  std::optional<NodeKey> list_key_;
  Assertion list_;
  std::vector<Place> places_;
  std::optional<uint32_t> list_updated_;
};

}  // namespace coterie
