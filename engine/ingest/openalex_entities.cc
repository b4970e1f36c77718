// Authors, institutions, sources, topics and concepts. Layer: engine.
#include "engine/ingest/node_key.h"
#include "engine/ingest/openalex_read.h"
#include "engine/ingest/text.h"
#include "schema/records.h"

namespace coterie {
namespace {

std::vector<JsonElement> ElementsOf(const JsonFields& fields, std::string_view key) {
  return fields.Array(key).value_or(std::vector<JsonElement>());
}

// One level above a topic; its id was a bare number in early 2024.
OpenAlexLevel ReadLevel(const JsonFields& fields, char letter) {
  OpenAlexLevel level;
  level.name = fields.String("display_name");
  const auto id = fields.Find("id");
  int64_t number = 0;
  if (id && id->get(number) == simdjson::SUCCESS) {
    level.packed = PackOpenAlexNumber(letter, number > 0 ? static_cast<uint64_t>(number) : 0);
  } else {
    level.packed = PackOpenAlex(fields.String("id"));
    if (OpenAlexLetter(level.packed) != letter) level.packed = 0;
  }
  return level;
}

// `affiliations` with years (2024 on); else `last_known_institutions`, else the single
// `last_known_institution` (to 2024), both without years.
std::optional<std::vector<OpenAlexAuthor::Affiliation>> ReadAffiliations(const JsonFields& fields) {
  std::vector<OpenAlexAuthor::Affiliation> affiliations;
  if (fields.Has("affiliations")) {
    for (const JsonElement& element : ElementsOf(fields, "affiliations")) {
      const JsonFields affiliation(element, "affiliations", fields.error());
      auto& added = affiliations.emplace_back();
      added.institution = ReadInstitutionFields(affiliation.Object("institution"));
      for (const JsonElement& year : ElementsOf(affiliation, "years")) {
        int64_t number = 0;
        if (year.get(number) != simdjson::SUCCESS) {
          affiliation.WrongType("years", year, "a year");
        } else if (YearOrNone(number) == kNoYear) {
          affiliation.WrongValue("years", year, "a year from 1000 to 2100");
        }
        added.years.push_back(YearOrNone(number));
      }
    }
    return affiliations;
  }
  if (fields.Has("last_known_institutions")) {
    for (const JsonElement& element : ElementsOf(fields, "last_known_institutions")) {
      affiliations.push_back(
          {ReadInstitutionFields(JsonFields(element, "last_known_institutions", fields.error())),
           {}});
    }
    return affiliations;
  }
  const JsonFields last = fields.Object("last_known_institution");
  if (!last.exists()) return {};
  affiliations.push_back({ReadInstitutionFields(last), {}});
  return affiliations;
}

}  // namespace

OpenAlexInstitution ReadInstitutionFields(const JsonFields& fields) {
  OpenAlexInstitution institution;
  institution.id = fields.String("id");
  institution.name = fields.String("display_name");
  institution.ror = fields.String("ror");
  institution.country_code = fields.String("country_code");
  institution.type = fields.String("type");
  institution.lineage = fields.Strings("lineage");
  return institution;
}

OpenAlexSource ReadSourceFields(const JsonFields& fields) {
  OpenAlexSource source;
  source.id = fields.String("id");
  source.name = fields.String("display_name");
  source.issn_l = fields.String("issn_l");
  source.type = fields.String("type");
  source.publisher = fields.String("host_organization_name");
  if (source.publisher.empty()) source.publisher = fields.String("publisher");
  source.issns = fields.Strings("issn");
  return source;
}

OpenAlexTopic ReadTopicFields(const JsonFields& fields) {
  OpenAlexTopic topic;
  topic.id = fields.String("id");
  topic.name = fields.String("display_name");
  topic.description = fields.String("description");
  topic.score = static_cast<float>(fields.Score("score").value_or(0));
  topic.subfield = ReadLevel(fields.Object("subfield"), 's');
  topic.field = ReadLevel(fields.Object("field"), 'f');
  topic.domain = ReadLevel(fields.Object("domain"), 'd');
  return topic;
}

OpenAlexAuthor ReadOpenAlexAuthor(const JsonFields& fields) {
  OpenAlexAuthor author;
  author.id = fields.String("id");
  author.name = fields.String("display_name");
  author.orcid = fields.String("orcid");
  if (author.orcid.empty()) author.orcid = fields.Object("ids").String("orcid");
  author.updated = fields.Timestamp("updated_date");
  author.alternative_names = fields.Strings("display_name_alternatives");
  author.affiliations = ReadAffiliations(fields);
  return author;
}

OpenAlexInstitutionRecord ReadOpenAlexInstitution(const JsonFields& fields) {
  OpenAlexInstitutionRecord record;
  record.self = ReadInstitutionFields(fields);
  record.city = fields.Object("geo").String("city");
  record.homepage = fields.String("homepage_url");
  record.updated = fields.Timestamp("updated_date");
  for (const std::string_view key : {"display_name_alternatives", "display_name_acronyms"}) {
    for (const std::string_view name : fields.Strings(key))
      record.alternative_names.push_back(name);
  }
  if (fields.Has("associated_institutions")) {
    record.parents.emplace();
    for (const JsonElement& element : ElementsOf(fields, "associated_institutions")) {
      const JsonFields associated(element, "associated_institutions", fields.error());
      if (associated.String("relationship") != "parent") continue;
      record.parents->push_back(ReadInstitutionFields(associated));
    }
  }
  return record;
}

OpenAlexSourceRecord ReadOpenAlexSource(const JsonFields& fields) {
  OpenAlexSourceRecord record;
  record.self = ReadSourceFields(fields);
  record.self.homepage = fields.String("homepage_url");
  record.updated = fields.Timestamp("updated_date");
  return record;
}

OpenAlexTopicRecord ReadOpenAlexTopic(const JsonFields& fields) {
  return {ReadTopicFields(fields), fields.Timestamp("updated_date")};
}

}  // namespace coterie
