// Collaborators on drawings, with answers computed by hand.
#include "engine/analysis/collaborators.h"

#include <cmath>
#include <limits>

#include "tests/support/catch.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::TinyGraph;
using testing::ValueOf;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

CollaboratorOptions NewmanOptions() {
  CollaboratorOptions options;
  options.weights.half_life_years = kInfinity;
  return options;
}

std::string Order(const TinyGraph& g, const CollaboratorList& list) {
  std::string names;
  for (const Collaborator& row : list.rows) {
    names += (names.empty() ? "" : " ") + g.NameOf(row.person);
  }
  return names;
}

const Collaborator& RowOf(const TinyGraph& g, const CollaboratorList& list, std::string_view name) {
  for (const Collaborator& row : list.rows) {
    if (g.NameOf(row.person) == name) return row;
  }
  FAIL("no row of " << name);
  return list.rows.front();
}

TEST_CASE("collaborators: a paper of the as-of year weighs 1/(n-1), H years earlier half of it") {
  const TinyGraph g(R"(
    p1 2020: ann bob
    p2 2015: ann cid dee
    p3 2010: ann eve ?
  )");
  const auto list = ValueOf(Collaborators(g.graph(), g["ann"], {}));
  CHECK(list.as_of_year == 2020);
  CHECK(RowOf(g, list, "bob").strength == 1.0);
  CHECK(RowOf(g, list, "cid").strength == 0.25);   // 2^-1 / 2
  CHECK(RowOf(g, list, "eve").strength == 0.125);  // 2^-2 / 2: the anonymous place is a person
  CHECK(list.total == 4);
}

TEST_CASE("collaborators: an undated paper decays as if H years old, not at all without decay") {
  const TinyGraph g("p1 2020: ann bob\n p2 undated: ann cid\n p3 undated: ann");
  const auto list = ValueOf(Collaborators(g.graph(), g["ann"], {}));
  CHECK(RowOf(g, list, "cid").strength == 0.5);
  CHECK(RowOf(g, list, "cid").first_year == kNoYear);
  CHECK(RowOf(g, list, "cid").last_year == kNoYear);
  CHECK(list.undated_counted == 1);  // p3 has nobody else, so it counts for nothing
  const auto newman = ValueOf(Collaborators(g.graph(), g["ann"], NewmanOptions()));
  CHECK(RowOf(g, newman, "cid").strength == 1);
  CHECK(newman.undated_counted == 1);
}

TEST_CASE("collaborators: papers after the as-of year do not count and are told") {
  const TinyGraph g("p1 2020: ann bob\n p2 2021: ann bob\n p3 2022: ann cid", 2021);
  auto list = ValueOf(Collaborators(g.graph(), g["ann"], {}));
  CHECK(list.as_of_year == 2021);
  CHECK(list.total == 1);
  CHECK(list.rows[0].shared_papers == 2);
  CHECK(list.left_out.after_as_of == 1);
  CollaboratorOptions earlier;
  earlier.weights.as_of_year = 2020;
  list = ValueOf(Collaborators(g.graph(), g["ann"], earlier));
  CHECK(list.rows[0].shared_papers == 1);
  CHECK(list.rows[0].strength == 1);
  CHECK(list.left_out.after_as_of == 2);
}

TEST_CASE("collaborators: what is left out is told under the first reason") {
  const TinyGraph g(R"(
    p1 2020: ann bob
    p2 2020 retracted: ann cid
    p3 2020: ann bob cid dee
    p4 2020 retracted: ann bob cid dee
    p5 2023 retracted: ann bob cid dee
  )",
                    2021);
  CollaboratorOptions options;
  options.weights.max_authors = 3;
  auto list = ValueOf(Collaborators(g.graph(), g["ann"], options));
  CHECK(Order(g, list) == "bob cid");  // retracted papers count by default
  CHECK(list.left_out.after_as_of == 1);
  CHECK(list.left_out.retracted == 0);
  CHECK(list.left_out.hyper_authored == 2);
  options.weights.include_retracted = false;
  list = ValueOf(Collaborators(g.graph(), g["ann"], options));
  CHECK(Order(g, list) == "bob");
  CHECK(list.left_out.after_as_of == 1);
  CHECK(list.left_out.retracted == 2);
  CHECK(list.left_out.hyper_authored == 1);
}

