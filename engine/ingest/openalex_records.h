// OpenAlex records as plain structs: what every vintage of the format says, in one shape.
//
// Layer: engine. Text is a view into the parsed document. Optional groups are empty where the
// record does not have the key (or null): the record does not assert them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace coterie {

struct OpenAlexInstitution {
  std::string_view id, name, ror, country_code, type;
  std::vector<std::string_view> lineage;
};

struct OpenAlexSource {
  std::string_view id, name, issn_l, type, publisher, homepage;
  std::vector<std::string_view> issns;
};

struct OpenAlexPlace {  // on a byline
  std::string_view id, name, orcid, raw_name;
  std::optional<bool> is_corresponding;
  std::vector<OpenAlexInstitution> institutions;
  std::vector<std::string_view> raw_affiliations;
};

struct OpenAlexLevel {  // of a topic's hierarchy
  uint64_t packed = 0;  // see node_key.h; 0 where not given
  std::string_view name;
};

struct OpenAlexTopic {
  std::string_view id, name, description;
  float score = 0;
  OpenAlexLevel subfield, field, domain;
};

struct OpenAlexWork {
  std::string_view id, doi, title, date, language, type, updated, raw_venue;
  std::optional<int16_t> year;
  std::optional<bool> is_retracted;
  std::optional<uint32_t> cited_by_count;
  OpenAlexSource source;
  bool is_byline_truncated = false;
  std::vector<std::string_view> corresponding_ids;
  std::optional<std::string> abstract;
  std::optional<std::vector<OpenAlexPlace>> byline;
  std::optional<std::vector<OpenAlexTopic>> topics;  // topics and concepts
  std::optional<std::vector<std::string_view>> references;
};

struct OpenAlexAuthor {
  std::string_view id, name, orcid, updated;
  std::vector<std::string_view> alternative_names;
  struct Affiliation {
    OpenAlexInstitution institution;
    std::vector<int16_t> years;
  };
  std::optional<std::vector<Affiliation>> affiliations;
};

struct OpenAlexInstitutionRecord {
  OpenAlexInstitution self;
  std::string_view city, homepage, updated;
  std::vector<std::string_view> alternative_names;
  std::optional<std::vector<OpenAlexInstitution>> parents;
};

struct OpenAlexSourceRecord {
  OpenAlexSource self;
  std::string_view updated;
};

struct OpenAlexTopicRecord {  // a topic, a level of the hierarchy, or a concept
  OpenAlexTopic self;
  std::string_view updated;
};

}  // namespace coterie
