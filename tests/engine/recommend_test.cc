// Recommended collaborators: a drawing with answers by hand, and what is refused.
#include "engine/analysis/recommend.h"

#include <cmath>

#include "tests/support/catch.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::TinyGraph;
using testing::ValueOf;

// ann's co-authors are bob and cid; dee is tied to both, eve to cid alone, fay to nobody but has a
// topic of ann's. gus shares with ann a paper of five alone.
constexpr std::string_view kCircle = R"(
  p1 2018: ann bob | #ml
  p2 2019: ann bob
  p3 2020: ann cid | #db
  p4 2020: bob dee | #ml
  p5 2020: cid dee eve | #ml
  p6 2020: fay | #db
  p7 2020: ann gus hal ida joe
  p8 2020: gus dee
)";

RecommendOptions By(RecommendBy by) {
  RecommendOptions options;
  options.by = by;
  options.papers.max_authors = 4;
  return options;
}

TEST_CASE("recommend: Adamic-Adar and resource allocation of a drawing are as computed by hand") {
  const TinyGraph g(kCircle);
  const RecommendationList list =
      ValueOf(RecommendedCollaborators(g.graph(), g["ann"], By(RecommendBy::kAdamicAdar)));
  CHECK(list.as_of_year == 2020);
  CHECK(list.coauthors == 2);
  CHECK(list.coauthors_walked == 2);
  CHECK(list.left_out.hyper_authored == 1);
  CHECK(list.error_bound == 0);
  CHECK_FALSE(list.truncated);
  // bob: p1, p2, p4, each of 2: 3 + 6 arcs; cid: p3 of 2, p5 of 3: 2 + 5.
  CHECK(list.arcs_walked == 16);
  REQUIRE(list.rows.size() == 2);
  const Recommendation& dee = list.rows[0];
  CHECK(dee.person == g["dee"]);
  CHECK(dee.score == Approx(1 / std::log(2.0) + 1 / std::log(3.0)));  // k: bob 2, cid 3
  CHECK(dee.common_coauthors == 2);
  REQUIRE(dee.people.size() == 2);  // both share one with dee; bob shares two with ann
  CHECK(dee.people[0].person == g["bob"]);
  CHECK(dee.people[0].papers_with_person == 2);
  CHECK(dee.people[0].papers_with_candidate == 1);
  CHECK(dee.people[1].person == g["cid"]);
  CHECK(dee.common_topics == 1);
  REQUIRE(dee.topics.size() == 1);
  CHECK(dee.topics[0].topic == g["#ml"]);
  CHECK(dee.topics[0].papers_of_person == 1);
  CHECK(dee.topics[0].papers_of_candidate == 2);
  CHECK(list.rows[1].person == g["eve"]);
  CHECK(list.rows[1].score == Approx(1 / std::log(3.0)));

  const RecommendationList allocation =
      ValueOf(RecommendedCollaborators(g.graph(), g["ann"], By(RecommendBy::kResourceAllocation)));
  CHECK(allocation.rows[0].score == Approx(1 / 2.0 + 1 / 3.0));
  CHECK(allocation.rows[1].score == Approx(1 / 3.0));
}

TEST_CASE("recommend: the walk reaches people by topics alone, and leaves every co-author out") {
  const TinyGraph g(kCircle);
  const RecommendationList list =
      ValueOf(RecommendedCollaborators(g.graph(), g["ann"], By(RecommendBy::kPageRank)));
  CHECK_FALSE(list.truncated);
  CHECK(list.error_bound <= 1e-6);
  CHECK(list.coauthors == 2);
  std::string names;
  for (const Recommendation& row : list.rows) names += g.NameOf(row.person) + " ";
  CHECK(names == "dee fay eve ");  // gus shares p7, which does not count
  const Recommendation& fay = list.rows[1];
  CHECK(fay.common_coauthors == 0);
  CHECK(fay.people.empty());
  REQUIRE(fay.topics.size() == 1);
  CHECK(fay.topics[0].topic == g["#db"]);
}

// Everything is about #all, two papers beside ann's about #rare; the shares of #all are 2/6, of
// #rare 1/2 and of #odd 1/3.
TEST_CASE("recommend: specific topics come before broad ones") {
  const TinyGraph g(R"(
    p1 2018: ann | #all #rare
    p2 2019: ann | #all #odd
    p3 2020: bob | #all #rare
    p4 2020: bob | #all #odd
    p5 2020: cid | #all #odd
    p6 2020: cid | #all
  )");
  RecommendOptions options;
  const auto topics_of = [&](const char* name) {
    std::string topics;
    for (const Recommendation& row :
         ValueOf(RecommendedCollaborators(g.graph(), g["ann"], options)).rows) {
      if (row.person != g[name]) continue;
      for (const ConnectingTopic& topic : row.topics) topics += g.NameOf(topic.topic) + " ";
    }
    return topics;
  };
  CHECK(topics_of("bob") == "#rare #all #odd ");  // 1/2; 2/6 by two papers before 1/3 by one
  CHECK(topics_of("cid") == "#all #odd ");
  options.connection_limit = 1;
  CHECK(topics_of("bob") == "#rare ");
}