TEST_CASE("collaborators: 25 people on a byline count by default, 26 do not") {
  std::string line = "p1 2020: ann";
  for (int i = 0; i < 24; ++i) line += " x" + std::to_string(i);
  const TinyGraph at_limit(line);
  CHECK(ValueOf(Collaborators(at_limit.graph(), at_limit["ann"], {})).total == 24);
  const TinyGraph above(line + " ?");
  const auto list = ValueOf(Collaborators(above.graph(), above["ann"], {}));
  CHECK(list.total == 0);
  CHECK(list.left_out.hyper_authored == 1);
}

TEST_CASE("collaborators: somebody named twice on a byline is one person") {
  const TinyGraph g("p1 2020: ann bob bob cid");
  const auto list = ValueOf(Collaborators(g.graph(), g["ann"], {}));
  CHECK(RowOf(g, list, "bob").strength == 0.5);
  CHECK(RowOf(g, list, "bob").shared_papers == 1);
}

TEST_CASE("collaborators: order is strength, shared papers, last year, NodeId") {
  const TinyGraph g(R"(
    p0 2000: zoe dan cat bob
    p1 2020: ann bob
    p2 2019: ann cat dan
    p3 2018: ann cat dan
    p4 2018: ann eve
    p5 2020: ann zoe
  )");
  // Without decay: bob 1 (c 1, 2020), cat and dan 1 (c 2, 2019), eve 1 (c 1, 2018), zoe 1 (c 1,
  // 2020). NodeIds: zoe < dan < cat < bob < ann < eve.
  const auto list = ValueOf(Collaborators(g.graph(), g["ann"], NewmanOptions()));
  CHECK(Order(g, list) == "dan cat zoe bob eve");
}

TEST_CASE("collaborators: close means two papers and a quarter of the greatest strength") {
  const TinyGraph g(R"(
    p1 2020: ann bob
    p2 2020: ann bob
    p3 2020: ann cid x1 x2 x3
    p4 2020: ann cid x1 x2 x3
    p5 2020: ann dee x1 x2 x3 x4
    p6 2020: ann dee x5 x6 x7
    p7 2020: ann eve
  )");
  // bob 2; cid 1/4 + 1/4 = 0.5, exactly a quarter; dee 1/5 + 1/4 < 0.5; eve 1, but one paper;
  // x1 1/4 + 1/4 + 1/5; x2 and x3 likewise; x4 1/5.
  CollaboratorOptions options = NewmanOptions();
  options.limit = 1;
  auto list = ValueOf(Collaborators(g.graph(), g["ann"], options));
  CHECK(list.close == 5);
  CHECK(list.rows.size() == 1);
  options.limit = kNoLimit;
  list = ValueOf(Collaborators(g.graph(), g["ann"], options));
  CHECK(RowOf(g, list, "bob").is_close);
  CHECK(RowOf(g, list, "cid").is_close);
  CHECK_FALSE(RowOf(g, list, "dee").is_close);
  CHECK_FALSE(RowOf(g, list, "eve").is_close);
  CHECK(RowOf(g, list, "x1").is_close);
  // It is judged on S, whatever is counted or normalised.
  options.weights.counting = Counting::kFull;
  CHECK(ValueOf(Collaborators(g.graph(), g["ann"], options)).close == 5);
  options.normalization = Normalization::kJaccard;
  list = ValueOf(Collaborators(g.graph(), g["ann"], options));
  CHECK(list.close == 5);
  CHECK_FALSE(RowOf(g, list, "dee").is_close);
}

