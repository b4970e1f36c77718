// Who the members of a department are. Layer: engine.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "engine/analysis/department.h"
#include "schema/base.h"

namespace coterie {

namespace {

// The institution and those below it, down to `levels`; a hierarchy with a cycle ends, too.
std::vector<uint32_t> InstitutionsBelow(const GraphSnapshot& graph, uint32_t institution,
                                        uint32_t levels) {
  const Csr children = graph.Adjacency(Relation::kInstitutionChildren);
  std::vector<uint32_t> found = {institution};
  absl::flat_hash_set<uint32_t> seen = {institution};
  size_t level_begin = 0;
  for (uint32_t level = 0; level < levels && level_begin < found.size(); ++level) {
    const size_t level_end = found.size();
    for (; level_begin < level_end; ++level_begin) {
      for (const uint32_t child : children.Row(found[level_begin])) {
        if (seen.insert(child).second) found.push_back(child);
      }
    }
  }
  return found;
}

// The people with an authorship that names the institution on a paper of the years.
void AddAuthorsOf(const GraphSnapshot& graph, uint32_t institution, int first_year, int last_year,
                  std::vector<Vertex>& people) {
  const Csr bylines = graph.Adjacency(Relation::kPaperPeople);
  const uint32_t first_paper = graph.VerticesOf(NodeKind::kPaper).first;
  for (const uint32_t paper : graph.Adjacency(Relation::kInstitutionPapers).Row(institution)) {
    const int16_t year = graph.Years()[paper - first_paper];
    if (year == kNoYear || year < first_year || year > last_year) continue;
    for (uint32_t arc = bylines.RowBegin(paper); arc < bylines.RowBegin(paper + 1); ++arc) {
      const std::span<const uint32_t> own = graph.InstitutionsOfAuthorship(arc);
      if (std::binary_search(own.begin(), own.end(), institution)) {
        people.push_back(Vertex{bylines.targets[arc]});
      }
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<Vertex>> MembersOf(const GraphSnapshot& graph,
                                              std::span<const Vertex> subjects,
                                              const MemberOptions& options) {
  if (subjects.empty()) {
    return absl::InvalidArgumentError("a department needs at least one person or institution");
  }
  if (options.first_year && options.last_year && *options.first_year > *options.last_year) {
    return absl::InvalidArgumentError(absl::StrCat("the years ", *options.first_year, " to ",
                                                   *options.last_year,
                                                   " are none; give the earlier year first"));
  }
  const bool has_years = options.first_year.has_value() || options.last_year.has_value();
  const Csr people_of = graph.Adjacency(Relation::kInstitutionPeople);
  std::vector<Vertex> members;
  for (const Vertex subject : subjects) {
    const NodeKind kind = graph.KindOf(subject);
    if (kind == NodeKind::kPerson) {
      members.push_back(subject);
      continue;
    }
    if (kind != NodeKind::kInstitution) {
      return absl::InvalidArgumentError(absl::StrCat("a department is of people and institutions; ",
                                                     ToString(graph.NodeOf(subject)), " is a ",
                                                     Sv(NodeKindName(kind))));
    }
    for (const uint32_t institution :
         InstitutionsBelow(graph, subject.index, options.levels_below)) {
      if (has_years) {
        AddAuthorsOf(graph, institution,
                     options.first_year.value_or(std::numeric_limits<int16_t>::min()),
                     options.last_year.value_or(std::numeric_limits<int16_t>::max()), members);
      } else {
        for (const uint32_t person : people_of.Row(institution)) members.push_back(Vertex{person});
      }
    }
  }
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  return members;
}

}  // namespace coterie
