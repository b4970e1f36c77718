// department, traverse, recommend and similar about a store small enough to work out by hand.
#include <algorithm>
#include <sstream>

#include "tests/cli/child.h"
#include "tests/cli/tiny_store.h"

namespace coterie::testing {
namespace {

using Arguments = std::vector<std::string>;

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// The rows of TSV without their header.
std::vector<std::string> RowsOf(const Finished& finished) {
  std::vector<std::string> lines = LinesOf(finished.out);
  if (!lines.empty()) lines.erase(lines.begin());
  return lines;
}

Finished Ask(const TinyStore& store, Arguments arguments, const Arguments& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return RunCoterie(store.With(arguments));
}

// Newman's weights of Ada, Ben and Cy: Ada and Ben 1 + 1/2, Ada and Cy 1/2, Ben and Cy 1/2 + 1.
TEST_CASE("department: members, ties and measures") {
  const TinyStore store;
  const Arguments three = {"department",  "A5000000001", "A5000000002",
                           "A5000000003", "--half-life", "inf"};
  const Finished members = RunCoterie(store.With(three));
  CHECK(members.exit_code == 0);
  CHECK(members.out ==
        "id\tpids\tname\tstrength\tpapers\tpapers_inside\tfirst_year\tlast_year\tties\tcore\t"
        "component\tclustering\n"
        "person:2\topenalex:A5000000002\tBen O’Malley\t3\t3\t3\t2019\t2024\t2\t2\t0\t1\n"
        "person:1\topenalex:A5000000001; orcid:0000-0001-6187-6610\tAda Østergård\t2\t4\t2\t2020\t"
        "2024\t2\t2\t0\t1\n"
        "person:3\topenalex:A5000000003\t王 Cy\t2\t2\t2\t2019\t2024\t2\t2\t0\t1\n");
  CHECK(Contains(members.messages,
                 "3 members, 3 ties; 3 of 5 papers with two members or more; density 1, clustering "
                 "1, degeneracy 2, 1 component, the largest of 3, 0 without a tie."));
  CHECK(Contains(members.messages, "strength = sum over shared papers"));
  const Finished ties = Ask(store, three, {"--list", "ties", "--limit", "2"});
  CHECK(ties.out ==
        "source\tsource_name\ttarget\ttarget_name\tstrength\tshared_papers\tfirst_year\t"
        "last_year\n"
        "person:1\tAda Østergård\tperson:2\tBen O’Malley\t1.5\t2\t2020\t2024\n"
        "person:2\tBen O’Malley\tperson:3\t王 Cy\t1.5\t2\t2019\t2024\n");
  CHECK(Contains(ties.messages, "2 of 3 ties (--limit)."));
  const Finished explained =
      Ask(store, three, {"--list", "ties", "--explain", "--fields", "target,papers"});
  CHECK(RowsOf(explained) == Arguments{"person:2\tpaper:1=1; paper:2=0.5",
                                       "person:3\tpaper:2=0.5; paper:4=1",
                                       "person:3\tpaper:2=0.5"});
  const Finished json = Ask(store, three, {"--json", "--limit", "2"});
  CHECK(Contains(json.out, R"({"parameters":{"ids":["person:1","person:2","person:3"],)"
                           R"("list":"members","limit":2,"connectors":0,"levels_below":0,)"
                           R"("member_years":null,"half_life":"inf",)"));
  CHECK(Contains(json.out, R"("measures":{"members":3,"ties":3,"papers":5,"papers_inside":3,)"
                           R"("components":1,"largest_component":3,"isolated":0,"degeneracy":2,)"
                           R"("density":1,"clustering":1,"connectors":0,)"
                           R"("components_with_connectors":1})"));
  // Ties are those among the members that are listed.
  CHECK(Contains(json.out, R"("ties":[{"source":"person:1","target":"person:2","strength":1.5,)"
                           R"("shared_papers":2,"first_year":2020,"last_year":2024}],)"
                           R"("connectors":[],"next":"person:3",)"));
  CHECK(Contains(Ask(store, three, {"--explain", "--table"}).out,
                 "Ada Østergård and Ben O’Malley  1.5"));
  // The same set from standard input.
  const Finished piped = RunCoterie(store.With({"department", "-", "--half-life", "inf"}),
                                    {.input = "id\tname\nperson:1\tAda\nperson:2\nperson:3\n"});
  CHECK(piped.out == members.out);
}

TEST_CASE("department: flags on papers change what counts") {
  const TinyStore store;
  const auto strengths = [&](const Arguments& flags) {
    Arguments asked = {"department", "person:1", "person:2",
                       "person:3",   "--fields", "name,strength"};
    return RowsOf(Ask(store, asked, flags));
  };
  CHECK(strengths({"--counting", "full"}) ==
        Arguments{"Ben O’Malley\t4", "Ada Østergård\t3", "王 Cy\t3"});
  CHECK(strengths({"--half-life", "inf", "--max-authors", "2"}) ==
        Arguments{"Ben O’Malley\t2", "Ada Østergård\t1", "王 Cy\t1"});
  CHECK(strengths({"--half-life", "inf", "--years", "2020.."}) ==
        Arguments{"Ada Østergård\t2", "Ben O’Malley\t2", "王 Cy\t1"});
  CHECK(strengths({"--half-life", "inf", "--topic", "T11"}) ==
        Arguments{"Ada Østergård\t1", "Ben O’Malley\t1", "王 Cy\t1"});
  CHECK(strengths({"--half-life", "inf", "--as-of", "2020"}) ==
        Arguments{"Ben O’Malley\t2", "Ada Østergård\t1", "王 Cy\t1"});
}

// Ada writes with Ben and with Dee, who have no tie.
TEST_CASE("department: connectors") {
  const TinyStore store;
  const Arguments two = {"department", "person:2", "person:4", "--half-life", "inf"};
  const Finished listed = Ask(store, two, {"--list", "connectors"});
  CHECK(listed.out ==
        "id\tpids\tname\tstrength\tpapers\tpairs_joined\tties\n"
        "person:1\topenalex:A5000000001; orcid:0000-0001-6187-6610\tAda Østergård\t2.5\t3\t1\t"
        "Ben O’Malley; Dee\n");
  CHECK(Contains(listed.messages,
                 "1 connector outside; with those listed, 1 component instead of "
                 "2."));
  const Finished json = Ask(store, two, {"--connectors", "inf", "--json"});
  CHECK(Contains(json.out,
                 R"("connectors":[{"id":"person:1","pids":["openalex:A5000000001",)"
                 R"("orcid:0000-0001-6187-6610"],"name":"Ada Østergård","strength":2.5,"papers":3,)"
                 R"("pairs_joined":1,"ties":[{"id":"person:2","name":"Ben O’Malley",)"
                 R"("strength":1.5,"shared_papers":2},{"id":"person:4","name":"Dee",)"
                 R"("strength":1,"shared_papers":1}]}],"next":null)"));
  CHECK(Contains(json.out, R"("components":2,)"));
  CHECK(Contains(json.out, R"("connectors":1,"components_with_connectors":1})"));
  const Finished table = Ask(store, two, {"--connectors", "5", "--table"});
  CHECK(Contains(table.out, "Connectors: people outside"));
  CHECK(Contains(table.out, "Ben O’Malley; Dee"));
  // The lesser of --limit and --connectors bounds a list of them.
  const Finished bounded =
      Ask(store, two, {"--list", "connectors", "--connectors", "2", "--limit", "10", "--json"});
  CHECK(Contains(bounded.out, R"("list":"connectors","limit":2,"connectors":2,)"));
  const Finished none = Ask(store, two, {"--list", "connectors", "--connectors", "0"});
  CHECK(none.exit_code == 2);
  CHECK(Contains(none.messages, "--connectors 0 leaves nothing for --list connectors"));
  // No tie among the members is no error, but there is nothing to list.
  const Finished no_ties = Ask(store, two, {"--list", "ties"});
  CHECK(no_ties.exit_code == 1);
  CHECK(Contains(no_ties.messages, "no two of the 2 members share a paper that counts"));
}

TEST_CASE("department: an institution stands for its people, in years if asked") {
  const TinyStore store;
  const Finished all = RunCoterie(store.With({"department", "I98358874", "--fields", "id"}));
  CHECK(RowsOf(all) == Arguments{"person:1"});
  CHECK(Contains(all.messages, "members of an institution: whoever was ever affiliated"));
  const Finished in_years = RunCoterie(
      store.With({"department", "I98358874", "--years", "2020", "--fields", "id,papers"}));
  CHECK(RowsOf(in_years) == Arguments{"person:1\t1"});
  CHECK(Contains(in_years.messages, "who wrote from there in 2020..2020"));
  // The years of members and of papers may differ.
  const Finished both =
      RunCoterie(store.With({"department", "I98358874", "person:2", "--member-years", "2024",
                             "--years", "..2020", "--fields", "id,papers"}));
  CHECK(RowsOf(both) == Arguments{"person:2\t2", "person:1\t1"});
  CHECK(RunCoterie(store.With({"department", "I98358874", "--levels-below", "2"})).exit_code == 0);
  const Finished nobody =
      RunCoterie(store.With({"department", "I98358874", "--years", "..2019", "--json"}));
  CHECK(nobody.exit_code == 1);
  CHECK(Contains(nobody.messages, "nobody is a member"));
  CHECK(Contains(nobody.out, R"("results":[],)"));
}

TEST_CASE("no ids on standard input find nothing, and every verb says so") {
  const TinyStore store;
  for (const Arguments& asked : std::vector<Arguments>{{"show", "-"},
                                                       {"collaborators", "-"},
                                                       {"ego", "-"},
                                                       {"slice", "-"},
                                                       {"path", "person:1", "-"},
                                                       {"path", "-", "person:1"},
                                                       {"department", "-"},
                                                       {"traverse", "-", "--step", "wrote"},
                                                       {"recommend", "-"},
                                                       {"similar", "-"}}) {
    for (const char* input : {"\n", "id\tname\n\n"}) {
      INFO(asked[0]);
      const Finished finished = RunCoterie(store.With(asked), {.input = input});
      CHECK(finished.exit_code == 1);
      CHECK(Contains(finished.messages, "coterie: no ids came on standard input\n"));
    }
  }
  // Ids beside it are ids.
  const Finished beside = RunCoterie(store.With({"show", "person:1", "-"}), {.input = "\n"});
  CHECK(beside.exit_code == 0);
  CHECK_FALSE(Contains(beside.messages, "no ids"));
}

TEST_CASE("traverse: a chain of steps, with arcs, paths and where each came from") {
  const TinyStore store;
  const Finished papers = RunCoterie(store.With({"traverse", "A5000000001", "--step", "authored"}));
  CHECK(papers.exit_code == 0);
  CHECK(papers.out ==
        "id\tpids\tname\ttype\tyear\tstep\tdepth\tarcs\tpaths\tparent\n"
        "paper:1\topenalex:W1; doi:10.5555/one\tGraphs, and \"how\" to store them\tpaper\t2020\t1\t"
        "1\t1\t1\tAda Østergård\n"
        "paper:2\topenalex:W2\tGraphs II\tpaper\t2024\t1\t1\t1\t1\tAda Østergård\n"
        "paper:5\topenalex:W4\tPaths\tpaper\t2024\t1\t1\t1\t1\tAda Østergård\n"
        "paper:6\topenalex:W5\tWithdrawn\tpaper\t\t1\t1\t1\t1\tAda Østergård\n");
  CHECK(Contains(papers.messages, "4 nodes."));
  CHECK(Contains(papers.messages, "authored: papers with the person on the byline; arcs = "));

  const Finished cited = RunCoterie(store.With(
      {"traverse", "A5000000001", "--step", "authored", "--step", "cites", "--json", "--explain"}));
  CHECK(Contains(cited.out, R"("results":[{"id":"paper:1","pids":["openalex:W1",)"
                            R"("doi:10.5555/one"],)"));
  CHECK(Contains(cited.out, R"("type":"paper","year":2020,"step":2,"depth":1,"arcs":2,"paths":2,)"
                            R"("parent":{"id":"paper:2","name":"Graphs II"},"via":[)"
                            R"({"id":"person:1","name":"Ada Østergård"},)"
                            R"({"id":"paper:2","name":"Graphs II"}]}],"next":null,"total":1,)"
                            R"("arcs_walked":6,"truncated":false})"));
  CHECK(Contains(
      cited.out,
      R"({"parameters":{"ids":["person:1"],"steps":[{"step":"authored","depth":1,)"
      R"("where":null},{"step":"cites","depth":1,"where":null}],"rows":"last",)"
      R"("edges":false,"order":"depth","limit":10000,"work":2000000,"explain":true,"formula":"traverse 1"},)"));
}

TEST_CASE("traverse: --depth and --where belong to the step before them") {
  const TinyStore store;
  const auto rows = [&](const Arguments& flags) {
    Arguments asked = {"traverse", "person:4", "--fields", "id,step,depth,arcs,paths"};
    return RowsOf(Ask(store, asked, flags));
  };
  const Arguments two_levels = {"person:1\t1\t1\t1\t1", "person:2\t1\t2\t2\t2",
                                "person:3\t1\t2\t1\t1"};
  CHECK(rows({"--step", "coauthors:2"}) == two_levels);
  CHECK(rows({"--step", "coauthors", "--depth", "2"}) == two_levels);
  CHECK(rows({"--step", "coauthors:2", "--limit", "2"}) == Arguments{two_levels[0], two_levels[1]});
  CHECK(rows({"--step", "coauthors:2", "--order", "paths"}) ==
        Arguments{two_levels[1], two_levels[0], two_levels[2]});
  CHECK(rows({"--step", "coauthors", "--step", "authored", "--where", "year>=2024"}) ==
        Arguments{"paper:2\t2\t1\t1\t1", "paper:5\t2\t1\t1\t1"});
  CHECK(rows({"--step", "coauthors", "--step", "authored", "--where", "year>=2024", "--where",
              "name~graphs"}) == Arguments{"paper:2\t2\t1\t1\t1"});
  CHECK(rows({"--step", "coauthors", "--step", "authored", "--where", "year=2020", "--rows",
              "every"}) == Arguments{"person:1\t1\t1\t1\t1", "paper:1\t2\t1\t1\t1"});
  // From several nodes, of several types.
  CHECK(RowsOf(RunCoterie(store.With({"traverse", "-", "--step", "authored", "--fields", "id"}),
                          {.input = "W3\nperson:4\n"})) ==
        Arguments{"paper:6", "person:2", "person:3"});
}

TEST_CASE("traverse: edges instead of nodes, and where the work ends") {
  const TinyStore store;
  const Finished edges =
      RunCoterie(store.With({"traverse", "person:4", "--step", "coauthors:2", "--edges"}));
  CHECK(edges.out ==
        "source\tsource_name\ttarget\ttarget_name\tstep\tdepth\tarcs\n"
        "person:4\tDee\tperson:1\tAda Østergård\t1\t1\t1\n"
        "person:1\tAda Østergård\tperson:2\tBen O’Malley\t1\t2\t2\n"
        "person:1\tAda Østergård\tperson:3\t王 Cy\t1\t2\t1\n"
        "person:1\tAda Østergård\tperson:4\tDee\t1\t2\t1\n");
  CHECK(Contains(edges.messages, "4 edges."));
  const Finished limited = RunCoterie(store.With(
      {"traverse", "person:4", "--step", "coauthors:2", "--edges", "--limit", "1", "--json"}));
  CHECK(Contains(limited.out, R"("next":{"source":"person:1","target":"person:2"},"total":4,)"));
  const Finished cut =
      RunCoterie(store.With({"traverse", "person:4", "--step", "coauthors:2", "--work", "4"}));
  CHECK(RowsOf(cut).size() == 1);
  CHECK(Contains(cut.messages, "The walk ended after 3 edges (--work)"));
  const Finished nothing = RunCoterie(store.With({"traverse", "W1", "--step", "cites"}));
  CHECK(nothing.exit_code == 1);
  CHECK(Contains(nothing.messages, "nothing is reached along these steps"));
  // Where the walk ended first, nobody knows.
  const Finished unknown =
      RunCoterie(store.With({"traverse", "person:1", "--step", "coauthors", "--work", "1"}));
  CHECK(unknown.exit_code == 1);
  CHECK(Contains(unknown.messages,
                 "the walk ended before the last step reached anything; a "
                 "greater --work lets it go on"));
  CHECK_FALSE(Contains(unknown.messages, "nothing is reached"));
}

TEST_CASE("traverse: prints its table of steps without a store") {
  const Finished steps = RunCoterie({"traverse", "--steps", "--db", "/nowhere"});
  CHECK(steps.exit_code == 0);
  CHECK(steps.out.starts_with("step\tfrom\tto\tmeaning\nau"));
  CHECK(Contains(steps.out, "\ncited-by\tpaper\tpaper\tpapers that refer to the paper\n"));
  CHECK(Contains(steps.out, "\nmembers\tinstitution\tperson\t"));
}

// Dee is tied to Ada, who has three co-authors.
TEST_CASE("recommend: scores of common co-authors, and who and what connects") {
  const TinyStore store;
  const auto scores = [&](const Arguments& flags) {
    Arguments asked = {"recommend", "A5000000004", "--fields", "id,score"};
    return RowsOf(Ask(store, asked, flags));
  };
  CHECK(scores({"--by", "adamic-adar"}) == Arguments{"person:2\t0.910239", "person:3\t0.910239"});
  CHECK(scores({"--by", "resource-allocation"}) ==
        Arguments{"person:2\t0.333333", "person:3\t0.333333"});
  CHECK(scores({"--by", "adamic-adar", "--limit", "1"}) == Arguments{"person:2\t0.910239"});
  CHECK(scores({}).size() == 2);  // personalised PageRank
  const Finished json = RunCoterie(
      store.With({"recommend", "A5000000004", "--by", "adamic-adar", "--json", "--limit", "1"}));
  CHECK(Contains(json.out, R"({"parameters":{"id":"person:4","by":"adamic-adar","limit":1,)"
                           R"("work":25000000,"as_of":2024,"years":null,"max_authors":25,)"));
  CHECK(Contains(json.out,
                 R"("common_coauthors":1,"common_topics":0,"people":[{"id":"person:1",)"
                 R"("name":"Ada Østergård","papers_with_person":1,"papers_with_candidate":2}],)"
                 R"("topics":[]}],"next":"person:3","coauthors":1,"coauthors_walked":1,)"));
  const Finished explained = RunCoterie(
      store.With({"recommend", "A5000000004", "--by", "adamic-adar", "--table", "--explain"}));
  CHECK(Contains(explained.out, "person:1  Ada Østergård: 1 paper with Dee, 2 with Ben O’Malley"));
  const Finished nobody =
      RunCoterie(store.With({"recommend", "A5000000004", "--no-retracted", "--json"}));
  CHECK(nobody.exit_code == 1);
  CHECK(Contains(nobody.out, R"("results":[],"next":null,)"));
  CHECK(Contains(nobody.messages, "Dee (person:4) is near nobody who is not a co-author"));
  CHECK(Contains(nobody.messages, "Left out: 1 paper that are retracted") == false);
  for (const char* by : {"pagerank", "adamic-adar", "resource-allocation"}) {
    const Finished cut = Ask(store, {"recommend", "A5000000004"}, {"--by", by, "--work", "1"});
    CHECK(cut.exit_code == 1);
    CHECK(Contains(cut.messages,
                   "the walk from Dee (person:4) ended before anybody was found; a greater --work "
                   "lets it go on"));
    CHECK_FALSE(Contains(cut.messages, "is near nobody"));
  }
  const Finished walked = RunCoterie(store.With({"recommend", "A5000000004"}));
  CHECK(Contains(walked.messages, "people whose scores are closer than that may change places."));
  const Finished two = RunCoterie(
      store.With({"recommend", "-", "--by", "adamic-adar", "--limit", "1", "--fields", "of,id"}),
      {.input = "person:4\nperson:3\n"});
  CHECK(two.out == "of\tid\nperson:4\tperson:2\nperson:3\tperson:4\n");
}

// W2 refers to W1 and to a paper that is not here, W4 to W1.
TEST_CASE("similar: by coupling and co-citation, in every measure") {
  const TinyStore store;
  const auto similarity = [&](const Arguments& flags) {
    Arguments asked = {"similar", "W4", "--fields", "id,similarity,shared,examples"};
    return RowsOf(Ask(store, asked, flags));
  };
  const std::string rest = "\t1\tGraphs, and \"how\" to store them";
  CHECK(similarity({}) == Arguments{"paper:2\t0.707107" + rest});
  CHECK(similarity({"--norm", "raw"}) == Arguments{"paper:2\t1" + rest});
  CHECK(similarity({"--norm", "jaccard"}) == Arguments{"paper:2\t0.5" + rest});
  CHECK(similarity({"--norm", "adamic-adar"}) == Arguments{"paper:2\t1.4427" + rest});
  CHECK(similarity({"--years", "2024"}) == Arguments{"paper:2\t0.707107" + rest});
  CHECK(similarity({"--years", "..2023"}).empty());
  CHECK(similarity({"--min-shared", "2"}).empty());
  const Finished cut = RunCoterie(store.With({"similar", "W4", "--work", "1"}));
  CHECK(cut.exit_code == 1);
  CHECK(Contains(cut.messages,
                 "ended before a paper that passes the flags was found; a greater "
                 "--work lets it go on"));

  const Finished json = RunCoterie(store.With({"similar", "W2", "--json", "--explain"}));
  CHECK(Contains(
      json.out,
      R"({"parameters":{"id":"paper:2","by":"coupling","norm":"salton",)"
      R"("limit":20,"years":null,"min_shared":1,"work":5000000,)"
      R"("explain":true,"formula":"similar 1"},"paper":{"id":"paper:2","name":"Graphs II"},)"));
  CHECK(Contains(json.out, R"("examples":[{"id":"paper:1",)"
                           R"("name":"Graphs, and \"how\" to store them","stub":false}]}],)"
                           R"("next":null,"total":1,"links":2,"stub_links":1,"links_walked":2,)"));
  const Finished table = RunCoterie(store.With({"similar", "W2", "--table", "--explain"}));
  CHECK(Contains(table.out, "Paths  0.707107, 1 shared\n  paper:1  Graphs, and"));
  CHECK(Contains(table.messages,
                 "The paper has 2 references, 1 of them to papers that are not "
                 "imported."));

  const Finished uncited = RunCoterie(store.With({"similar", "W3", "--by", "cocitation"}));
  CHECK(uncited.exit_code == 1);
  CHECK(Contains(uncited.messages, "is cited by no paper here; --by coupling asks"));
  const Finished alone = RunCoterie(store.With({"similar", "W1", "--by", "cocitation"}));
  CHECK(alone.exit_code == 1);
  CHECK(Contains(alone.messages, "is cited with no paper that passes the flags"));
  CHECK(Contains(RunCoterie(store.With({"similar", "W3"})).messages, "has no references here"));
}