TEST_CASE("collaborators: normalisations follow their formulas") {
  const TinyGraph g(R"(
    p1 2020: ann bob
    p2 2019: ann bob cid
    p3 2018: ann
    p4 2020: bob cid dee
  )");
  CollaboratorOptions options;
  const auto strength = [&](Normalization normalization, std::string_view name) {
    options.normalization = normalization;
    return RowOf(g, ValueOf(Collaborators(g.graph(), g["ann"], options)), name).strength;
  };
  // |P|: ann 3, bob 3, cid 2. Links s: ann 1+2 = 3, bob 1+2+2 = 5, cid 2+2 = 4.
  CHECK(strength(Normalization::kSalton, "bob") == Approx(2 / 3.0));
  CHECK(strength(Normalization::kSalton, "cid") == Approx(1 / std::sqrt(6.0)));
  CHECK(strength(Normalization::kJaccard, "bob") == Approx(2 / 4.0));
  CHECK(strength(Normalization::kJaccard, "cid") == Approx(1 / 4.0));
  CHECK(strength(Normalization::kAssociation, "bob") == Approx(2 / 15.0));
  CHECK(strength(Normalization::kAssociation, "cid") == Approx(1 / 12.0));
  options.weights.counting = Counting::kFull;
  CHECK(strength(Normalization::kNone, "bob") == 2);
  // P follows the filters: from 2020 on ann has p1, bob p1 and p4.
  options.weights.first_year = 2020;
  CHECK(strength(Normalization::kSalton, "bob") == Approx(1 / std::sqrt(2.0)));
}

TEST_CASE("collaborators: filters and the year window choose the papers") {
  const TinyGraph g(R"(
    p1 2018: ann[mit] bob | #ml @icml
    p2 2019: ann cid[eth] | #db @icml
    p3 2020: ann dee ?[ibm] | #ml #db @vldb
    p4 undated: ann eve | #ml
  )");
  CollaboratorOptions options = NewmanOptions();
  const auto who = [&] { return Order(g, ValueOf(Collaborators(g.graph(), g["ann"], options))); };
  options.weights.topics = {g["#ml"]};
  CHECK(who() == "bob eve dee");
  options.weights.venues = {g["@icml"], g["@vldb"]};
  CHECK(who() == "bob dee");
  options.weights = NewmanOptions().weights;
  options.weights.institutions = {g["ibm"], g["eth"]};
  CHECK(who() == "cid dee");
  options.weights = NewmanOptions().weights;
  options.weights.first_year = 2019;
  CHECK(who() == "cid dee");
  options.weights.last_year = 2019;
  CHECK(who() == "cid");
  options.weights.first_year.reset();
  CHECK(who() == "cid bob");  // the last year decides
  CHECK(ValueOf(Collaborators(g.graph(), g["ann"], options)).undated_counted == 0);
}

TEST_CASE("collaborators: details are the most frequent topics and own institutions") {
  const TinyGraph g(R"(
    p1 2018: ann[mit] bob[eth] | #a #b
    p2 2019: ann bob[ibm,eth] | #b #c
    p3 2020: ann bob | #c #d
    p4 2020: bob[nyu] | #e
  )");
  CollaboratorOptions options;
  options.detail_limit = 3;
  auto list = ValueOf(Collaborators(g.graph(), g["ann"], options));
  const auto names = [&g](const std::vector<Vertex>& vertices) {
    std::string text;
    for (const Vertex v : vertices) text += g.NameOf(v) + " ";
    return text;
  };
  CHECK(names(list.rows[0].topics) == "#b #c #a ");
  CHECK(names(list.rows[0].institutions) == "eth ibm ");
  CHECK(list.rows[0].papers.empty());
  options.detail_limit = 0;
  list = ValueOf(Collaborators(g.graph(), g["ann"], options));
  CHECK(list.rows[0].topics.empty());
  CHECK(list.rows[0].institutions.empty());
}

