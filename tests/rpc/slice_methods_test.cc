// Slices and paths, asked of a server in another process and compared with the same question in
// process.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "engine/library.h"
#include "tests/rpc/render.h"
#include "tests/rpc/server_process.h"
#include "tests/rpc/tiny_library.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"
#include "tools/rpc/client.h"

namespace coterie::testing {
namespace {

bool Prepare(const std::string& directory, int hub_papers) {
  REQUIRE_OK(MakeTinyLibrary(directory, hub_papers));
  return true;
}

// A server on a tiny library, a client of it, and the same store opened here beside it.
struct Both {
  explicit Both(const std::vector<std::string>& flags = {}, int hub_papers = 0)
      : prepared(Prepare(dir.Path("db"), hub_papers)),
        library(ValueOf(Library::Open(dir.Path("db"), {.read_only = true}))),
        local(ValueOf(library.Read())),
        server(dir.Path("db"), flags),
        remote(ValueOf(Client::Connect(server.unix_path(), kPatient))) {}

  TempDir dir;
  bool prepared;
  Library library;
  std::shared_ptr<const Snapshot> local;
  ServerProcess server;
  Client remote;
};

SliceQuery Around(std::vector<std::string> seeds) {
  SliceQuery query;
  query.seeds = std::move(seeds);
  return query;
}

std::vector<SliceQuery> SliceQueries() {
  std::vector<SliceQuery> queries;
  for (const char* seed : {"A1", "W1", "T1", "I1", "S1", "fields/17", "A5", "person:9"}) {
    queries.push_back(Around({seed}));
  }
  SliceQuery query = Around({"A1", "A4", "A1"});
  query.options.node_budget = 5;
  query.options.edge_budget = 2;
  queries.push_back(query);
  query = Around({"A9"});  // the hub: several batches, more nodes hidden than shown
  query.options.node_budget = 300;
  query.options.weights.half_life_years = INFINITY;
  query.options.weights.max_authors = kNoLimit;
  queries.push_back(query);
  query = Around({"A1"});
  query.options.types = {NodeKind::kPerson, NodeKind::kTopic};
  query.options.invisible = {NodeKind::kVenue};
  query.options.weights.counting = Counting::kFull;
  query.options.weights.include_retracted = false;
  query.options.weights.as_of_year = 2021;
  query.options.weights.first_year = 2018;
  query.options.weights.last_year = 2022;
  queries.push_back(query);
  query = Around({"A1"});
  query.filters.topics = {"T1"};
  query.filters.institutions = {"I1"};
  queries.push_back(query);
  query.filters = {};
  query.filters.venues = {"S1"};
  query.pins = {"A9", "A5"};  // neither is joined to A1
  queries.push_back(query);
  query = Around({"A9"});  // explained: more papers than one batch of edges holds
  query.explain = true;
  query.options.node_budget = 300;
  query.options.types = {NodeKind::kPerson};
  query.options.weights.max_authors = 30;
  queries.push_back(query);
  query.seeds = {"A1"};  // whose paper of 30 people S leaves out
  query.options.weights.max_authors = 25;
  query.options.weights.counting = Counting::kFull;
  queries.push_back(query);
  query = Around({"A1"});
  query.options.node_budget = 3;
  query.expand = {"A2"};
  query.shown = {NodeId(NodeKind::kPaper, 1), NodeId(NodeKind::kPerson, 77'777), NodeId()};
  query.shown_texts = {"W2", "A404", "person:2", "https://doi.org/10.1000/182", "W777"};
  queries.push_back(query);
  return queries;
}

TEST_CASE("rpc: slices are the same remotely and in process, whatever is asked") {
  Both both({}, 60);
  int number = 0;
  for (const SliceQuery& query : SliceQueries()) {
    CAPTURE(number++);
    const auto here = SliceWithNames(*both.local, query);
    REQUIRE_OK(here);
    REQUIRE(RenderResult(both.remote.Slice(query)) == Render(*here));
    SliceQuery of_ada = query;
    of_ada.seeds = {"A1"};
    REQUIRE(RenderResult(both.remote.SliceOf("orcid:0000-0001-6187-6610", query)) ==
            RenderResult(SliceWithNames(*both.local, of_ada)));
  }
  // The queries do reach what they are for.
  const auto hub = ValueOf(both.remote.Slice(SliceQueries()[9]));
  REQUIRE(hub.nodes.size() > 128);
  REQUIRE(hub.edges.size() > 1'024 / 2);
  const auto pinned = ValueOf(both.remote.Slice(SliceQueries()[12]));
  REQUIRE(std::count_if(pinned.nodes.begin(), pinned.nodes.end(),
                        [](const NamedSliceNode& node) { return node.apart; }) >= 1);
  for (const size_t i : {13, 14}) {
    CAPTURE(i);
    const auto explained = ValueOf(both.remote.Slice(SliceQueries()[i]));
    REQUIRE(explained.head.formula == "slice 1, strength 1");
    size_t papers = 0;
    size_t left_out = 0;
    for (const NamedSliceEdge& edge : explained.edges) {
      papers += edge.papers.size();
      left_out += edge.papers_left_out;
    }
    REQUIRE((i == 13 ? papers : left_out) > 0);
    for (const NamedSliceNode& node : explained.nodes) {
      for (size_t j = 1; j < node.path.size(); ++j) REQUIRE(node.path[j].chance > 0);
    }
  }
  const auto expanded = ValueOf(both.remote.Slice(SliceQueries()[15]));
  REQUIRE(expanded.head.unknown_shown == 5);  // person:77777, no node, A404, the DOI, the stub
  REQUIRE(expanded.head.unknown_shown_examples.size() == 5);
  both.server.Stop();
}

TEST_CASE("rpc: why a node is in a slice says which way each hop goes") {
  Both both;
  const auto slice = ValueOf(both.remote.Slice(Around({"W2"})));
  const auto find = [&slice](const char* name) -> const NamedSliceNode& {
    for (const NamedSliceNode& node : slice.nodes) {
      if (node.node.name == name) return node;
    }
    FAIL("no node " << name);
    return slice.nodes.front();
  };
  const NamedSliceNode& citing = find("Paper 1");  // cites the seed
  REQUIRE(citing.path.size() == 2);
  REQUIRE_FALSE(citing.path[1].is_forward);
  REQUIRE(find("Ada Lovelace").path[1].is_forward);
  REQUIRE(find("Paper 2").path.size() == 1);
  both.server.Stop();
}

std::vector<PathQuery> PathQueries() {
  std::vector<PathQuery> queries(11);
  queries[1].options.max_paths = 2;
  queries[1].options.extra_length = 1;
  queries[2].options.length = PathLength::kStrength;
  queries[2].options.papers.max_authors = 10;
  queries[3].options.max_paths = 7;
  queries[3].options.extra_length = kNoLimit;
  queries[4].options.set = PathSet::kAny;
  queries[5].excluded = {"A2", "W2"};
  queries[6].options.papers.first_year = 2019;
  queries[6].options.papers.include_retracted = false;
  queries[7].paper_types = {"article", "preprint"};
  queries[8].paper_types = {"dataset"};
  queries[9].options.explain = true;
  queries[9].options.extra_length = 1;
  queries[10].options.explain = true;
  queries[10].options.length = PathLength::kStrength;
  queries[10].filters.topics = {"T1"};
  return queries;
}

TEST_CASE("rpc: paths are the same remotely and in process, whatever is asked") {
  Both both({}, 60);
  const std::vector<std::pair<const char*, const char*>> people = {
      {"A1", "A4"},      {"A4", "A3"}, {"A3", "orcid:0000-0001-6187-6610"},
      {"A1", "A1"},      {"A1", "A9"}, {"A5", "A1"},
      {"A1000", "A1100"}};
  int number = 0;
  for (const PathQuery& query : PathQueries()) {
    CAPTURE(number++);
    for (const auto& [from, to] : people) {
      CAPTURE(from, to);
      REQUIRE(RenderResult(both.remote.Paths(from, to, query)) ==
              RenderResult(PathsWithNames(*both.local, from, to, query)));
    }
  }
  PathQuery cites;
  for (const CitationDirection direction :
       {CitationDirection::kEither, CitationDirection::kReferences, CitationDirection::kCitedBy}) {
    cites.options.direction = direction;
    REQUIRE(Render(ValueOf(both.remote.Paths("W1", "W2", cites))) ==
            Render(ValueOf(PathsWithNames(*both.local, "W1", "W2", cites))));
  }
  PathQuery weighed;
  weighed.options.explain = true;
  weighed.options.length = PathLength::kStrength;
  const auto papers = ValueOf(both.remote.Paths("A1", "A2", weighed));
  REQUIRE(papers.formula == "path 1, strength 1");
  REQUIRE_FALSE(papers.paths[0].nodes[1].papers.empty());
  cites.options.direction = CitationDirection::kReferences;
  const auto found = ValueOf(both.remote.Paths("W1", "W2", cites));
  REQUIRE(found.over == PathOver::kCitation);  // what joins papers, without being told
  REQUIRE(found.paths[0].nodes[1].direction == CitationDirection::kReferences);
  const auto none = ValueOf(both.remote.Paths("W2", "W1", cites));
  REQUIRE_FALSE(none.distance.has_value());
  REQUIRE(none.from_component->nodes == 1);
  both.server.Stop();
}

TEST_CASE("rpc: a slice or a path that cannot be says why, with the same code as in process") {
  Both both;
  const auto same = [](const absl::Status& remote, const absl::Status& local) {
    REQUIRE_FALSE(local.ok());
    REQUIRE(remote.ToString() == local.ToString());
  };
  std::vector<SliceQuery> bad = {Around({}),           Around({"A404"}),       Around({"nonsense"}),
                                 Around({"W777"}),     Around({"A1", "W777"}), Around({"A1", ""}),
                                 Around({"A1", "A2"}), Around({"A1"}),         Around({"A1"}),
                                 Around({"A1"}),       Around({"A1"}),         Around({"A1"}),
                                 Around({"A1"})};
  bad[6].options.node_budget = 1;
  bad[7].options.node_budget = 0;
  bad[8].pins = {"A404"};
  bad[9].expand = {"W777"};
  bad[10].shown_texts = {"A1", "no id"};
  bad[11].options.weights.half_life_years = NAN;
  bad[12].filters.topics = {"A1"};
  for (size_t i = 0; i < bad.size(); ++i) {
    CAPTURE(i);
    same(both.remote.Slice(bad[i]).status(), SliceWithNames(*both.local, bad[i]).status());
  }
  const SliceQuery fine = Around({});
  same(both.remote.SliceOf("W1", fine).status(),
       both.local->ResolveVertex("W1", NodeKind::kPerson).status());

  std::vector<PathQuery> contradictory(6);
  contradictory[0].options.length = PathLength::kStrength;
  contradictory[0].options.extra_length = 3;
  contradictory[1].options.set = PathSet::kAny;
  contradictory[1].options.extra_length = 1;
  contradictory[2].options.max_paths = 0;
  contradictory[3].excluded = {"A1"};
  contradictory[4].options.direction = CitationDirection::kCitedBy;
  contradictory[5].over = PathOver::kCitation;
  for (const PathQuery& query : contradictory) {
    same(both.remote.Paths("A1", "A2", query).status(),
         PathsWithNames(*both.local, "A1", "A2", query).status());
  }
  for (const char* other : {"W1", "A404", "W777", "T1", "nonsense"}) {
    CAPTURE(other);
    same(both.remote.Paths("A1", other, {}).status(),
         PathsWithNames(*both.local, "A1", other, {}).status());
  }
  REQUIRE_OK(both.remote.Ping());
  both.server.Stop();
}

TEST_CASE("rpc: bounds on slices and paths are told with the bound") {
  Both both({"--rows=20", "--ids=3", "--ties=10", "--shown=4"});
  const auto told = [](const absl::Status& status, const char* words) {
    REQUIRE(status.code() == absl::StatusCode::kOutOfRange);
    INFO(status.message());
    REQUIRE(std::string(status.message()).find(words) != std::string::npos);
  };
  SliceQuery query = Around({"A1"});
  query.options.edge_budget = 10;
  query.options.node_budget = 20;
  REQUIRE_OK(both.remote.Slice(query));
  query.options.edge_budget = 11;
  told(both.remote.Slice(query).status(), "above the 10 that");
  query.options.node_budget = 21;
  told(both.remote.Slice(query).status(), "above the 20 that");
  query = Around({"A1", "A2", "A3", "A4"});
  query.options.node_budget = 20;
  told(both.remote.Slice(query).status(), "above the limit of 3");
  query = Around({"A1"});
  query.options.node_budget = 20;
  query.pins = {"A1", "A1", "A1", "A1"};
  told(both.remote.Slice(query).status(), "pins, above the limit of 3");
  query.pins = {};
  query.shown = std::vector<NodeId>(3, NodeId(NodeKind::kPaper, 1));
  query.shown_texts = {"W1"};
  query.options.edge_budget = 10;
  REQUIRE_OK(both.remote.Slice(query));
  query.shown_texts = {"W1", "W1"};
  told(both.remote.Slice(query).status(), "above the limit of 1");
  // More than a message may hold never leaves the client, whose connection stays.
  query.shown_texts = std::vector<std::string>(100'000, std::string(60, 'x'));
  told(both.remote.Slice(query).status(), "do not fit into one message");

  PathQuery paths;
  paths.options.max_paths = 21;
  told(both.remote.Paths("A1", "A2", paths).status(), "above the 20 that");
  paths.options.max_paths = 20;
  paths.options.extra_length = 1;  // through each of the 28 others of W5
  told(both.remote.Paths("A1", "A100", paths).status(), "too many nodes together");
  REQUIRE_OK(both.remote.Ping());
  both.server.Stop();
}

TEST_CASE("rpc: an explanation of too many papers is refused with what to do") {
  Both both({"--ties=1"});
  const auto told = [](const absl::Status& status, const char* words) {
    REQUIRE(status.code() == absl::StatusCode::kOutOfRange);
    INFO(status.message());
    REQUIRE(std::string(status.message()).find(words) != std::string::npos);
  };
  SliceQuery slice = Around({"A1"});
  slice.options.types = {NodeKind::kPerson};
  slice.options.edge_budget = 1;
  REQUIRE_OK(both.remote.Slice(slice));
  slice.explain = true;
  const auto here = ValueOf(SliceWithNames(*both.local, slice));
  REQUIRE(here.edges.size() == 1);
  REQUIRE(here.edges[0].papers.size() > 1);
  told(both.remote.Slice(slice).status(), "too many papers; ask for fewer edges");
  both.server.Stop();
}

}  // namespace
}  // namespace coterie::testing
