// OpenAlex-shaped JSONL of a synthetic graph. Works name institutions and topics by id alone, their
// names being in the entity files; that keeps a work with its abstract near 1.7 KB.
#include "bench/generator.h"
#include "bench/output_file.h"
#include "bench/synthetic_text.h"

namespace coterie::bench {
namespace {

constexpr std::string_view kBase = "https://openalex.org/";

// "text", escaped.
void AppendString(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  out.push_back('"');
}

// "https://openalex.org/W1".
void AppendId(std::string& out, const std::string& key) {
  absl::StrAppend(&out, "\"", Sv(kBase), key, "\"");
}

// {"id":"https://openalex.org/T1","display_name":"…" without the closing brace.
void AppendEntity(std::string& out, const std::string& key, std::string_view name) {
  out += "{\"id\":";
  AppendId(out, key);
  out += ",\"display_name\":";
  AppendString(out, name);
}

void AppendBool(std::string& out, std::string_view key, bool value) {
  absl::StrAppend(&out, ",\"", Sv(key), value ? "\":true" : "\":false");
}

void AppendAuthorship(std::string& out, const SyntheticGraph& graph,
                      const SyntheticAuthorship& place, std::string_view position) {
  absl::StrAppend(&out, "{\"author_position\":\"", Sv(position), "\",\"author\":");
  AppendEntity(out, PersonKey(place.person), PersonName(graph, place.person));
  out += "},\"institutions\":[";
  for (size_t i = 0; i < place.institutions.size(); ++i) {
    if (i > 0) out += ',';
    // Names are in institutions.jsonl; leaving them out keeps a work at the size of
    // the works that import is measured with (1.7 KB).
    out += "{\"id\":";
    AppendId(out, InstitutionKey(place.institutions[i]));
    out += '}';
  }
  out += ']';
  AppendBool(out, "is_corresponding", place.is_corresponding);
  if (place.has_short_raw_name) {
    out += ",\"raw_author_name\":";
    AppendString(out, PersonShortName(graph, place.person));
  }
  out += '}';
}

// {"word":[0,7],"other":[1]}, words in order of appearance.
void AppendInvertedIndex(std::string& out, const std::vector<std::string_view>& words) {
  if (words.empty()) {
    out += "null";
    return;
  }
  out += '{';
  for (size_t first = 0; first < words.size(); ++first) {
    bool is_repeat = false;
    for (size_t i = 0; i < first && !is_repeat; ++i) is_repeat = words[i] == words[first];
    if (is_repeat) continue;
    if (first > 0) out += ',';
    AppendString(out, words[first]);
    absl::StrAppend(&out, ":[", first);
    for (size_t i = first + 1; i < words.size(); ++i) {
      if (words[i] == words[first]) absl::StrAppend(&out, ",", i);
    }
    out += ']';
  }
  out += '}';
}

void AppendWork(std::string& out, const SyntheticGraph& graph, const SyntheticPaper& paper,
                Abstracts abstracts) {
  out += "{\"id\":";
  AppendId(out, PaperKey(paper.index));
  out += ",\"doi\":";
  if (paper.has_doi) {
    absl::StrAppend(&out, "\"https://doi.org/", PaperDoi(paper.index), "\"");
  } else {
    out += "null";
  }
  out += ",\"title\":";
  AppendString(out, PaperTitle(graph, paper));
  out += ",\"publication_year\":";
  if (paper.year == 0) {
    out += "null";
  } else {
    absl::StrAppend(&out, paper.year);
  }
  absl::StrAppend(&out, ",\"type\":\"", Sv(PaperTypeName(paper.type)),
                  "\",\"primary_location\":{\"source\":");
  AppendEntity(out, VenueKey(paper.venue), VenueName(paper.venue));
  absl::StrAppend(&out, ",\"type\":\"", Sv(VenueTypeName(paper.venue)), "\"}}");
  AppendBool(out, "is_retracted", paper.is_retracted);
  out += ",\"authorships\":[";
  for (size_t i = 0; i < paper.byline.size(); ++i) {
    const bool is_last = i + 1 == paper.byline.size();
    if (i > 0) out += ',';
    AppendAuthorship(out, graph, paper.byline[i], i == 0 ? "first" : is_last ? "last" : "middle");
  }
  out += "],\"topics\":[";
  for (size_t i = 0; i < paper.topics.size(); ++i) {
    if (i > 0) out += ',';
    out += "{\"id\":";
    AppendId(out, TopicKey(paper.topics[i].topic));
    absl::StrAppend(&out, ",\"score\":0.", absl::Dec(paper.topics[i].score, absl::kZeroPad4), "}");
  }
  out += "],\"referenced_works\":[";
  for (size_t i = 0; i < paper.references.size(); ++i) {
    if (i > 0) out += ',';
    AppendId(out, PaperKey(paper.references[i]));
  }
  out += ']';
  if (abstracts == Abstracts::kWithText) {
    out += ",\"abstract_inverted_index\":";
    AppendInvertedIndex(out, PaperAbstract(graph, paper));
  }
  out += "}\n";
}

absl::Status WriteAuthors(const SyntheticGraph& graph, const std::string& directory) {
  OutputFile file(directory + "/authors.jsonl");
  std::string& out = file.buffer();
  for (uint32_t p = 0; p < graph.person_count(); ++p) {
    AppendEntity(out, PersonKey(p), PersonName(graph, p));
    const std::string orcid = PersonOrcid(graph, p);
    absl::StrAppend(&out, ",\"orcid\":",
                    orcid.empty() ? "null" : absl::StrCat("\"https://orcid.org/", orcid, "\""),
                    ",\"affiliations\":[");
    bool is_first = true;
    for (const SyntheticAffiliation& affiliation : graph.Affiliations(p)) {
      out += is_first ? "{\"institution\":" : ",{\"institution\":";
      is_first = false;
      AppendEntity(out, InstitutionKey(affiliation.institution),
                   InstitutionName(graph, affiliation.institution));
      out += "},\"years\":[";
      for (size_t i = 0; i < affiliation.years.size(); ++i) {
        absl::StrAppend(&out, i == 0 ? "" : ",", affiliation.years[i]);
      }
      out += "]}";
    }
    out += "]}\n";
    file.FlushIfFull();
  }
  return file.Close();
}

absl::Status WriteInstitutionEntities(const SyntheticGraph& graph, const std::string& directory) {
  OutputFile file(directory + "/institutions.jsonl");
  std::string& out = file.buffer();
  for (uint32_t i = 0; i < SyntheticGraph::kInstitutions; ++i) {
    const uint32_t parent = SyntheticGraph::InstitutionParent(i);
    AppendEntity(out, InstitutionKey(i), InstitutionName(graph, i));
    absl::StrAppend(&out, ",\"country_code\":\"", Sv(InstitutionCountry(graph, i)),
                    "\",\"associated_institutions\":[");
    if (parent != i) {
      AppendEntity(out, InstitutionKey(parent), InstitutionName(graph, parent));
      out += ",\"relationship\":\"parent\"}";
    }
    out += "]}\n";
    file.FlushIfFull();
  }
  return file.Close();
}

absl::Status WriteTopicEntities(const std::string& directory) {
  OutputFile file(directory + "/topics.jsonl");
  std::string& out = file.buffer();
  for (uint32_t t = 0; t < SyntheticGraph::kTopics; ++t) {
    const uint32_t subfield = SyntheticGraph::SubfieldOf(t);
    const uint32_t field = SyntheticGraph::FieldOf(subfield);
    const uint32_t domain = SyntheticGraph::DomainOf(field);
    AppendEntity(out, TopicKey(t), TopicName(t));
    out += ",\"subfield\":";
    AppendEntity(out, SubfieldKey(subfield), SubfieldName(subfield));
    out += "},\"field\":";
    AppendEntity(out, FieldKey(field), FieldName(field));
    out += "},\"domain\":";
    AppendEntity(out, DomainKey(domain), DomainName(domain));
    out += "}}\n";
    file.FlushIfFull();
  }
  return file.Close();
}

absl::Status WriteSources(const SyntheticGraph& graph, const std::string& directory) {
  OutputFile file(directory + "/sources.jsonl");
  for (uint32_t v = 0; v < graph.venue_count(); ++v) {
    AppendEntity(file.buffer(), VenueKey(v), VenueName(v));
    absl::StrAppend(&file.buffer(), ",\"type\":\"", Sv(VenueTypeName(v)), "\"}\n");
    file.FlushIfFull();
  }
  return file.Close();
}

}  // namespace

absl::Status WriteJsonl(const SyntheticGraph& graph, const GenerateOptions& options) {
  RETURN_IF_ERROR(MakeDirectory(options.directory));
  RETURN_IF_ERROR(WriteTopicEntities(options.directory));
  RETURN_IF_ERROR(WriteInstitutionEntities(graph, options.directory));
  RETURN_IF_ERROR(WriteSources(graph, options.directory));
  RETURN_IF_ERROR(WriteAuthors(graph, options.directory));
  OutputFile works(options.directory + "/works.jsonl");
  for (uint32_t k = 0; k < graph.paper_count(); ++k) {
    AppendWork(works.buffer(), graph, graph.Paper(PaperAt(graph, options.order, k)),
               options.abstracts);
    works.FlushIfFull();
  }
  return works.Close();
}

}  // namespace coterie::bench