TEST_CASE("collaborators: an explanation names the papers whose weights add up") {
  const TinyGraph g(
      "p1 2015: ann bob ?\n p2 2020: ann bob\n p3 undated: ann bob\n p4 2020: ann cid");
  CollaboratorOptions options;
  options.explain = true;
  options.detail_limit = 0;
  auto list = ValueOf(Collaborators(g.graph(), g["ann"], options));
  const Collaborator bob = RowOf(g, list, "bob");
  REQUIRE(bob.papers.size() == 3);
  CHECK(bob.papers[0].paper == g["p1"]);
  CHECK(bob.papers[0].year == 2015);
  CHECK(bob.papers[0].byline_size == 3);
  CHECK(bob.papers[0].weight == 0.25);
  CHECK(bob.papers[1].weight == 1);
  CHECK(bob.papers[2].weight == 0.5);
  CHECK(bob.strength == 0.25 + 1 + 0.5);
  options.weights.counting = Counting::kFull;
  list = ValueOf(Collaborators(g.graph(), g["ann"], options));
  for (const SharedPaper& paper : RowOf(g, list, "bob").papers) CHECK(paper.weight == 1);
}

TEST_CASE("collaborators: nobody, and nothing, are empty lists") {
  const TinyGraph g("p1 2020: ann\n p2 2020: ? bob ?\n affiliation cid: mit");
  CHECK(ValueOf(Collaborators(g.graph(), g["ann"], {})).rows.empty());
  CHECK(ValueOf(Collaborators(g.graph(), g["bob"], {})).rows.empty());
  CHECK(ValueOf(Collaborators(g.graph(), g["cid"], {})).rows.empty());
}

TEST_CASE("collaborators: wrong arguments are refused") {
  const TinyGraph g("p1 2020: ann bob | #ml");
  const auto refused = [&](Vertex person, const CollaboratorOptions& options) {
    return absl::IsInvalidArgument(Collaborators(g.graph(), person, options).status());
  };
  CHECK(refused(g["p1"], {}));
  CHECK(refused(Vertex{99}, {}));
  for (const double half_life : {0.0, -1.0, std::nan(""), -kInfinity}) {
    CollaboratorOptions options;
    options.weights.half_life_years = half_life;
    CHECK(refused(g["ann"], options));
  }
  CollaboratorOptions options;
  options.weights.first_year = 2020;
  options.weights.last_year = 2019;
  CHECK(refused(g["ann"], options));
  options = {};
  options.weights.venues = {g["#ml"]};
  CHECK(refused(g["ann"], options));
}

TEST_CASE("collaborators: the definition is printed with its parameters") {
  CollaboratorOptions options;
  CHECK(DescribeStrength(options, 2026) ==
        "strength = sum over shared papers of 2^(-(Y-y)/H)/(n-1), n = people on the byline, y = "
        "year, Y = 2026, H = 5 years (an undated paper counts as 5 years old); left out: papers "
        "after 2026, papers with more than 25 people");
  options = NewmanOptions();
  options.weights.max_authors = kNoLimit;
  options.weights.include_retracted = false;
  options.weights.first_year = 2019;
  options.weights.topics.resize(2);
  CHECK(DescribeStrength(options, 2026) ==
        "strength = sum over shared papers of 1/(n-1), n = people on the byline (Newman 2001; no "
        "decay); only papers from 2019 on; only papers on one of 2 topics; left out: papers "
        "after 2026, retracted papers");
  options.normalization = Normalization::kSalton;
  CHECK(DescribeStrength(options, 2026).find("Salton") != std::string::npos);
}

TEST_CASE("collaborators: the definition counts in words that fit one, and says what it lacks") {
  CollaboratorOptions options;
  options.weights.half_life_years = 1;
  options.weights.max_authors = 1;
  CHECK(DescribeStrength(options, kNoYear) ==
        "strength = sum over shared papers of 2^(-(Y-y)/H)/(n-1), n = people on the byline, y = "
        "year, Y = the newest year, of which the store has none, H = 1 year (an undated paper "
        "counts as 1 year old); left out: papers with more than 1 person");
  options.weights.max_authors = kNoLimit;
  CHECK(DescribeStrength(options, kNoYear).find("left out") == std::string::npos);
}

}  // namespace
}  // namespace coterie
