#include "tools/rpc/wire_nearness.h"

#include "tools/rpc/wire_requests.h"
#include "tools/rpc/wire_rows.h"
#include "tools/rpc/wire_tables.h"
#include "tools/rpc/wire_views.h"

namespace coterie {
namespace {

// Enums whose values the wire has in the same order, one less.
static_assert(static_cast<int>(RecommendBy::kPageRank) ==
              static_cast<int>(rpc::RecommendBy::PAGE_RANK) + 1);
static_assert(static_cast<int>(RecommendBy::kAdamicAdar) ==
              static_cast<int>(rpc::RecommendBy::ADAMIC_ADAR) + 1);
static_assert(static_cast<int>(RecommendBy::kResourceAllocation) ==
              static_cast<int>(rpc::RecommendBy::RESOURCE_ALLOCATION) + 1);
static_assert(static_cast<int>(SimilarBy::kCoupling) ==
              static_cast<int>(rpc::SimilarBy::COUPLING) + 1);
static_assert(static_cast<int>(SimilarBy::kCocitation) ==
              static_cast<int>(rpc::SimilarBy::COCITATION) + 1);
static_assert(static_cast<int>(SimilarityMeasure::kRaw) ==
              static_cast<int>(rpc::SimilarityMeasure::RAW) + 1);
static_assert(static_cast<int>(SimilarityMeasure::kSalton) ==
              static_cast<int>(rpc::SimilarityMeasure::SALTON) + 1);
static_assert(static_cast<int>(SimilarityMeasure::kJaccard) ==
              static_cast<int>(rpc::SimilarityMeasure::JACCARD) + 1);
static_assert(static_cast<int>(SimilarityMeasure::kAdamicAdar) ==
              static_cast<int>(rpc::SimilarityMeasure::ADAMIC_ADAR) + 1);

template <typename Wire, typename Value>
Wire WireEnum(Value value) {
  return static_cast<Wire>(static_cast<int>(value) - 1);
}

// Errors: InvalidArgument above `last`.
template <typename Value, typename Wire>
absl::StatusOr<Value> ReadEnum(Wire wire, Wire last, std::string_view what) {
  if (wire > last) {
    return absl::InvalidArgumentError(
        absl::StrCat("this server does not know the ", Sv(what), " asked for"));
  }
  return static_cast<Value>(static_cast<int>(wire) + 1);
}

void WriteConnections(const std::vector<NamedRecommendation>& rows, TableBuilder& table,
                      rpc::Recommendations::Builder out) {
  using Row = NamedRecommendation;
  const auto begins = static_cast<uint32_t>(rows.size()) + 1;
  const uint32_t people_count = FillBegins(out.initPersonBegin(begins), rows,
                                           [](const Row& row) { return row.people.size(); });
  const uint32_t topic_count = FillBegins(out.initTopicBegin(begins), rows,
                                          [](const Row& row) { return row.topics.size(); });
  auto people = out.initPeople(people_count);
  auto person_papers = out.initPersonPapers(people_count);
  auto person_candidate = out.initPersonCandidatePapers(people_count);
  auto topics = out.initTopics(topic_count);
  auto topic_papers = out.initTopicPapers(topic_count);
  auto topic_candidate = out.initTopicCandidatePapers(topic_count);
  uint32_t person_at = 0;
  uint32_t topic_at = 0;
  for (const Row& row : rows) {
    for (const NamedConnection& person : row.people) {
      people.set(person_at, table.IndexOf(person.node));
      person_papers.set(person_at, person.papers_of_person);
      person_candidate.set(person_at++, person.papers_of_candidate);
    }
    for (const NamedConnection& topic : row.topics) {
      topics.set(topic_at, table.IndexOf(topic.node));
      topic_papers.set(topic_at, topic.papers_of_person);
      topic_candidate.set(topic_at++, topic.papers_of_candidate);
    }
  }
}

// One of the two kinds of connection: sets `row.*list` of every row.
absl::Status ReadConnections(capnp::List<uint32_t>::Reader begins,
                             capnp::List<uint32_t>::Reader nodes,
                             capnp::List<uint32_t>::Reader of_person,
                             capnp::List<uint32_t>::Reader of_candidate,
                             const std::vector<NodeRef>& table,
                             std::vector<NamedConnection> NamedRecommendation::*list,
                             std::vector<NamedRecommendation>& rows) {
  if (!AreBegins(begins, static_cast<uint32_t>(rows.size()), nodes.size()) ||
      !AllEqual(nodes.size(), {of_person.size(), of_candidate.size()}) ||
      !AreIndexes(nodes, table.size())) {
    return MalformedAnswer("connections");
  }
  for (uint32_t i = 0; i < rows.size(); ++i) {
    for (uint32_t j = begins[i]; j < begins[i + 1]; ++j) {
      (rows[i].*list).push_back({table[nodes[j]], of_person[j], of_candidate[j]});
    }
  }
  return absl::OkStatus();
}

void WriteExamples(const std::vector<NamedSimilarPaper>& rows, rpc::SimilarPapers::Builder out) {
  TableBuilder table;
  std::vector<const NamedExample*> nodes;  // as the table
  auto examples = out.initExamples(
      FillBegins(out.initExampleBegin(static_cast<uint32_t>(rows.size()) + 1), rows,
                 [](const NamedSimilarPaper& row) { return row.examples.size(); }));
  uint32_t at = 0;
  for (const NamedSimilarPaper& row : rows) {
    for (const NamedExample& example : row.examples) {
      const uint32_t index = table.IndexOf(example.paper);
      if (index == nodes.size()) nodes.push_back(&example);
      examples.set(at++, index);
    }
  }
  table.Write(out.initNodes());
  const auto count = static_cast<uint32_t>(nodes.size());
  FillColumn(out.initNodeStubs(count), nodes, [](const NamedExample* e) { return e->is_stub; });
  FillColumn(out.initNodePids(count), nodes, [](const NamedExample* e) { return TextOf(e->pid); });
}

absl::Status ReadExamples(rpc::SimilarPapers::Reader in, std::vector<NamedSimilarPaper>& rows) {
  ASSIGN_OR_RETURN(const std::vector<NodeRef> table, ReadTable(in.getNodes()));
  const auto begins = in.getExampleBegin();
  const auto examples = in.getExamples();
  const auto stubs = in.getNodeStubs();
  const auto pids = in.getNodePids();
  if (!AreBegins(begins, static_cast<uint32_t>(rows.size()), examples.size()) ||
      !AllEqual(static_cast<uint32_t>(table.size()), {stubs.size(), pids.size()}) ||
      !AreIndexes(examples, table.size())) {
    return MalformedAnswer("what papers share");
  }
  for (uint32_t i = 0; i < rows.size(); ++i) {
    for (uint32_t j = begins[i]; j < begins[i + 1]; ++j) {
      const uint32_t node = examples[j];
      rows[i].examples.push_back({table[node], StringOf(pids[node]), stubs[node]});
    }
  }
  return absl::OkStatus();
}

}  // namespace

void WriteQuery(const RecommendQuery& query, rpc::RecommendSpec::Builder out) {
  out.setBy(WireEnum<rpc::RecommendBy>(query.options.by));
  WriteStrength(query.options.papers, query.filters, out.initPapers());
  out.setLimit(query.options.limit);
  out.setConnectionLimit(query.options.connection_limit);
  out.setAlpha(query.options.alpha);
  out.setWorkLimit(query.options.work_limit);
}

absl::StatusOr<RecommendQuery> ReadQuery(rpc::RecommendSpec::Reader in) {
  RecommendQuery query;
  ASSIGN_OR_RETURN(
      query.options.by,
      ReadEnum<RecommendBy>(in.getBy(), rpc::RecommendBy::RESOURCE_ALLOCATION, "way to recommend"));
  ASSIGN_OR_RETURN(query.options.papers, ReadStrength(in.getPapers()));
  ASSIGN_OR_RETURN(query.filters, ReadFilters(in.getPapers()));
  query.options.limit = in.getLimit();
  query.options.connection_limit = in.getConnectionLimit();
  query.options.alpha = in.getAlpha();
  query.options.work_limit = in.getWorkLimit();
  return query;
}

void WriteQuery(const SimilarOptions& options, rpc::SimilarSpec::Builder out) {
  out.setBy(WireEnum<rpc::SimilarBy>(options.by));
  out.setMeasure(WireEnum<rpc::SimilarityMeasure>(options.measure));
  out.setLimit(options.limit);
  out.setMinShared(options.min_shared);
  out.setExampleLimit(options.example_limit);
  out.setFirstYear(YearOrNone(options.first_year));
  out.setLastYear(YearOrNone(options.last_year));
  out.setWorkLimit(options.work_limit);
}

absl::StatusOr<SimilarOptions> ReadQuery(rpc::SimilarSpec::Reader in) {
  SimilarOptions options;
  ASSIGN_OR_RETURN(options.by, ReadEnum<SimilarBy>(in.getBy(), rpc::SimilarBy::COCITATION,
                                                   "kind of similarity"));
  ASSIGN_OR_RETURN(
      options.measure,
      ReadEnum<SimilarityMeasure>(in.getMeasure(), rpc::SimilarityMeasure::ADAMIC_ADAR, "measure"));
  options.limit = in.getLimit();
  options.min_shared = in.getMinShared();
  options.example_limit = in.getExampleLimit();
  options.first_year = OptionalYear(in.getFirstYear());
  options.last_year = OptionalYear(in.getLastYear());
  options.work_limit = in.getWorkLimit();
  return options;
}

void WriteRecommendations(const NamedRecommendations& list, rpc::Recommendations::Builder out) {
  using Row = NamedRecommendation;
  const std::vector<Row>& rows = list.rows;
  const auto count = static_cast<uint32_t>(rows.size());
  WriteRef(list.person, out.initPerson());
  out.setDefinition(TextOf(list.definition));
  out.setFormula(TextOf(list.formula));
  out.setAsOfYear(list.as_of_year);
  out.setCoauthors(list.coauthors);
  out.setCoauthorsWalked(list.coauthors_walked);
  out.setArcsWalked(list.arcs_walked);
  out.setErrorBound(list.error_bound);
  out.setTruncated(list.truncated);
  WriteLeftOut(list.left_out, out.initLeftOut());
  WriteNodeRows(rows, &Row::person, out.initRows());
  FillColumn(out.initScores(count), rows, [](const Row& row) { return row.score; });
  FillColumn(out.initCommonCoauthors(count), rows,
             [](const Row& row) { return row.common_coauthors; });
  FillColumn(out.initCommonTopics(count), rows, [](const Row& row) { return row.common_topics; });
  out.setNext(ValueOrZero(list.next));
  TableBuilder table;
  WriteConnections(rows, table, out);
  table.Write(out.initNodes());
}

absl::StatusOr<NamedRecommendations> ReadRecommendations(rpc::Recommendations::Reader in) {
  NamedRecommendations list;
  list.person = ReadRef(in.getPerson());
  list.definition = StringOf(in.getDefinition());
  list.formula = StringOf(in.getFormula());
  list.as_of_year = in.getAsOfYear();
  list.coauthors = in.getCoauthors();
  list.coauthors_walked = in.getCoauthorsWalked();
  list.arcs_walked = in.getArcsWalked();
  list.error_bound = in.getErrorBound();
  list.truncated = in.getTruncated();
  list.left_out = ReadLeftOut(in.getLeftOut());
  using Row = NamedRecommendation;
  ASSIGN_OR_RETURN(list.rows, ReadNodeRows(in.getRows(), &Row::person));
  const bool fits = ReadColumn(in.getScores(), list.rows, &Row::score) &&
                    ReadColumn(in.getCommonCoauthors(), list.rows, &Row::common_coauthors) &&
                    ReadColumn(in.getCommonTopics(), list.rows, &Row::common_topics);
  if (!fits) return MalformedAnswer("recommendations");
  list.next = OptionalNode(in.getNext());
  ASSIGN_OR_RETURN(const std::vector<NodeRef> table, ReadTable(in.getNodes()));
  RETURN_IF_ERROR(ReadConnections(in.getPersonBegin(), in.getPeople(), in.getPersonPapers(),
                                  in.getPersonCandidatePapers(), table, &Row::people, list.rows));
  RETURN_IF_ERROR(ReadConnections(in.getTopicBegin(), in.getTopics(), in.getTopicPapers(),
                                  in.getTopicCandidatePapers(), table, &Row::topics, list.rows));
  return list;
}

void WriteSimilar(const NamedSimilarPapers& list, rpc::SimilarPapers::Builder out) {
  using Row = NamedSimilarPaper;
  const std::vector<Row>& rows = list.rows;
  const auto count = static_cast<uint32_t>(rows.size());
  WriteRef(list.paper, out.initPaper());
  out.setDefinition(TextOf(list.definition));
  out.setFormula(TextOf(list.formula));
  out.setTotal(list.total);
  out.setLinks(list.links);
  out.setStubLinks(list.stub_links);
  out.setLinksWalked(list.links_walked);
  out.setArcsWalked(list.arcs_walked);
  out.setTruncated(list.truncated);
  WriteNodeRows(rows, &Row::paper, out.initRows());
  FillColumn(out.initYears(count), rows, [](const Row& row) { return row.year; });
  FillColumn(out.initSimilarities(count), rows, [](const Row& row) { return row.similarity; });
  FillColumn(out.initShared(count), rows, [](const Row& row) { return row.shared; });
  FillColumn(out.initSharedStubs(count), rows, [](const Row& row) { return row.shared_stubs; });
  out.setNext(ValueOrZero(list.next));
  WriteExamples(rows, out);
}

absl::StatusOr<NamedSimilarPapers> ReadSimilar(rpc::SimilarPapers::Reader in) {
  NamedSimilarPapers list;
  list.paper = ReadRef(in.getPaper());
  list.definition = StringOf(in.getDefinition());
  list.formula = StringOf(in.getFormula());
  list.total = in.getTotal();
  list.links = in.getLinks();
  list.stub_links = in.getStubLinks();
  list.links_walked = in.getLinksWalked();
  list.arcs_walked = in.getArcsWalked();
  list.truncated = in.getTruncated();
  using Row = NamedSimilarPaper;
  ASSIGN_OR_RETURN(list.rows, ReadNodeRows(in.getRows(), &Row::paper));
  const bool fits = ReadColumn(in.getYears(), list.rows, &Row::year) &&
                    ReadColumn(in.getSimilarities(), list.rows, &Row::similarity) &&
                    ReadColumn(in.getShared(), list.rows, &Row::shared) &&
                    ReadColumn(in.getSharedStubs(), list.rows, &Row::shared_stubs);
  if (!fits) return MalformedAnswer("similar papers");
  list.next = OptionalNode(in.getNext());
  RETURN_IF_ERROR(ReadExamples(in, list.rows));
  return list;
}

}  // namespace coterie