// One paper, one topic: every group has one arc, and ann, the paper and the topic make a path of
// three; fay hangs on the topic by a second paper.
TEST_CASE("recommend: the walk's scores are as computed by hand") {
  const TinyGraph g(R"(
    p1 2020: ann | #ml
    p2 2020: fay | #ml
  )");
  // With c = 1 - alpha and a, p, t, q, f the ranks of ann, p1, #ml, p2, fay:
  //   a = alpha + c p/2, p = c a + c t/2, t = c p/2 + c q/2, q = c t/2 + c f, f = c q/2.
  // alpha = 1/2: f = q/4, q = t/4 + f/2, so q = 2t/7 and f = t/14; t = p/4 + q/4, so t = 7p/26;
  // p = a/2 + t/4 = a/2 + 7p/104, so p = 52a/97; a = 1/2 + p/4 = 1/2 + 13a/97, so a = 97/168;
  // p = 52/168, t = 14/168, f = 1/168.
  RecommendOptions options;
  options.alpha = 0.5;
  const RecommendationList list = ValueOf(RecommendedCollaborators(g.graph(), g["ann"], options));
  REQUIRE(list.rows.size() == 1);
  CHECK(list.rows[0].person == g["fay"]);
  CHECK(list.rows[0].score == Approx(1 / 168.0).margin(1e-6));
  CHECK(list.rows[0].score <= 1 / 168.0 + 1e-15);
}

TEST_CASE("recommend: an as-of year that the caller gives makes later papers unknown") {
  const TinyGraph g(R"(
    p1 2010: ann bob
    p2 2010: bob dee
    p3 2020: ann dee
  )");
  RecommendOptions options = By(RecommendBy::kAdamicAdar);
  CHECK(ValueOf(RecommendedCollaborators(g.graph(), g["ann"], options)).rows.empty());
  options.papers.as_of_year = 2015;
  const RecommendationList past = ValueOf(RecommendedCollaborators(g.graph(), g["ann"], options));
  REQUIRE(past.rows.size() == 1);
  CHECK(past.rows[0].person == g["dee"]);
  CHECK(past.left_out.after_as_of == 1);
  options.papers.as_of_year.reset();
  options.papers.last_year = 2015;  // a filter: the paper of 2020 is known all the same
  CHECK(ValueOf(RecommendedCollaborators(g.graph(), g["ann"], options)).rows.empty());
}

TEST_CASE("recommend: limits of 0 give nothing, or tell that the work was cut") {
  const TinyGraph g(kCircle);
  for (const RecommendBy by : {RecommendBy::kPageRank, RecommendBy::kAdamicAdar}) {
    RecommendOptions options = By(by);
    options.limit = 0;
    CHECK(ValueOf(RecommendedCollaborators(g.graph(), g["ann"], options)).rows.empty());
    options = By(by);
    options.work_limit = 0;
    const RecommendationList list = ValueOf(RecommendedCollaborators(g.graph(), g["ann"], options));
    CHECK(list.rows.empty());
    CHECK(list.truncated);
    CHECK(list.arcs_walked == 0);
    options = By(by);
    options.connection_limit = 0;
    const RecommendationList bare = ValueOf(RecommendedCollaborators(g.graph(), g["ann"], options));
    CHECK(bare.rows.back().common_coauthors == 1);  // eve, by cid
    CHECK(bare.rows.back().people.empty());
  }
  RecommendOptions all = By(RecommendBy::kPageRank);
  all.work_limit = UINT64_MAX;
  CHECK(ValueOf(RecommendedCollaborators(g.graph(), g["ann"], all)).rows.size() == 3);
}

TEST_CASE("recommend: somebody alone gets nobody; what is no person or no alpha is refused") {
  const TinyGraph g("p1 2020: ann\np2 2020: bob cid\n");
  for (const auto by :
       {RecommendBy::kPageRank, RecommendBy::kAdamicAdar, RecommendBy::kResourceAllocation}) {
    const RecommendationList list = ValueOf(RecommendedCollaborators(g.graph(), g["ann"], By(by)));
    CHECK(list.rows.empty());
    CHECK_FALSE(list.truncated);
    CHECK(ValueOf(RecommendedCollaborators(g.graph(), g["bob"], By(by))).rows.empty());
  }
  CHECK(absl::IsInvalidArgument(RecommendedCollaborators(g.graph(), g["p1"], {}).status()));
  for (const double alpha : {0.0, 1.0, -0.5, std::nan("")}) {
    RecommendOptions options;
    options.alpha = alpha;
    CHECK(absl::IsInvalidArgument(RecommendedCollaborators(g.graph(), g["ann"], options).status()));
  }
  RecommendOptions options;
  options.papers.half_life_years = -1;
  CHECK(absl::IsInvalidArgument(RecommendedCollaborators(g.graph(), g["ann"], options).status()));
}

TEST_CASE("recommend: the definition is told with its parameters") {
  RecommendOptions options;
  CHECK(
      DescribeRecommendation(options, 2026) ==
      "score = personalised PageRank (alpha = 0.15) over people, papers and topics, a lower bound "
      "within error_bound; people who share any paper are left out; papers that do not count: "
      "after 2026, of more than 25 people");
  options.by = RecommendBy::kResourceAllocation;
  options.papers.max_authors = kNoLimit;
  options.papers.first_year = 2001;
  CHECK(DescribeRecommendation(options, 2026) ==
        "score = sum over common co-authors of 1/k (resource allocation; Zhou, Lu, Zhang 2009), k "
        "= their co-authors; people who share any paper are left out; papers that do not count: "
        "after 2026, before 2001, undated");
}

}  // namespace
}  // namespace coterie
