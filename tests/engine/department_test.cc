// Departments: a drawing with answers by hand, and what is refused.
#include "engine/analysis/department.h"

#include <limits>

#include "tests/support/catch.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::TinyGraph;
using testing::ValueOf;

// Members ann, bob, cid, dee, eve (at mit); out and far are outside.
constexpr std::string_view kInstitute = R"(
  p1 2018: ann[mit] bob[mit]
  p2 2020: ann[mit] bob[mit] cid[mit]
  p3 2020: dee[mit] out[eth]
  p4 2019: ann out
  p5 2020: bob out far
  p6 2020: eve[lab]
  p7 2020: ann far
  p8 undated: cid[mit] ann
  affiliation eve: mit
  parent lab: mit
  parent mit: lab
)";
//  ann - bob 1 + 1/2, ann - cid 1/2 + 1, bob - cid 1/2; dee, eve alone
//  out - dee 1, out - ann 1, out - bob 1/2; far - bob 1/2, far - ann 1

DepartmentOptions Undecayed() {
  DepartmentOptions options;
  options.weights.half_life_years = std::numeric_limits<double>::infinity();
  return options;
}

std::string NamesOf(const TinyGraph& g, const std::vector<Vertex>& people) {
  std::string names;
  for (const Vertex person : people) names += (names.empty() ? "" : " ") + g.NameOf(person);
  return names;
}

TEST_CASE("department: members, ties and measures of a drawing are as computed by hand") {
  const TinyGraph g(kInstitute);
  const Vertex mit[] = {g["mit"]};
  const std::vector<Vertex> people = ValueOf(MembersOf(g.graph(), mit, {}));
  CHECK(NamesOf(g, people) == "ann bob cid dee eve");
  const Department d = ValueOf(DepartmentOf(g.graph(), people, Undecayed()));
  CHECK(d.as_of_year == 2020);
  CHECK(d.total_members == 5);
  CHECK(d.papers == 8);
  CHECK(d.papers_inside == 3);  // p1, p2, p8
  CHECK(d.undated_counted == 1);
  REQUIRE(d.members.size() == 5);
  const DepartmentMember& ann = d.members[0];
  CHECK(ann.person == g["ann"]);
  CHECK(ann.strength == 3);
  CHECK(ann.papers == 5);
  CHECK(ann.papers_inside == 3);
  CHECK(ann.first_year == 2018);
  CHECK(ann.last_year == 2020);
  CHECK(ann.ties == 2);
  CHECK(ann.core == 2);
  CHECK(ann.component == 0);
  CHECK(ann.clustering == 1);
  CHECK(d.members[1].person == g["bob"]);  // 2 as cid, papers inside 2 as cid, papers 3 against 2
  CHECK(d.members[2].person == g["cid"]);
  CHECK(d.members[3].person == g["dee"]);
  CHECK(d.members[3].ties == 0);
  CHECK(d.members[3].component == 1);
  CHECK(d.members[4].person == g["eve"]);
  CHECK(d.members[4].component == 2);

  REQUIRE(d.ties.size() == 3);  // 1.5, 1.5, 0.5; the newest shared paper is of 2020 in all
  CHECK(d.ties[0].a == g["ann"]);
  CHECK(d.ties[0].b == g["bob"]);
  CHECK(d.ties[0].strength == 1.5);
  CHECK(d.ties[0].shared_papers == 2);
  CHECK(d.ties[0].first_year == 2018);
  CHECK(d.ties[1].b == g["cid"]);
  CHECK(d.ties[1].first_year == 2020);  // the undated one has no say
  CHECK(d.ties[2].a == g["bob"]);
  CHECK(d.ties[2].strength == 0.5);
  CHECK(d.components == 3);
  CHECK(d.largest_component == 3);
  CHECK(d.isolated == 2);
  CHECK(d.degeneracy == 2);
  CHECK(d.density == Approx(3 / 10.0));
  CHECK(d.clustering == Approx(3 / 5.0));
  CHECK(d.connectors.empty());
  CHECK(d.total_connectors == 0);
  CHECK(d.components_with_connectors == 3);
}

