#include "tools/rpc/wire_analyses.h"

#include <utility>

#include "tools/rpc/wire_lists.h"
#include "tools/rpc/wire_rows.h"
#include "tools/rpc/wire_tables.h"
#include "tools/rpc/wire_views.h"

namespace coterie {
namespace {

void WriteRowDetails(const std::vector<NamedCollaborator>& rows, TableBuilder& table,
                     rpc::Collaborators::Builder out) {
  const auto begins = static_cast<uint32_t>(rows.size()) + 1;
  auto topics =
      out.initTopics(FillBegins(out.initTopicBegin(begins), rows,
                                [](const NamedCollaborator& row) { return row.topics.size(); }));
  auto institutions = out.initInstitutions(
      FillBegins(out.initInstitutionBegin(begins), rows,
                 [](const NamedCollaborator& row) { return row.institutions.size(); }));
  const uint32_t paper_count =
      FillBegins(out.initPaperBegin(begins), rows,
                 [](const NamedCollaborator& row) { return row.papers.size(); });
  auto papers = out.initPapers(paper_count);
  auto years = out.initPaperYears(paper_count);
  auto sizes = out.initPaperBylineSizes(paper_count);
  auto weights = out.initPaperWeights(paper_count);
  uint32_t topic_at = 0;
  uint32_t institution_at = 0;
  uint32_t paper_at = 0;
  for (const NamedCollaborator& row : rows) {
    for (const NodeRef& topic : row.topics) topics.set(topic_at++, table.IndexOf(topic));
    for (const NodeRef& institution : row.institutions) {
      institutions.set(institution_at++, table.IndexOf(institution));
    }
    for (const NamedSharedPaper& paper : row.papers) {
      papers.set(paper_at, table.IndexOf(paper.paper));
      years.set(paper_at, paper.year);
      sizes.set(paper_at, paper.byline_size);
      weights.set(paper_at++, paper.weight);
    }
  }
}

absl::Status ReadRowDetails(rpc::Collaborators::Reader in, std::vector<NamedCollaborator>& rows) {
  ASSIGN_OR_RETURN(const std::vector<NodeRef> table, ReadTable(in.getNodes()));
  const auto topic_begin = in.getTopicBegin();
  const auto topics = in.getTopics();
  const auto institution_begin = in.getInstitutionBegin();
  const auto institutions = in.getInstitutions();
  const auto paper_begin = in.getPaperBegin();
  const auto papers = in.getPapers();
  const auto years = in.getPaperYears();
  const auto sizes = in.getPaperBylineSizes();
  const auto weights = in.getPaperWeights();
  const auto count = static_cast<uint32_t>(rows.size());
  if (!AreBegins(topic_begin, count, topics.size()) ||
      !AreBegins(institution_begin, count, institutions.size()) ||
      !AreBegins(paper_begin, count, papers.size()) ||
      !AllEqual(papers.size(), {years.size(), sizes.size(), weights.size()}) ||
      !AreIndexes(topics, table.size()) || !AreIndexes(institutions, table.size()) ||
      !AreIndexes(papers, table.size())) {
    return MalformedAnswer("details of collaborators");
  }
  for (uint32_t i = 0; i < count; ++i) {
    for (uint32_t j = topic_begin[i]; j < topic_begin[i + 1]; ++j) {
      rows[i].topics.push_back(table[topics[j]]);
    }
    for (uint32_t j = institution_begin[i]; j < institution_begin[i + 1]; ++j) {
      rows[i].institutions.push_back(table[institutions[j]]);
    }
    for (uint32_t j = paper_begin[i]; j < paper_begin[i + 1]; ++j) {
      rows[i].papers.push_back({table[papers[j]], years[j], sizes[j], weights[j]});
    }
  }
  return absl::OkStatus();
}

absl::Status ReadTies(rpc::EgoNetwork::Reader in, NamedEgo& network) {
  const auto a = in.getTieA();
  const auto b = in.getTieB();
  const auto strengths = in.getTieStrengths();
  const auto shared = in.getTieSharedPapers();
  if (!AllEqual(a.size(), {b.size(), strengths.size(), shared.size()}) ||
      !AreIndexes(a, network.members.size()) || !AreIndexes(b, network.members.size())) {
    return MalformedAnswer("ties");
  }
  network.ties.reserve(a.size());
  for (uint32_t i = 0; i < a.size(); ++i) {
    network.ties.push_back({a[i], b[i], strengths[i], shared[i]});
  }
  return absl::OkStatus();
}

absl::Status ReadMembers(rpc::EgoNetwork::Reader in, NamedEgo& network) {
  using Row = NamedEgoMember;
  std::vector<Row>& rows = network.members;
  const auto ids = in.getIds();
  rows.resize(ids.size());
  const bool fits = ReadNodeColumns(ids, in.getNames(), rows, &Row::person) &&
                    ReadColumn(in.getStrengths(), rows, &Row::strength) &&
                    ReadColumn(in.getSharedPapers(), rows, &Row::shared_papers) &&
                    ReadColumn(in.getTieCounts(), rows, &Row::ties) &&
                    ReadColumn(in.getCores(), rows, &Row::core) &&
                    ReadColumn(in.getComponentOf(), rows, &Row::component) &&
                    ReadColumn(in.getDistances(), rows, &Row::distance) &&
                    ReadColumn(in.getClusterings(), rows, &Row::clustering);
  if (!fits) return MalformedAnswer("members");
  return ReadPids(in, rows);
}

}  // namespace

void WriteCollaborators(const NamedCollaborators& list, rpc::Collaborators::Builder out) {
  using Row = NamedCollaborator;
  const std::vector<Row>& rows = list.rows;
  const auto count = static_cast<uint32_t>(rows.size());
  WriteRef(list.person, out.initPerson());
  out.setDefinition(TextOf(list.definition));
  out.setFormula(TextOf(list.formula));
  out.setAsOfYear(list.as_of_year);
  out.setTotal(list.total);
  out.setClose(list.close);
  WriteLeftOut(list.left_out, out.initLeftOut());
  out.setUndatedCounted(list.undated_counted);
  FillColumn(out.initIds(count), rows, [](const Row& row) { return row.person.id.value(); });
  FillColumn(out.initNames(count), rows, [](const Row& row) { return TextOf(row.person.name); });
  FillColumn(out.initStrengths(count), rows, [](const Row& row) { return row.strength; });
  FillColumn(out.initSharedPapers(count), rows, [](const Row& row) { return row.shared_papers; });
  FillColumn(out.initFirstYears(count), rows, [](const Row& row) { return row.first_year; });
  FillColumn(out.initLastYears(count), rows, [](const Row& row) { return row.last_year; });
  FillColumn(out.initIsClose(count), rows, [](const Row& row) { return row.is_close; });
  WritePids(rows, out);
  TableBuilder table;
  WriteRowDetails(rows, table, out);
  table.Write(out.initNodes());
}

absl::StatusOr<NamedCollaborators> ReadCollaborators(rpc::Collaborators::Reader in) {
  NamedCollaborators list;
  list.person = ReadRef(in.getPerson());
  list.definition = StringOf(in.getDefinition());
  list.formula = StringOf(in.getFormula());
  list.as_of_year = in.getAsOfYear();
  list.total = in.getTotal();
  list.close = in.getClose();
  list.left_out = ReadLeftOut(in.getLeftOut());
  list.undated_counted = in.getUndatedCounted();
  using Row = NamedCollaborator;
  const auto ids = in.getIds();
  list.rows.resize(ids.size());
  const bool fits = ReadNodeColumns(ids, in.getNames(), list.rows, &Row::person) &&
                    ReadColumn(in.getStrengths(), list.rows, &Row::strength) &&
                    ReadColumn(in.getSharedPapers(), list.rows, &Row::shared_papers) &&
                    ReadColumn(in.getFirstYears(), list.rows, &Row::first_year) &&
                    ReadColumn(in.getLastYears(), list.rows, &Row::last_year) &&
                    ReadColumn(in.getIsClose(), list.rows, &Row::is_close);
  if (!fits) return MalformedAnswer("collaborators");
  RETURN_IF_ERROR(ReadPids(in, list.rows));
  RETURN_IF_ERROR(ReadRowDetails(in, list.rows));
  return list;
}

void WriteEgo(const NamedEgo& network, rpc::EgoNetwork::Builder out) {
  using Row = NamedEgoMember;
  const std::vector<Row>& rows = network.members;
  const auto count = static_cast<uint32_t>(rows.size());
  WriteRef(network.ego, out.initEgo());
  out.setDefinition(TextOf(network.definition));
  out.setFormula(TextOf(network.formula));
  out.setAsOfYear(network.as_of_year);
  out.setTotalCollaborators(network.total_collaborators);
  out.setComponents(network.components);
  out.setLargestComponent(network.largest_component);
  out.setDegeneracy(network.degeneracy);
  out.setDensity(network.density);
  WriteLeftOut(network.left_out, out.initLeftOut());
  out.setUndatedCounted(network.undated_counted);
  FillColumn(out.initIds(count), rows, [](const Row& row) { return row.person.id.value(); });
  FillColumn(out.initNames(count), rows, [](const Row& row) { return TextOf(row.person.name); });
  FillColumn(out.initStrengths(count), rows, [](const Row& row) { return row.strength; });
  FillColumn(out.initSharedPapers(count), rows, [](const Row& row) { return row.shared_papers; });
  FillColumn(out.initTieCounts(count), rows, [](const Row& row) { return row.ties; });
  FillColumn(out.initCores(count), rows, [](const Row& row) { return row.core; });
  FillColumn(out.initComponentOf(count), rows, [](const Row& row) { return row.component; });
  FillColumn(out.initDistances(count), rows, [](const Row& row) { return row.distance; });
  FillColumn(out.initClusterings(count), rows, [](const Row& row) { return row.clustering; });
  WritePids(rows, out);

  const std::vector<NamedEgoTie>& ties = network.ties;
  const auto tie_count = static_cast<uint32_t>(ties.size());
  FillColumn(out.initTieA(tie_count), ties, [](const NamedEgoTie& tie) { return tie.a; });
  FillColumn(out.initTieB(tie_count), ties, [](const NamedEgoTie& tie) { return tie.b; });
  FillColumn(out.initTieStrengths(tie_count), ties,
             [](const NamedEgoTie& tie) { return tie.strength; });
  FillColumn(out.initTieSharedPapers(tie_count), ties,
             [](const NamedEgoTie& tie) { return tie.shared_papers; });
}

absl::StatusOr<NamedEgo> ReadEgo(rpc::EgoNetwork::Reader in) {
  NamedEgo network;
  network.ego = ReadRef(in.getEgo());
  network.definition = StringOf(in.getDefinition());
  network.formula = StringOf(in.getFormula());
  network.as_of_year = in.getAsOfYear();
  network.total_collaborators = in.getTotalCollaborators();
  network.components = in.getComponents();
  network.largest_component = in.getLargestComponent();
  network.degeneracy = in.getDegeneracy();
  network.density = in.getDensity();
  network.left_out = ReadLeftOut(in.getLeftOut());
  network.undated_counted = in.getUndatedCounted();
  RETURN_IF_ERROR(ReadMembers(in, network));
  RETURN_IF_ERROR(ReadTies(in, network));
  return network;
}

}  // namespace coterie
