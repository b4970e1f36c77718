// The kinds of typed CSV and their columns (docs/CSV_FORMAT.md).
//
// Layer: engine. Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/status/statusor.h"

namespace coterie {

enum class CsvKind {
  kPapers,
  kPeople,
  kInstitutions,
  kTopics,
  kVenues,
  kAuthorships,
  kTopicAssignments,
  kCitations,
  kAffiliations
};

enum class CsvColumn : uint8_t {
  kId,
  kTitle,
  kName,
  kYear,
  kType,
  kDoi,
  kVenue,
  kAbstract,
  kUpdated,
  kOrcid,
  kCountry,
  kParent,
  kLevel,
  kPaper,
  kPosition,
  kPerson,
  kCorresponding,
  kInstitutions,
  kRawName,
  kTopic,
  kScore,
  kCiting,
  kCited,
  kInstitution,
  kYears,
  kRetracted,
  kCount
};

// As headers write it: "raw_name".
std::string_view CsvColumnName(CsvColumn column);

struct CsvHeader {
  CsvKind kind = CsvKind::kPapers;
  size_t columns = 0;
  // Where each column stands in a row; -1 where the file does not have it.
  std::array<int, static_cast<size_t>(CsvColumn::kCount)> position{};

  bool Has(CsvColumn column) const { return position[static_cast<size_t>(column)] >= 0; }
  // Whether the rows of one node (in the first column) make one list.
  bool IsEdgeList() const { return kind >= CsvKind::kAuthorships; }
};

// The header of a file from its first line. Errors: InvalidArgument with one sentence: an unknown,
// doubled or missing column.
absl::StatusOr<std::shared_ptr<const CsvHeader>> ParseCsvHeader(std::string_view line);

}  // namespace coterie
