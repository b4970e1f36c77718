// The merge rule of ADR 1 is commutative, associative and idempotent.
#include "engine/ingest/merge.h"

#include <algorithm>

#include "engine/ingest/block_builder.h"
#include "engine/ingest/stamp.h"
#include "tests/support/catch.h"

namespace coterie {
namespace {

const NodeKey kKey{NodeKind::kPaper, PackOpenAlex("W1"), {}};

Assertion Given(uint32_t order, const std::string& name, bool with_abstract) {
  Assertion a;
  a.is_record = true;
  PaperRecord record;
  record.header.name = name;
  record.header.pids = {kKey.ToPid()};
  record.header.core_stamp = MakeStamp(StampRank::kRecord, order, order);
  if (with_abstract) {
    record.abstract_stamp = MakeStamp(StampRank::kRecord, order, order);
    a.abstract = name;
  }
  a.record = record;
  return a;
}

TEST_CASE("merge: any order of assertions gives the same record and the same groups") {
  const std::vector<NodeId> ids = {NodeId(NodeKind::kPaper, 1)};
  std::vector<Assertion> given = {Given(1, "one", true), Given(2, "two", false),
                                  Given(3, "three", true), Given(3, "three", true)};
  std::vector<int> order = {0, 1, 2, 3};
  do {
    NodeRecord record = BareRecord(NodeKind::kPaper);
    HeaderOf(record).pids = {kKey.ToPid()};
    NodeChange change;
    for (const int i : order) {
      if (WouldChange(given[static_cast<size_t>(i)], record, kKey)) {
        Merge(given[static_cast<size_t>(i)], kKey, ids, record, change);
      }
    }
    CHECK(std::get<PaperRecord>(record).header.name == "three");
    CHECK_FALSE(std::get<PaperRecord>(record).is_stub);
    CHECK(change.abstract == "three");
    for (const Assertion& assertion : given) CHECK_FALSE(WouldChange(assertion, record, kKey));
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("merge: the identity that a losing source uses stays with the node") {
  const std::vector<NodeId> ids = {NodeId(NodeKind::kPaper, 1)};
  const NodeKey dblp{NodeKind::kPaper, 0, {PidScheme::kDblp, "journals/x/Y20"}};
  NodeRecord record = BareRecord(NodeKind::kPaper);
  NodeChange change;
  Merge(Given(5, "newer", false), kKey, ids, record, change);
  Assertion older = Given(1, "older", false);
  std::get<PaperRecord>(older.record).header.pids = {dblp.pid};
  CHECK(WouldChange(older, record, dblp));
  Merge(older, dblp, ids, record, change);
  CHECK(HeaderOf(record).name == "newer");
  CHECK(HeaderOf(record).pids == std::vector<Pid>{kKey.ToPid(), dblp.pid});
  CHECK_FALSE(WouldChange(older, record, dblp));
}

}  // namespace
}  // namespace coterie
