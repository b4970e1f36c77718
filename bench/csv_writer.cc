// Typed CSV of a synthetic graph; the columns are docs/CSV_FORMAT.md's.
#include "bench/generator.h"
#include "bench/output_file.h"
#include "bench/synthetic_text.h"

namespace coterie::bench {
namespace {

void AppendField(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out.append(text);
    return;
  }
  out.push_back('"');
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

// Units: 1/10,000. "0.9812".
void AppendScore(std::string& out, uint32_t score) {
  absl::StrAppend(&out, "0.", absl::Dec(score, absl::kZeroPad4));
}

void AppendJoined(std::string& out, const std::vector<uint32_t>& institutions) {
  for (size_t i = 0; i < institutions.size(); ++i) {
    absl::StrAppend(&out, i == 0 ? "" : ";", InstitutionKey(institutions[i]));
  }
}

// The four files that have rows for a paper.
class PaperFiles {
 public:
  PaperFiles(const SyntheticGraph& graph, const GenerateOptions& options)
      : graph_(graph),
        options_(options),
        papers_(options.directory + "/papers.csv"),
        authorships_(options.directory + "/authorships.csv"),
        topics_(options.directory + "/topic_assignments.csv"),
        citations_(options.directory + "/citations.csv") {
    papers_.buffer() += "id,title,year,type,doi,venue,retracted,abstract\n";
    authorships_.buffer() += "paper,position,person,corresponding,institutions,raw_name\n";
    topics_.buffer() += "paper,topic,score\n";
    citations_.buffer() += "citing,cited\n";
  }

  void Append(const SyntheticPaper& paper) {
    const std::string key = PaperKey(paper.index);
    AppendPaper(paper, key);
    AppendByline(paper, key);
    for (const SyntheticTopic& topic : paper.topics) {
      absl::StrAppend(&topics_.buffer(), key, ",", TopicKey(topic.topic), ",");
      AppendScore(topics_.buffer(), topic.score);
      topics_.buffer() += '\n';
    }
    for (const uint32_t cited : paper.references) {
      absl::StrAppend(&citations_.buffer(), key, ",", PaperKey(cited), "\n");
    }
    for (OutputFile* file : {&papers_, &authorships_, &topics_, &citations_}) file->FlushIfFull();
  }

  absl::Status Close() {
    for (OutputFile* file : {&papers_, &authorships_, &topics_, &citations_})
      RETURN_IF_ERROR(file->Close());
    return absl::OkStatus();
  }

 private:
  void AppendPaper(const SyntheticPaper& paper, const std::string& key) {
    std::string& out = papers_.buffer();
    absl::StrAppend(&out, key, ",");
    AppendField(out, PaperTitle(graph_, paper));
    out += ',';
    if (paper.year != 0) absl::StrAppend(&out, paper.year);
    absl::StrAppend(&out, ",", Sv(PaperTypeName(paper.type)), ",",
                    paper.has_doi ? PaperDoi(paper.index) : "", ",", VenueKey(paper.venue),
                    paper.is_retracted ? ",1," : ",0,");
    if (options_.abstracts == Abstracts::kWithText) {
      std::string text;
      for (const std::string_view word : PaperAbstract(graph_, paper)) {
        absl::StrAppend(&text, text.empty() ? "" : " ", Sv(word));
      }
      AppendField(out, text);
    }
    out += '\n';
  }

  void AppendByline(const SyntheticPaper& paper, const std::string& key) {
    std::string& out = authorships_.buffer();
    int position = 0;
    for (const SyntheticAuthorship& place : paper.byline) {
      absl::StrAppend(&out, key, ",", ++position, ",", PersonKey(place.person),
                      place.is_corresponding ? ",1," : ",0,");
      AppendJoined(out, place.institutions);
      out += ',';
      // Always, since an OpenAlex byline without a raw name takes the display name for it.
      AppendField(out, place.has_short_raw_name ? PersonShortName(graph_, place.person)
                                                : PersonName(graph_, place.person));
      out += '\n';
    }
  }

