// Layer: engine.
#include "engine/ingest/csv_header.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/ingest/csv_fields.h"
#include "engine/ingest/text.h"
#include "schema/base.h"
#include "schema/quoted.h"
#include "schema/utf8.h"

namespace coterie {
namespace {

using C = CsvColumn;

constexpr std::array<std::string_view, static_cast<size_t>(C::kCount)> kNames = {
    "id",       "title",   "name",          "year",         "type",     "doi",   "venue",
    "abstract", "updated", "orcid",         "country",      "parent",   "level", "paper",
    "position", "person",  "corresponding", "institutions", "raw_name", "topic", "score",
    "citing",   "cited",   "institution",   "years",        "retracted"};

struct KindColumns {
  CsvKind kind;
  std::string_view name;
  C told_by;  // tried in this order; no file has an earlier one as well
  std::vector<C> required, optional;
};

const std::vector<KindColumns>& Kinds() {
  static const std::vector<KindColumns> kinds = {
      {CsvKind::kCitations, "citations", C::kCiting, {C::kCiting, C::kCited}, {C::kUpdated}},
      {CsvKind::kAuthorships,
       "authorships",
       C::kPosition,
       {C::kPaper, C::kPosition, C::kPerson},
       {C::kCorresponding, C::kInstitutions, C::kRawName, C::kUpdated}},
      {CsvKind::kTopicAssignments,
       "topic assignments",
       C::kScore,
       {C::kPaper, C::kTopic, C::kScore},
       {C::kUpdated}},
      {CsvKind::kAffiliations,
       "affiliations",
       C::kInstitution,
       {C::kPerson, C::kInstitution},
       {C::kYears, C::kUpdated}},
      {CsvKind::kPapers,
       "papers",
       C::kTitle,
       {C::kId, C::kTitle},
       {C::kYear, C::kType, C::kDoi, C::kVenue, C::kRetracted, C::kAbstract, C::kUpdated}},
      {CsvKind::kPeople, "people", C::kOrcid, {C::kId, C::kName, C::kOrcid}, {C::kUpdated}},
      {CsvKind::kInstitutions,
       "institutions",
       C::kCountry,
       {C::kId, C::kName, C::kCountry},
       {C::kParent, C::kType, C::kUpdated}},
      {CsvKind::kTopics,
       "topics",
       C::kLevel,
       {C::kId, C::kName, C::kLevel},
       {C::kParent, C::kUpdated}},
      {CsvKind::kVenues, "venues", C::kType, {C::kId, C::kName, C::kType}, {C::kUpdated}},
  };
  return kinds;
}

absl::Status CheckColumns(const CsvHeader& header, const KindColumns& kind) {
  for (const C column : kind.required) {
    if (header.Has(column)) continue;
    return absl::InvalidArgumentError(absl::StrCat("the CSV header is one of ", Sv(kind.name),
                                                   " but has no column \"",
                                                   Sv(CsvColumnName(column)), "\""));
  }
  for (size_t i = 0; i < kNames.size(); ++i) {
    const C column = static_cast<C>(i);
    const auto among = [column](const std::vector<C>& columns) {
      return std::find(columns.begin(), columns.end(), column) != columns.end();
    };
    if (!header.Has(column) || among(kind.required) || among(kind.optional)) continue;
    return absl::InvalidArgumentError(absl::StrCat("the CSV header is one of ", Sv(kind.name),
                                                   ", which have no column \"",
                                                   Sv(CsvColumnName(column)), "\""));
  }
  if (header.IsEdgeList() && header.position[static_cast<size_t>(kind.required[0])] != 0) {
    return absl::InvalidArgumentError(absl::StrCat("the column \"",
                                                   Sv(CsvColumnName(kind.required[0])), "\" of ",
                                                   Sv(kind.name), " must stand first"));
  }
  return absl::OkStatus();
}

}  // namespace

std::string_view CsvColumnName(CsvColumn column) { return kNames[static_cast<size_t>(column)]; }

absl::StatusOr<std::shared_ptr<const CsvHeader>> ParseCsvHeader(std::string_view line) {
  CsvFields fields;
  ASSIGN_OR_RETURN(const std::span<const std::string_view> names, fields.Split(line));
  auto header = std::make_shared<CsvHeader>();
  header->position.fill(-1);
  header->columns = names.size();
  for (size_t i = 0; i < names.size(); ++i) {
    const auto known = std::find(kNames.begin(), kNames.end(), names[i]);
    if (known == kNames.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the first line is no CSV header: it has no columns called ",
                       Quoted(names[i]), ", see docs/CSV_FORMAT.md"));
    }
    int& position = header->position[static_cast<size_t>(known - kNames.begin())];
    if (position >= 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("the CSV header has the column ", Quoted(names[i]), " twice"));
    }
    position = static_cast<int>(i);
  }
  for (const KindColumns& kind : Kinds()) {
    if (!header->Has(kind.told_by)) continue;
    header->kind = kind.kind;
    RETURN_IF_ERROR(CheckColumns(*header, kind));
    return header;
  }
  return absl::InvalidArgumentError(
      "the CSV header does not tell what the file holds, see docs/CSV_FORMAT.md");
}

}  // namespace coterie
