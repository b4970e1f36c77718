#include "bench/degree_summary.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "schema/base.h"

namespace coterie::bench {
namespace {

// Papers by person as a CSR, from bylines by paper.
struct Incidence {
  std::vector<uint64_t> begin;
  std::vector<uint32_t> items;
};

Incidence Transpose(const Incidence& rows, uint32_t columns) {
  Incidence result;
  result.begin.assign(size_t{columns} + 1, 0);
  for (const uint32_t item : rows.items) ++result.begin[item + 1];
  for (size_t i = 1; i < result.begin.size(); ++i) result.begin[i] += result.begin[i - 1];
  result.items.resize(rows.items.size());
  std::vector<uint64_t> next(result.begin.begin(), result.begin.end() - 1);
  for (uint32_t row = 0; row + 1 < rows.begin.size(); ++row) {
    for (uint64_t i = rows.begin[row]; i < rows.begin[row + 1]; ++i)
      result.items[next[rows.items[i]]++] = row;
  }
  return result;
}

std::vector<uint32_t> CoauthorCounts(const Incidence& people_of, const Incidence& papers_of) {
  std::vector<uint32_t> counts(papers_of.begin.size() - 1);
  std::vector<uint32_t> seen_by(counts.size(), UINT32_MAX);
  for (uint32_t person = 0; person < counts.size(); ++person) {
    seen_by[person] = person;
    for (uint64_t i = papers_of.begin[person]; i < papers_of.begin[person + 1]; ++i) {
      const uint32_t paper = papers_of.items[i];
      for (uint64_t j = people_of.begin[paper]; j < people_of.begin[paper + 1]; ++j) {
        const uint32_t other = people_of.items[j];
        if (seen_by[other] == person) continue;
        seen_by[other] = person;
        ++counts[person];
      }
    }
  }
  return counts;
}

}  // namespace

Distribution DistributionOf(std::vector<uint32_t> values) {
  Distribution result;
  if (values.empty()) return result;
  std::sort(values.begin(), values.end());
  for (const uint32_t value : values) result.total += value;
  const auto at = [&](size_t percent) { return values[(values.size() - 1) * percent / 100]; };
  result.median = at(50);
  result.p90 = at(90);
  result.p99 = at(99);
  result.maximum = values.back();
  return result;
}

DegreeSummary Summarize(const SyntheticGraph& graph) {
  DegreeSummary summary;
  summary.papers = graph.paper_count();
  summary.people = graph.person_count();
  Incidence people_of;
  people_of.begin.push_back(0);
  std::vector<uint32_t> bylines;
  std::vector<uint32_t> references;
  std::vector<uint32_t> cited_by(summary.papers);
  std::vector<uint32_t> of_topic(SyntheticGraph::kTopics);
  std::vector<uint32_t> of_institution(SyntheticGraph::kInstitutions);
  for (uint32_t i = 0; i < summary.papers; ++i) {
    const SyntheticPaper paper = graph.Paper(i);
    summary.undated += paper.year == 0 ? 1 : 0;
    summary.retracted += paper.is_retracted ? 1 : 0;
    summary.hyper_authored += paper.byline.size() > 25 ? 1 : 0;
    std::vector<uint32_t> institutions;
    for (const SyntheticAuthorship& place : paper.byline) {
      people_of.items.push_back(place.person);
      institutions.insert(institutions.end(), place.institutions.begin(), place.institutions.end());
    }
    people_of.begin.push_back(people_of.items.size());
    std::sort(institutions.begin(), institutions.end());
    institutions.erase(std::unique(institutions.begin(), institutions.end()), institutions.end());
    for (const uint32_t institution : institutions) ++of_institution[institution];
    bylines.push_back(static_cast<uint32_t>(paper.byline.size()));
    references.push_back(static_cast<uint32_t>(paper.references.size()));
    for (const uint32_t cited : paper.references) ++cited_by[cited];
    for (const SyntheticTopic& topic : paper.topics) ++of_topic[topic.topic];
    summary.topic_assignments += paper.topics.size();
  }
  const Incidence papers_of = Transpose(people_of, summary.people);
  std::vector<uint32_t> papers_per_person(summary.people);
  for (uint32_t p = 0; p < summary.people; ++p) {
    papers_per_person[p] = static_cast<uint32_t>(papers_of.begin[p + 1] - papers_of.begin[p]);
  }
  summary.coauthors_of_person = DistributionOf(CoauthorCounts(people_of, papers_of));
  summary.coauthor_pairs = summary.coauthors_of_person.total / 2;
  summary.papers_of_person = DistributionOf(std::move(papers_per_person));
  summary.byline_length = DistributionOf(std::move(bylines));
  summary.references = DistributionOf(std::move(references));
  summary.cited_by = DistributionOf(std::move(cited_by));
  summary.papers_of_topic = DistributionOf(std::move(of_topic));
  summary.papers_of_institution = DistributionOf(std::move(of_institution));
  summary.authorships = summary.byline_length.total;
  summary.citations = summary.references.total;
  return summary;
}

std::string ToTable(const DegreeSummary& summary) {
  std::string out = absl::StrFormat(
      "papers %d  people %d  authorships %d  citations %d  topic assignments %d\n"
      "co-author pairs %d  undated %d  retracted %d  hyper-authored (> 25) %d\n\n"
      "%-24s %12s %8s %8s %8s %8s\n",
      summary.papers, summary.people, summary.authorships, summary.citations,
      summary.topic_assignments, summary.coauthor_pairs, summary.undated, summary.retracted,
      summary.hyper_authored, "distribution", "total", "median", "p90", "p99", "max");
  const auto line = [&](std::string_view name, const Distribution& d) {
    absl::StrAppendFormat(&out, "%-24s %12d %8d %8d %8d %8d\n", Sv(name), d.total, d.median, d.p90,
                          d.p99, d.maximum);
  };
  line("papers a person", summary.papers_of_person);
  line("co-authors a person", summary.coauthors_of_person);
  line("people a paper", summary.byline_length);
  line("references a paper", summary.references);
  line("citations of a paper", summary.cited_by);
  line("papers a topic", summary.papers_of_topic);
  line("papers an institution", summary.papers_of_institution);
  return out;
}

}  // namespace coterie::bench