struct Wrong {
  Arguments arguments;
  int exit_code;
  std::string says;
};

TEST_CASE("analyses: bad input is one clear sentence") {
  const TinyStore store;
  const std::vector<Wrong> wrong = {
      {{"department"}, 2, "department: id is required"},
      {{"department", "A999"}, 1, "no node with the identifier openalex:A999"},
      {{"department", "person:1", "person:99"}, 1, "person:99"},
      {{"department", "nonsense"}, 2, "nonsense"},
      {{"department", "W1"}, 2, "a department is of people and institutions; paper:1 is a paper"},
      {{"department", "W99"}, 2, "known only as a reference"},
      {{"department", "person:1", "--limit", "0"}, 2, "--limit takes a whole number of at least 1"},
      {{"department", "person:1", "--connectors", "-1"}, 2, "--connectors takes a whole number"},
      {{"department", "person:1", "--levels-below", "x"}, 2, "--levels-below takes"},
      {{"department", "person:1", "--list", "edges"}, 2, "--list takes members, ties or connector"},
      {{"department", "person:1", "--member-years", "2020..2010"}, 2, "--member-years takes"},
      {{"department", "person:1", "--years", "often"}, 2, "--years takes"},
      {{"department", "person:1", "--half-life", "-1"}, 2, "--half-life takes"},
      {{"department", "person:1", "--topic", "A5000000002"}, 2, "one of type topic is needed"},
      {{"traverse"}, 2, "traverse: id is required"},
      {{"traverse", "person:1"}, 2, "needs a step; a node of type person has authored, wrote"},
      {{"traverse", "A999", "--step", "authored"}, 1, "openalex:A999"},
      {{"traverse", "W99", "--step", "cited-by"}, 2, "known only as a reference"},
      {{"traverse", "person:1", "--step", "cites"},
       2,
       "a node of type person has no step \"cites\"; it has authored, wrote, coauthors, "
       "affiliated"},
      {{"traverse", "person:1", "--step", "authored:2", "--step", "members"},
       2,
       "has no step \"members\""},
      {{"traverse", "person:1", "--step", "authored:0"}, 2, "--depth takes a whole number"},
      {{"traverse", "person:1", "--step", "authored:2", "--depth", "3"}, 2, "its depth twice"},
      {{"traverse", "person:1", "--where", "year>1", "--step", "authored"},
       2,
       "--where belongs to the --step before it; give a --step first"},
      {{"traverse", "person:1", "--depth", "2", "--step", "authored"}, 2, "--depth belongs to"},
      {{"traverse", "person:1", "--step", "authored", "--where", "year>>2020"},
       2,
       "--where \"year>>2020\": column 6 of the filter: expected a whole number"},
      {{"traverse", "person:1", "--step", "authored", "--where", "title~graph"},
       2,
       "column 1 of the filter: expected year, count, kind or name"},
      {{"traverse", "person:1", "--step", "affiliated", "--where", "year>2000"},
       2,
       "only they have a year"},
      {{"traverse", "person:1", "--step", "authored", "--rows", "some"}, 2, "--rows takes"},
      {{"traverse", "person:1", "--step", "authored", "--order", "name"}, 2, "--order takes"},
      {{"traverse", "person:1", "--step", "authored", "--limit", "0"}, 2, "--limit takes"},
      {{"traverse", "person:1", "--step", "authored", "--work", "0"}, 2, "--work takes"},
      {{"traverse", "person:1", "--step", "authored", "--fields", "nome"}, 2, "--fields takes"},
      {{"recommend"}, 2, "recommend: id is required"},
      {{"recommend", "A999"}, 1, "openalex:A999"},
      {{"recommend", "W1"}, 2, "one of type person is needed here"},
      {{"recommend", "W99"}, 2, "one of type person is needed here"},
      {{"recommend", "person:1", "--by", "magic"}, 2, "--by takes pagerank, adamic-adar"},
      {{"recommend", "person:1", "--limit", "0"}, 2, "--limit takes"},
      {{"recommend", "person:1", "--max-authors", "none"}, 2, "--max-authors takes"},
      {{"recommend", "person:1", "--half-life", "5"}, 2, "recommend has no flag --half-life"},
      {{"similar"}, 2, "similar: id is required"},
      {{"similar", "W404"}, 1, "openalex:W404"},
      {{"similar", "person:1"}, 2, "one of type paper is needed here"},
      {{"similar", "W99"}, 2, "known only as a reference"},
      {{"similar", "W1", "--by", "magic"}, 2, "--by takes coupling or cocitation"},
      {{"similar", "W1", "--norm", "cosine"}, 2, "--norm takes raw, salton, jaccard"},
      {{"similar", "W1", "--limit", "0"}, 2, "--limit takes"},
      {{"similar", "W1", "--min-shared", "0"}, 2, "--min-shared takes"},
      {{"similar", "W1", "--years", "2020..2010"}, 2, "--years takes a first year"},
  };
  for (const Wrong& one : wrong) {
    std::string command;
    for (const std::string& argument : one.arguments) command += " " + argument;
    const Finished finished = RunCoterie(store.With(one.arguments));
    INFO("coterie" << command << "\n" << finished.messages);
    CHECK(finished.exit_code == one.exit_code);
    CHECK(Contains(finished.messages, one.says));
    CHECK(finished.messages.substr(0, 9) == "coterie: ");
    CHECK(std::count(finished.messages.begin(), finished.messages.end(), '\n') == 1);
    CHECK(finished.out.empty());
  }
}

}  // namespace
}  // namespace coterie::testing