TEST_CASE("department: connectors tie members from outside, as computed by hand") {
  const TinyGraph g(kInstitute);
  const Vertex mit[] = {g["mit"]};
  const std::vector<Vertex> people = ValueOf(MembersOf(g.graph(), mit, {}));
  DepartmentOptions options = Undecayed();
  options.connector_limit = 10;
  const Department d = ValueOf(DepartmentOf(g.graph(), people, options));
  CHECK(d.total_connectors == 2);
  REQUIRE(d.connectors.size() == 2);
  const Connector& out = d.connectors[0];
  CHECK(out.person == g["out"]);
  CHECK(out.strength == 2.5);
  CHECK(out.papers == 3);
  CHECK(out.pairs_joined == 2);  // ann - dee and bob - dee; ann and bob have a tie
  REQUIRE(out.ties.size() == 3);
  CHECK(out.ties[0].member == g["ann"]);  // 1, as dee; by NodeId
  CHECK(out.ties[1].member == g["dee"]);
  CHECK(out.ties[2].member == g["bob"]);
  CHECK(out.ties[2].strength == 0.5);
  CHECK(d.connectors[1].person == g["far"]);
  CHECK(d.connectors[1].strength == 1.5);
  CHECK(d.connectors[1].pairs_joined == 0);
  CHECK(d.components == 3);
  CHECK(d.components_with_connectors == 2);  // dee joins; eve stays alone
  options.connector_limit = 1;
  options.member_limit = 2;
  options.tie_limit = 0;
  const Department cut = ValueOf(DepartmentOf(g.graph(), people, options));
  CHECK(cut.connectors.size() == 1);
  CHECK(cut.total_connectors == 2);
  CHECK(cut.members.size() == 2);
  CHECK(cut.total_members == 5);
  CHECK(cut.ties.empty());
  CHECK(cut.total_ties == 3);
}

TEST_CASE("department: members are named, or people of institutions, of given years, or below") {
  const TinyGraph g(kInstitute);
  const auto members = [&g](const std::vector<Vertex>& subjects, const MemberOptions& options) {
    return NamesOf(g, ValueOf(MembersOf(g.graph(), subjects, options)));
  };
  CHECK(members({g["far"], g["eth"], g["far"]}, {}) == "out far");
  MemberOptions options;
  CHECK(members({g["lab"]}, options) == "eve");
  options.levels_below = 1;
  CHECK(members({g["lab"]}, options) == "ann bob cid dee eve");
  options.levels_below = 1000;  // lab and mit are below each other
  CHECK(members({g["lab"]}, options) == "ann bob cid dee eve");
  options.levels_below = 0;
  options.last_year = 2018;
  CHECK(members({g["mit"]}, options) == "ann bob");
  options.last_year.reset();
  options.first_year = 2019;
  CHECK(members({g["mit"]}, options) == "ann bob cid dee");  // no years of asserted affiliations
  options.first_year = 2021;
  CHECK(members({g["mit"]}, options).empty());
  CHECK(members({g["eve"], g["mit"]}, options) == "eve");
}

TEST_CASE("department: one member has no ties; no member and other kinds are refused") {
  const TinyGraph g(kInstitute);
  const Vertex alone[] = {g["ann"]};
  DepartmentOptions options;
  options.connector_limit = 5;
  const Department d = ValueOf(DepartmentOf(g.graph(), alone, options));
  REQUIRE(d.members.size() == 1);
  CHECK(d.members[0].papers == 5);
  CHECK(d.papers == 5);
  CHECK(d.ties.empty());
  CHECK(d.connectors.empty());  // nobody ties two
  CHECK(d.components == 1);
  CHECK(d.largest_component == 1);
  CHECK(d.isolated == 1);
  CHECK(d.density == 0);
  CHECK(d.clustering == 0);
  const auto is_refused = [&](const std::vector<Vertex>& people) {
    return absl::IsInvalidArgument(DepartmentOf(g.graph(), people, {}).status());
  };
  CHECK(is_refused({}));
  CHECK(is_refused({g["p1"]}));
  CHECK(is_refused({g["ann"], g["mit"]}));
  CHECK(absl::IsInvalidArgument(MembersOf(g.graph(), {}, {}).status()));
  const Vertex paper[] = {g["p1"]};
  const absl::Status status = MembersOf(g.graph(), paper, {}).status();
  CHECK(absl::IsInvalidArgument(status));
  CHECK(status.ToString().find("paper:1 is a paper") != std::string::npos);
  options.weights.half_life_years = 0;
  CHECK(absl::IsInvalidArgument(DepartmentOf(g.graph(), alone, options).status()));
  MemberOptions years;
  years.first_year = 2020;
  years.last_year = 2019;
  CHECK(absl::IsInvalidArgument(MembersOf(g.graph(), alone, years).status()));
}

TEST_CASE("department: a paper that does not count is told once, however many members it has") {
  const TinyGraph g(R"(
    p1 2020 retracted: ann bob cid
    p2 2030: ann bob
    p3 2020: ann bob cid dee
    p4 2020: ann bob
  )",
                    2026);
  const Vertex people[] = {g["ann"], g["bob"], g["cid"]};
  DepartmentOptions options;
  options.weights.max_authors = 3;
  options.weights.include_retracted = false;
  const Department d = ValueOf(DepartmentOf(g.graph(), people, options));
  CHECK(d.left_out.retracted == 1);
  CHECK(d.left_out.after_as_of == 1);
  CHECK(d.left_out.hyper_authored == 1);
  CHECK(d.papers == 1);
  CHECK(d.ties.size() == 1);
}

}  // namespace
}  // namespace coterie
