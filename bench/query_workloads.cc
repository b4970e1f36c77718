// Workloads that ask an open library: collaborators beside their peers, ego networks, names,
// opening.
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "bench/peers.h"
#include "bench/store_loader.h"
#include "bench/synthetic_text.h"
#include "bench/workloads.h"
#include "engine/analysis/collaborators.h"
#include "engine/analysis/ego_network.h"
#include "engine/catalog/views.h"
#include "schema/base.h"
#include "schema/names.h"

namespace coterie::bench {
namespace {

constexpr uint32_t kTop = 50;

CollaboratorList AskOurs(const GraphSnapshot& graph, Vertex person, uint32_t detail_limit) {
  CollaboratorOptions options;
  options.limit = kTop;
  options.detail_limit = detail_limit;
  absl::StatusOr<CollaboratorList> list = Collaborators(graph, person, options);
  CheckOk(list.status());
  return *std::move(list);
}

std::vector<RankedPerson> OurRanking(const GraphSnapshot& graph, uint32_t person) {
  std::vector<RankedPerson> rows;
  for (const Collaborator& row : AskOurs(graph, VertexOf(graph, person), 0).rows) {
    rows.push_back({static_cast<uint32_t>(graph.NodeOf(row.person).ordinal() - 1), row.strength,
                    row.shared_papers, row.first_year, row.last_year});
  }
  return rows;
}

// Every answer of ours against the definition, every answer of a peer against its strengths.
void VerifyCollaborators(WorkloadContext& context,
                         std::vector<std::unique_ptr<CollaboratorPeer>>& peers) {
  for (const uint32_t person : context.people()) {
    const std::vector<RankedPerson> expected = NaiveCollaborators(context.bylines(), person, kTop);
    if (!SameRanking(expected, OurRanking(context.snapshot().graph(), person),
                     Compare::kEverything)) {
      Fail(absl::StrCat("our collaborators of ", PersonKey(person), " are not the definition's"));
    }
    for (const auto& peer : peers) {
      if (!SameRanking(expected, peer->Ask(person, kTop), Compare::kStrengths)) {
        Fail(absl::StrCat(Sv(peer->name()), " ranks the collaborators of ", PersonKey(person),
                          " otherwise"));
      }
    }
  }
}

}  // namespace

std::vector<Row> CollaboratorsWorkload(WorkloadContext& context) {
  const GraphSnapshot& graph = context.snapshot().graph();
  std::vector<std::unique_ptr<CollaboratorPeer>> peers;
  peers.push_back(BareCsrPeer(context.bylines()));
  peers.push_back(BoostCsrPeer(context.bylines()));
  peers.push_back(SqlitePeer(context.graph(), context.bylines()));
  VerifyCollaborators(context, peers);

  size_t checksum = 0;  // of what was read, so that no call can be left out
  const auto ask_ours = [&](uint32_t detail_limit) {
    return [&, detail_limit](uint32_t person) {
      const CollaboratorList list = AskOurs(graph, VertexOf(graph, person), detail_limit);
      for (const Collaborator& row : list.rows) checksum += graph.NameOf(row.person).size();
    };
  };
  LatencyRounds plain(kHeavyPeople);
  LatencyRounds detailed(kHeavyPeople);
  std::vector<LatencyRounds> theirs(peers.size(), LatencyRounds(kHeavyPeople));
  for (int round = 0; round < context.options().rounds; ++round) {  // in turns: noise hits all
    plain.Run(context.people(), ask_ours(0));
    detailed.Run(context.people(), ask_ours(3));
    for (size_t i = 0; i < peers.size(); ++i) {
      theirs[i].Run(context.people(),
                    [&](uint32_t person) { checksum += peers[i]->Ask(person, kTop).size(); });
    }
  }
  if (checksum == 0) Fail("nobody has a collaborator");
  PeerLatencies latencies;
  for (size_t i = 0; i < peers.size(); ++i)
    latencies.emplace_back(peers[i]->name(), theirs[i].Result());
  std::vector<Row> rows = LatencyRows("collaborators_top50", plain.Result(),
                                      {.p50_us = 3, .p99_us = 300, .heavy_us = 200}, latencies);
  const std::vector<Row> more =
      LatencyRows("collaborators_with_topics", detailed.Result(),
                  {.p50_us = std::nullopt, .p99_us = 1'000, .heavy_us = std::nullopt}, {});
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

std::vector<Row> EgoWorkload(WorkloadContext& context) {
  const GraphSnapshot& graph = context.snapshot().graph();
  // Every fourth: an ego network of a heavy person takes milliseconds.
  std::vector<uint32_t> people;
  for (size_t i = 0; i < context.people().size(); i += 4) people.push_back(context.people()[i]);
  const size_t heavy = (kHeavyPeople + 3) / 4;
  const auto ask = [&](uint32_t person) {
    absl::StatusOr<EgoNetwork> ego = EgoNetworkOf(graph, VertexOf(graph, person), {});
    CheckOk(ego.status());
    return *std::move(ego);
  };
  for (const uint32_t person : people) {
    const std::vector<RankedPerson> expected =
        NaiveCollaborators(context.bylines(), person, SIZE_MAX);
    std::vector<RankedPerson> found;
    for (const EgoMember& member : ask(person).members) {
      found.push_back({static_cast<uint32_t>(graph.NodeOf(member.person).ordinal() - 1),
                       member.strength, member.shared_papers, 0, 0});
    }
    if (!SameRanking(expected, found, Compare::kStrengths)) {
      Fail(absl::StrCat("the ego network of ", PersonKey(person),
                        " has other members than collaborators"));
    }
  }
  LatencyRounds rounds(heavy);
  for (int round = 0; round < context.options().rounds; ++round) {
    rounds.Run(people, [&](uint32_t person) { ask(person); });
  }
  return LatencyRows("ego", rounds.Result(), {}, {});
}

std::vector<Row> FindWorkload(WorkloadContext& context) {
  const Snapshot& now = context.snapshot();
  const auto prefix_of = [&](uint32_t person) {
    const std::string folded = FoldName(PersonName(context.graph(), person));
    return folded.substr(0, 4 + person % 5);  // what somebody has typed so far
  };
  const auto ask = [&](uint32_t person) {
    absl::StatusOr<std::vector<FoundNode>> found =
        Find(now, prefix_of(person), NodeKind::kPerson, 10);
    CheckOk(found.status());
    return *std::move(found);
  };
  for (const uint32_t person : context.people()) {
    const std::vector<FoundNode> found = ask(person);
    if (found.empty()) Fail(absl::StrCat("nobody is found under \"", prefix_of(person), "\""));
    for (const FoundNode& node : found) {
      if (FoldName(node.name).find(FoldName(prefix_of(person))) == std::string::npos) {
        Fail(absl::StrCat(node.name, " is found under \"", prefix_of(person), "\""));
      }
    }
  }
  LatencyRounds rounds(kHeavyPeople);
  for (int round = 0; round < context.options().rounds; ++round) {
    rounds.Run(context.people(), [&](uint32_t person) { ask(person); });
  }
  return LatencyRows("find_prefix", rounds.Result(), {}, {});
}

std::vector<Row> OpenWorkload(WorkloadContext& context) {
  const std::string directory = context.StoreDirectory();
  std::vector<double> open_s;
  std::vector<double> build_s;
  uint64_t arcs = 0;
  for (int round = 0; round < context.options().rounds; ++round) {
    const double start = Now();
    absl::StatusOr<Library> library = Library::Open(directory, Reader());
    CheckOk(library.status());
    const double opened = Now();
    const absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot = library->Read();
    CheckOk(snapshot.status());
    build_s.push_back(Now() - opened);
    open_s.push_back(opened - start);
    arcs = (*snapshot)->graph().Adjacency(Relation::kPaperPeople).arc_count();
  }
  if (arcs != context.bylines().people.size())
    Fail("the graph has another number of authorships than the generator");
  return {{"open_store", "s", Median(open_s), Percentile(open_s, 0), {}, {}},
          {"build_graph", "s", Median(build_s), Percentile(build_s, 0), {}, {}}};
}

}  // namespace coterie::bench
