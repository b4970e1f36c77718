// Works in every shape of 2022 to 2026. Layer: engine.
#include <algorithm>

#include "engine/ingest/inverted_index.h"
#include "engine/ingest/openalex_read.h"
#include "engine/ingest/text.h"

namespace coterie {
namespace {

// `raw_affiliation_strings` (2023 on), `raw_affiliation_string` (2022), or what `affiliations`
// (2024 on) quotes; failing all, the names of institutions that have no id.
std::vector<std::string_view> ReadRawAffiliations(
    const JsonFields& place, const std::vector<OpenAlexInstitution>& institutions) {
  std::vector<std::string_view> raw = place.Strings("raw_affiliation_strings");
  if (raw.empty()) {
    const std::string_view single = place.String("raw_affiliation_string");
    if (!single.empty()) raw.push_back(single);
  }
  if (raw.empty()) {
    for (const JsonElement& element :
         place.Array("affiliations").value_or(std::vector<JsonElement>())) {
      const JsonFields affiliation(element, "affiliations", place.error());
      const std::string_view text = affiliation.String("raw_affiliation_string");
      if (!text.empty()) raw.push_back(text);
    }
  }
  if (raw.empty()) {
    for (const OpenAlexInstitution& institution : institutions) {
      if (institution.id.empty() && !institution.name.empty()) raw.push_back(institution.name);
    }
  }
  return raw;
}

OpenAlexPlace ReadPlace(const JsonFields& fields) {
  OpenAlexPlace place;
  const JsonFields author = fields.Object("author");
  place.id = author.String("id");
  place.name = author.String("display_name");
  place.orcid = author.String("orcid");
  place.raw_name = fields.String("raw_author_name");
  if (place.raw_name.empty()) place.raw_name = place.name;
  place.is_corresponding = fields.Boolean("is_corresponding");
  for (const JsonElement& element :
       fields.Array("institutions").value_or(std::vector<JsonElement>())) {
    place.institutions.push_back(
        ReadInstitutionFields(JsonFields(element, "institutions", fields.error())));
  }
  place.raw_affiliations = ReadRawAffiliations(fields, place.institutions);
  return place;
}

void ReadByline(const JsonFields& fields, OpenAlexWork& work) {
  const auto places = fields.Array("authorships");
  if (!places) return;
  work.byline.emplace();
  work.byline->reserve(places->size());
  for (const JsonElement& element : *places) {
    work.byline->push_back(ReadPlace(JsonFields(element, "authorships", fields.error())));
  }
  work.corresponding_ids = fields.Strings("corresponding_author_ids");
  work.is_byline_truncated = fields.Boolean("is_authors_truncated").value_or(false) ||
                             fields.Count("authors_count").value_or(0) > places->size();
}

void ReadTopics(const JsonFields& fields, OpenAlexWork& work) {
  for (const std::string_view key : {"topics", "concepts"}) {
    const auto elements = fields.Array(key);
    if (!elements) continue;
    if (!work.topics) work.topics.emplace();
    for (const JsonElement& element : *elements) {
      work.topics->push_back(ReadTopicFields(JsonFields(element, key, fields.error())));
    }
  }
}

// `primary_location.source` (2023 on), else `host_venue` (to 2023).
void ReadVenue(const JsonFields& fields, OpenAlexWork& work) {
  const JsonFields location = fields.Object("primary_location");
  work.source = ReadSourceFields(location.Object("source"));
  if (work.source.id.empty()) {
    const OpenAlexSource host = ReadSourceFields(fields.Object("host_venue"));
    if (!host.id.empty() || work.source.name.empty()) work.source = host;
  }
  if (!work.source.id.empty()) return;
  work.raw_venue = work.source.name.empty() ? location.String("raw_source_name") : work.source.name;
}

}  // namespace

OpenAlexWork ReadOpenAlexWork(const JsonFields& fields) {
  OpenAlexWork work;
  work.id = fields.String("id");
  work.doi = fields.String("doi");
  if (work.doi.empty()) work.doi = fields.Object("ids").String("doi");
  work.title = fields.String("title");
  if (work.title.empty()) work.title = fields.String("display_name");
  work.date = fields.Date("publication_date");
  work.language = fields.String("language");
  work.type = fields.String("type");
  work.updated = fields.Timestamp("updated_date");
  work.year = fields.Year("publication_year");
  work.is_retracted = fields.Boolean("is_retracted");
  work.cited_by_count = fields.Count("cited_by_count");
  ReadVenue(fields, work);
  if (fields.Has("abstract_inverted_index")) {
    work.abstract = TextOfInvertedIndex(fields, "abstract_inverted_index");
  } else if (fields.Has("abstract")) {
    work.abstract = CleanText(fields.String("abstract", kAbstractBytesMax));
  }
  ReadByline(fields, work);
  ReadTopics(fields, work);
  if (fields.Has("referenced_works")) work.references = fields.Strings("referenced_works");
  return work;
}

}  // namespace coterie