  const SyntheticGraph& graph_;
  const GenerateOptions& options_;
  OutputFile papers_;
  OutputFile authorships_;
  OutputFile topics_;
  OutputFile citations_;
};

absl::Status WritePeople(const SyntheticGraph& graph, const std::string& directory) {
  OutputFile people(directory + "/people.csv");
  OutputFile affiliations(directory + "/affiliations.csv");
  people.buffer() += "id,name,orcid\n";
  affiliations.buffer() += "person,institution,years\n";
  for (uint32_t p = 0; p < graph.person_count(); ++p) {
    const std::string key = PersonKey(p);
    absl::StrAppend(&people.buffer(), key, ",");
    AppendField(people.buffer(), PersonName(graph, p));
    absl::StrAppend(&people.buffer(), ",", PersonOrcid(graph, p), "\n");
    for (const SyntheticAffiliation& affiliation : graph.Affiliations(p)) {
      std::string& out = affiliations.buffer();
      absl::StrAppend(&out, key, ",", InstitutionKey(affiliation.institution), ",");
      for (size_t i = 0; i < affiliation.years.size(); ++i) {
        absl::StrAppend(&out, i == 0 ? "" : ";", affiliation.years[i]);
      }
      out += '\n';
    }
    people.FlushIfFull();
    affiliations.FlushIfFull();
  }
  RETURN_IF_ERROR(people.Close());
  return affiliations.Close();
}

absl::Status WriteTopics(const std::string& directory) {
  OutputFile file(directory + "/topics.csv");
  std::string& out = file.buffer();
  out += "id,name,level,parent\n";
  const auto row = [&](const std::string& key, const std::string& name, std::string_view level,
                       const std::string& parent) {
    absl::StrAppend(&out, key, ",");
    AppendField(out, name);
    absl::StrAppend(&out, ",", Sv(level), ",", parent, "\n");
  };
  for (uint32_t d = 0; d < SyntheticGraph::kDomains; ++d)
    row(DomainKey(d), DomainName(d), "domain", "");
  for (uint32_t f = 0; f < SyntheticGraph::kFields; ++f) {
    row(FieldKey(f), FieldName(f), "field", DomainKey(SyntheticGraph::DomainOf(f)));
  }
  for (uint32_t s = 0; s < SyntheticGraph::kSubfields; ++s) {
    row(SubfieldKey(s), SubfieldName(s), "subfield", FieldKey(SyntheticGraph::FieldOf(s)));
  }
  for (uint32_t t = 0; t < SyntheticGraph::kTopics; ++t) {
    row(TopicKey(t), TopicName(t), "topic", SubfieldKey(SyntheticGraph::SubfieldOf(t)));
  }
  return file.Close();
}

absl::Status WriteInstitutions(const SyntheticGraph& graph, const std::string& directory) {
  OutputFile file(directory + "/institutions.csv");
  file.buffer() += "id,name,country,parent\n";
  for (uint32_t i = 0; i < SyntheticGraph::kInstitutions; ++i) {
    const uint32_t parent = SyntheticGraph::InstitutionParent(i);
    absl::StrAppend(&file.buffer(), InstitutionKey(i), ",");
    AppendField(file.buffer(), InstitutionName(graph, i));
    absl::StrAppend(&file.buffer(), ",", Sv(InstitutionCountry(graph, i)), ",",
                    parent == i ? "" : InstitutionKey(parent), "\n");
  }
  return file.Close();
}

absl::Status WriteVenues(const SyntheticGraph& graph, const std::string& directory) {
  OutputFile file(directory + "/venues.csv");
  file.buffer() += "id,name,type\n";
  for (uint32_t v = 0; v < graph.venue_count(); ++v) {
    absl::StrAppend(&file.buffer(), VenueKey(v), ",");
    AppendField(file.buffer(), VenueName(v));
    absl::StrAppend(&file.buffer(), ",", Sv(VenueTypeName(v)), "\n");
  }
  return file.Close();
}

}  // namespace

absl::Status WriteCsv(const SyntheticGraph& graph, const GenerateOptions& options) {
  RETURN_IF_ERROR(MakeDirectory(options.directory));
  RETURN_IF_ERROR(WriteTopics(options.directory));
  RETURN_IF_ERROR(WriteInstitutions(graph, options.directory));
  RETURN_IF_ERROR(WriteVenues(graph, options.directory));
  RETURN_IF_ERROR(WritePeople(graph, options.directory));
  PaperFiles files(graph, options);
  for (uint32_t k = 0; k < graph.paper_count(); ++k) {
    files.Append(graph.Paper(PaperAt(graph, options.order, k)));
  }
  return files.Close();
}

}  // namespace coterie::bench
