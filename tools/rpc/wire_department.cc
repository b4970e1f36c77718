#include "tools/rpc/wire_department.h"

#include "tools/rpc/wire_requests.h"
#include "tools/rpc/wire_rows.h"
#include "tools/rpc/wire_tables.h"

namespace coterie {
namespace {

void WriteMembers(const std::vector<NamedDepartmentMember>& rows, rpc::Department::Builder out) {
  using Row = NamedDepartmentMember;
  const auto count = static_cast<uint32_t>(rows.size());
  WriteNodeRows(rows, &Row::person, out.initMembers());
  FillColumn(out.initMemberPapers(count), rows, [](const Row& row) { return row.papers; });
  FillColumn(out.initMemberPapersInside(count), rows,
             [](const Row& row) { return row.papers_inside; });
  FillColumn(out.initMemberFirstYears(count), rows, [](const Row& row) { return row.first_year; });
  FillColumn(out.initMemberLastYears(count), rows, [](const Row& row) { return row.last_year; });
  FillColumn(out.initTieCounts(count), rows, [](const Row& row) { return row.ties; });
  FillColumn(out.initStrengths(count), rows, [](const Row& row) { return row.strength; });
  FillColumn(out.initCores(count), rows, [](const Row& row) { return row.core; });
  FillColumn(out.initComponentOf(count), rows, [](const Row& row) { return row.component; });
  FillColumn(out.initClusterings(count), rows, [](const Row& row) { return row.clustering; });
}

absl::Status ReadMembers(rpc::Department::Reader in, std::vector<NamedDepartmentMember>& rows) {
  using Row = NamedDepartmentMember;
  ASSIGN_OR_RETURN(rows, ReadNodeRows(in.getMembers(), &Row::person));
  const bool fits = ReadColumn(in.getMemberPapers(), rows, &Row::papers) &&
                    ReadColumn(in.getMemberPapersInside(), rows, &Row::papers_inside) &&
                    ReadColumn(in.getMemberFirstYears(), rows, &Row::first_year) &&
                    ReadColumn(in.getMemberLastYears(), rows, &Row::last_year) &&
                    ReadColumn(in.getTieCounts(), rows, &Row::ties) &&
                    ReadColumn(in.getStrengths(), rows, &Row::strength) &&
                    ReadColumn(in.getCores(), rows, &Row::core) &&
                    ReadColumn(in.getComponentOf(), rows, &Row::component) &&
                    ReadColumn(in.getClusterings(), rows, &Row::clustering);
  return fits ? absl::OkStatus() : MalformedAnswer("members");
}

void WriteTies(const std::vector<NamedDepartmentTie>& ties, TableBuilder& table,
               rpc::Department::Builder out) {
  using Tie = NamedDepartmentTie;
  const auto count = static_cast<uint32_t>(ties.size());
  FillColumn(out.initTieA(count), ties, [&](const Tie& tie) { return table.IndexOf(tie.a); });
  FillColumn(out.initTieB(count), ties, [&](const Tie& tie) { return table.IndexOf(tie.b); });
  FillColumn(out.initTieStrengths(count), ties, [](const Tie& tie) { return tie.strength; });
  FillColumn(out.initTieSharedPapers(count), ties,
             [](const Tie& tie) { return tie.shared_papers; });
  FillColumn(out.initTieFirstYears(count), ties, [](const Tie& tie) { return tie.first_year; });
  FillColumn(out.initTieLastYears(count), ties, [](const Tie& tie) { return tie.last_year; });
  const uint32_t paper_count = FillBegins(out.initTiePaperBegin(count + 1), ties,
                                          [](const Tie& tie) { return tie.papers.size(); });
  auto papers = out.initTiePapers(paper_count);
  auto years = out.initTiePaperYears(paper_count);
  auto sizes = out.initTiePaperBylineSizes(paper_count);
  auto weights = out.initTiePaperWeights(paper_count);
  uint32_t at = 0;
  for (const Tie& tie : ties) {
    for (const NamedSharedPaper& paper : tie.papers) {
      papers.set(at, table.IndexOf(paper.paper));
      years.set(at, paper.year);
      sizes.set(at, paper.byline_size);
      weights.set(at++, paper.weight);
    }
  }
}

absl::Status ReadTies(rpc::Department::Reader in, const std::vector<NodeRef>& table,
                      std::vector<NamedDepartmentTie>& ties) {
  using Tie = NamedDepartmentTie;
  const auto a = in.getTieA();
  const auto b = in.getTieB();
  const auto begins = in.getTiePaperBegin();
  const auto papers = in.getTiePapers();
  const auto years = in.getTiePaperYears();
  const auto sizes = in.getTiePaperBylineSizes();
  const auto weights = in.getTiePaperWeights();
  const uint32_t count = a.size();
  ties.resize(count);
  const bool fits = ReadColumn(in.getTieStrengths(), ties, &Tie::strength) &&
                    ReadColumn(in.getTieSharedPapers(), ties, &Tie::shared_papers) &&
                    ReadColumn(in.getTieFirstYears(), ties, &Tie::first_year) &&
                    ReadColumn(in.getTieLastYears(), ties, &Tie::last_year) && b.size() == count &&
                    AllEqual(papers.size(), {years.size(), sizes.size(), weights.size()}) &&
                    AreBegins(begins, count, papers.size()) && AreIndexes(a, table.size()) &&
                    AreIndexes(b, table.size()) && AreIndexes(papers, table.size());
  if (!fits) return MalformedAnswer("ties");
  for (uint32_t i = 0; i < count; ++i) {
    ties[i].a = table[a[i]];
    ties[i].b = table[b[i]];
    for (uint32_t j = begins[i]; j < begins[i + 1]; ++j) {
      ties[i].papers.push_back({table[papers[j]], years[j], sizes[j], weights[j]});
    }
  }
  return absl::OkStatus();
}

void WriteConnectors(const std::vector<NamedConnector>& rows, TableBuilder& table,
                     rpc::Department::Builder out) {
  using Row = NamedConnector;
  const auto count = static_cast<uint32_t>(rows.size());
  WriteNodeRows(rows, &Row::person, out.initConnectors());
  FillColumn(out.initConnectorStrengths(count), rows, [](const Row& row) { return row.strength; });
  FillColumn(out.initConnectorPapers(count), rows, [](const Row& row) { return row.papers; });
  FillColumn(out.initPairsJoined(count), rows, [](const Row& row) { return row.pairs_joined; });
  const uint32_t tie_count = FillBegins(out.initConnectorTieBegin(count + 1), rows,
                                        [](const Row& row) { return row.ties.size(); });
  auto ties = out.initConnectorTies(tie_count);
  auto strengths = out.initConnectorTieStrengths(tie_count);
  auto shared = out.initConnectorTieSharedPapers(tie_count);
  uint32_t at = 0;
  for (const Row& row : rows) {
    for (const NamedConnectorTie& tie : row.ties) {
      ties.set(at, table.IndexOf(tie.member));
      strengths.set(at, tie.strength);
      shared.set(at++, tie.shared_papers);
    }
  }
}

absl::Status ReadConnectors(rpc::Department::Reader in, const std::vector<NodeRef>& table,
                            std::vector<NamedConnector>& rows) {
  using Row = NamedConnector;
  ASSIGN_OR_RETURN(rows, ReadNodeRows(in.getConnectors(), &Row::person));
  const auto begins = in.getConnectorTieBegin();
  const auto ties = in.getConnectorTies();
  const auto strengths = in.getConnectorTieStrengths();
  const auto shared = in.getConnectorTieSharedPapers();
  const auto count = static_cast<uint32_t>(rows.size());
  const bool fits = ReadColumn(in.getConnectorStrengths(), rows, &Row::strength) &&
                    ReadColumn(in.getConnectorPapers(), rows, &Row::papers) &&
                    ReadColumn(in.getPairsJoined(), rows, &Row::pairs_joined) &&
                    AllEqual(ties.size(), {strengths.size(), shared.size()}) &&
                    AreBegins(begins, count, ties.size()) && AreIndexes(ties, table.size());
  if (!fits) return MalformedAnswer("connectors");
  for (uint32_t i = 0; i < count; ++i) {
    for (uint32_t j = begins[i]; j < begins[i + 1]; ++j) {
      rows[i].ties.push_back({table[ties[j]], strengths[j], shared[j]});
    }
  }
  return absl::OkStatus();
}

void WriteMeasures(const NamedDepartment& department, rpc::Department::Builder out) {
  out.setTotalMembers(department.total_members);
  out.setTotalTies(department.total_ties);
  out.setTotalConnectors(department.total_connectors);
  out.setPapers(department.papers);
  out.setPapersInside(department.papers_inside);
  out.setComponents(department.components);
  out.setLargestComponent(department.largest_component);
  out.setIsolated(department.isolated);
  out.setDegeneracy(department.degeneracy);
  out.setDensity(department.density);
  out.setClustering(department.clustering);
  out.setComponentsWithConnectors(department.components_with_connectors);
  WriteLeftOut(department.left_out, out.initLeftOut());
  out.setUndatedCounted(department.undated_counted);
}

void ReadMeasures(rpc::Department::Reader in, NamedDepartment& department) {
  department.total_members = in.getTotalMembers();
  department.total_ties = in.getTotalTies();
  department.total_connectors = in.getTotalConnectors();
  department.papers = in.getPapers();
  department.papers_inside = in.getPapersInside();
  department.components = in.getComponents();
  department.largest_component = in.getLargestComponent();
  department.isolated = in.getIsolated();
  department.degeneracy = in.getDegeneracy();
  department.density = in.getDensity();
  department.clustering = in.getClustering();
  department.components_with_connectors = in.getComponentsWithConnectors();
  department.left_out = ReadLeftOut(in.getLeftOut());
  department.undated_counted = in.getUndatedCounted();
}

}  // namespace

void WriteQuery(const DepartmentQuery& query, rpc::DepartmentSpec::Builder out) {
  FillTexts(out.initSubjects(static_cast<uint32_t>(query.subjects.size())), query.subjects);
  out.setMemberFirstYear(YearOrNone(query.members.first_year));
  out.setMemberLastYear(YearOrNone(query.members.last_year));
  out.setLevelsBelow(query.members.levels_below);
  WriteStrength(query.options.weights, query.filters, out.initWeights());
  out.setMemberLimit(query.options.member_limit);
  out.setStrongestTies(query.ties == ListedTies::kStrongest);
  out.setTieLimit(query.options.tie_limit);
  out.setConnectorLimit(query.options.connector_limit);
  out.setExplain(query.explain);
}

absl::StatusOr<DepartmentQuery> ReadQuery(rpc::DepartmentSpec::Reader in, uint32_t subjects_max) {
  DepartmentQuery query;
  ASSIGN_OR_RETURN(query.subjects, ReadTexts(in.getSubjects(), subjects_max, "subjects"));
  query.members.first_year = OptionalYear(in.getMemberFirstYear());
  query.members.last_year = OptionalYear(in.getMemberLastYear());
  query.members.levels_below = in.getLevelsBelow();
  ASSIGN_OR_RETURN(query.options.weights, ReadStrength(in.getWeights()));
  ASSIGN_OR_RETURN(query.filters, ReadFilters(in.getWeights()));
  query.options.member_limit = in.getMemberLimit();
  query.ties = in.getStrongestTies() ? ListedTies::kStrongest : ListedTies::kAmongListed;
  query.options.tie_limit = in.getTieLimit();
  query.options.connector_limit = in.getConnectorLimit();
  query.explain = in.getExplain();
  return query;
}

void WriteDepartment(const NamedDepartment& department, rpc::Department::Builder out) {
  WriteRefs(department.subjects,
            out.initSubjects(static_cast<uint32_t>(department.subjects.size())));
  out.setDefinition(TextOf(department.definition));
  out.setFormula(TextOf(department.formula));
  out.setAsOfYear(department.as_of_year);
  WriteMeasures(department, out);
  WriteMembers(department.members, out);
  out.setNextMember(ValueOrZero(department.next_member));
  if (department.next_tie) {
    out.setNextTieA(department.next_tie->first.value());
    out.setNextTieB(department.next_tie->second.value());
  }
  TableBuilder table;
  WriteTies(department.ties, table, out);
  WriteConnectors(department.connectors, table, out);
  table.Write(out.initNodes());
}

absl::StatusOr<NamedDepartment> ReadDepartment(rpc::Department::Reader in) {
  NamedDepartment department;
  department.subjects = ReadRefs(in.getSubjects());
  department.definition = StringOf(in.getDefinition());
  department.formula = StringOf(in.getFormula());
  department.as_of_year = in.getAsOfYear();
  ReadMeasures(in, department);
  RETURN_IF_ERROR(ReadMembers(in, department.members));
  department.next_member = OptionalNode(in.getNextMember());
  if (in.getNextTieA() != 0) {
    department.next_tie = {NodeId::FromValue(in.getNextTieA()),
                           NodeId::FromValue(in.getNextTieB())};
  }
  ASSIGN_OR_RETURN(const std::vector<NodeRef> table, ReadTable(in.getNodes()));
  RETURN_IF_ERROR(ReadTies(in, table, department.ties));
  RETURN_IF_ERROR(ReadConnectors(in, table, department.connectors));
  return department;
}

}  // namespace coterie
