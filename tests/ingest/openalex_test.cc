// Every shape and quirk of OpenAlex, 2022 to 2026, one test each.
#include "tests/ingest/import_fixture.h"

namespace coterie {
namespace {

using testing::ImportFixture;
using testing::OneLine;
using testing::ValueOf;

// A record of 2026 with every key that import reads.
const std::string kWork = OneLine(R"(
{"id":"https://openalex.org/W1","doi":"https://doi.org/10.48550/arXiv.2201.05596",
"title":" A  <i>Title</i> ","display_name":"x","publication_year":2022,
"publication_date":"2022-01-14","language":"en","type":"preprint",
"primary_location":{"source":{"id":"https://openalex.org/S4306400194","display_name":"arXiv",
"issn_l":null,"issn":null,"host_organization_name":"Cornell University","type":"repository"}},
"authorships":[{"author":{"id":"https://openalex.org/A1","display_name":"Ada Example",
"orcid":"https://orcid.org/0000-0002-1825-0097"},"is_corresponding":true,
"raw_author_name":"A. Example",
"institutions":[{"id":"https://openalex.org/I1","display_name":"Uni",
"ror":"https://ror.org/02nr0ka47","country_code":"US","type":"education","lineage":[
"https://openalex.org/I1","https://openalex.org/I2"]}],"raw_affiliation_strings":[
"Uni, Town"]}],
"topics":[{"id":"https://openalex.org/T10","display_name":"Topic","score":0.5,"subfield":{
"id":"https://openalex.org/subfields/1702","display_name":"AI"},"field":{
"id":"https://openalex.org/fields/17","display_name":"CS"},"domain":{
"id":"https://openalex.org/domains/3","display_name":"Physical"}}],
"referenced_works":["https://openalex.org/W2","https://openalex.org/W3",
"https://openalex.org/W2"],"abstract_inverted_index":{"We":[0],"graphs":[2],"store":[1]},
"cited_by_count":7,"is_retracted":true,"updated_date":"2026-01-01T10:00:00.5"})");

TEST_CASE("openalex: a full work gives nodes, lists and both directions") {
  ImportFixture f;
  const ImportReport report = f.ImportText(kWork + "\n");
  CHECK(report.records == 1);
  CHECK(report.papers == 1);
  CHECK(report.people == 1);
  CHECK(report.topics == 4);
  CHECK(report.institutions == 2);
  CHECK(report.venues == 1);
  CHECK(report.unresolved_references == 2);
  const auto paper = f.Get<PaperRecord>("W1");
  CHECK(paper.header.name == "A <i>Title</i>");
  CHECK(paper.year == 2022);
  CHECK(paper.date == "2022-01-14");
  CHECK(paper.language == "en");
  CHECK(paper.type == "preprint");
  CHECK(paper.is_retracted);
  CHECK(paper.source_cited_by == 7);
  CHECK_FALSE(paper.is_stub);
  CHECK(f.Find("10.48550/arXiv.2201.05596") == f.Find("W1"));
  CHECK(f.Find("arXiv:2201.05596") == f.Find("W1"));
  CHECK(f.Find("orcid:0000-0002-1825-0097") == f.Find("A1"));
  CHECK(f.Find("ror:02nr0ka47") == f.Find("I1"));
  const ReadSnapshot now = f.store().Read();
  CHECK(ValueOf(now.GetAbstract(f.Find("W1"))) == "We store graphs");
  const auto byline = ValueOf(now.GetAuthorships(f.Find("W1")));
  REQUIRE(byline.size() == 1);
  CHECK(byline[0].person == f.Find("A1"));
  CHECK(byline[0].is_corresponding);
  CHECK(byline[0].raw_name == "A. Example");
  CHECK(byline[0].institutions == std::vector<NodeId>{f.Find("I1")});
  CHECK(byline[0].raw_affiliations == std::vector<std::string>{"Uni, Town"});
  CHECK(ValueOf(now.GetTargets(f.Find("W1"), EdgeKind::kCitation)).size() == 2);
  CHECK(ValueOf(now.GetSources(f.Find("W2"), EdgeKind::kCitation, 10)) ==
        std::vector<NodeId>{f.Find("W1")});
  CHECK(ValueOf(now.GetTargets(f.Find("W1"), EdgeKind::kPublication)) ==
        std::vector<NodeId>{f.Find("S4306400194")});
  CHECK(f.Get<VenueRecord>("S4306400194").publisher == "Cornell University");
  CHECK(ValueOf(now.GetTargets(f.Find("T10"), EdgeKind::kTopicParent)) ==
        std::vector<NodeId>{f.Find("subfields/1702")});
  CHECK(ValueOf(now.GetTargets(f.Find("fields/17"), EdgeKind::kTopicParent)) ==
        std::vector<NodeId>{f.Find("domains/3")});
  CHECK(f.Get<TopicRecord>("subfields/1702").level == TopicLevel::kSubfield);
  CHECK(ValueOf(now.GetTargets(f.Find("I1"), EdgeKind::kInstitutionParent)) ==
        std::vector<NodeId>{f.Find("I2")});
}

TEST_CASE(
    "openalex: the shape of 2022 (host_venue, raw_affiliation_string, concepts with text scores)") {
  ImportFixture f;
  f.ImportText(OneLine(R"(
{"id":"https://openalex.org/W1","title":"T","publication_year":2016,"type":"journal-article",
"host_venue":{"id":"https://openalex.org/V137773608","display_name":"Nature",
"issn_l":"0028-0836","issn":["0028-0836","1476-4687"],"publisher":"NPG","type":"journal"},
"alternate_host_venues":[{"id":null,"display_name":null}],"authorships":[{"author":{
"id":"https://openalex.org/A1","display_name":"A"},"institutions":[{"id":null,
"display_name":"Nurse Manager, Auckland","ror":null,"country_code":null,"type":null}],
"raw_affiliation_string":"Nurse Manager, Auckland."}],"concepts":[{
"id":"https://openalex.org/C71924100","wikidata":null,"display_name":"Medicine","level":0,
"score":"0.75"}],"ids":{"mag":123,"doi":"https://doi.org/10.1000/182"}})"));
  const ReadSnapshot now = f.store().Read();
  const auto topics = ValueOf(now.GetTopics(f.Find("W1")));
  REQUIRE(topics.size() == 1);
  CHECK(topics[0].score == 0.75F);
  CHECK(f.Get<TopicRecord>("C71924100").level == TopicLevel::kFlat);
  CHECK(f.Find("S137773608") == f.Find("issn:0028-0836"));
  CHECK(f.Get<VenueRecord>("S137773608").issns == std::vector<std::string>{"1476-4687"});
  const auto byline = ValueOf(now.GetAuthorships(f.Find("W1")));
  CHECK(byline[0].institutions.empty());
  CHECK(byline[0].raw_affiliations == std::vector<std::string>{"Nurse Manager, Auckland."});
  CHECK(f.Find("10.1000/182") == f.Find("W1"));
}

TEST_CASE("openalex: affiliations[] and names of institutions stand in for raw strings") {
  ImportFixture f;
  f.ImportText(OneLine(R"(
{"id":"W1","title":"T","authorships":[{"author":{"id":"A1","display_name":"A"},
"institutions":[],"raw_affiliation_strings":[],"affiliations":[{
"raw_affiliation_string":"Lab","institution_ids":[null]}]},{"author":{"id":null,
"display_name":"B B"},"institutions":[{"id":null,"display_name":"Somewhere"}]}]})"));
  const auto byline = ValueOf(f.store().Read().GetAuthorships(f.Find("W1")));
  CHECK(byline[0].raw_affiliations == std::vector<std::string>{"Lab"});
  CHECK(byline[1].raw_affiliations == std::vector<std::string>{"Somewhere"});
  CHECK(byline[1].person.IsNone());
  CHECK(byline[1].raw_name == "B B");
}

TEST_CASE(
    "openalex: null authors, missing author objects and placeholders are places without identity") {
  ImportFixture f;
  const auto report =
      f.ImportText(OneLine(R"(
{"id":"W1","title":"T","authorships":[{"author":{"id":null,"display_name":"X"}},{
"author":null,"raw_author_name":"Y"},{"author":{"id":"https://openalex.org/A9999999999",
"display_name":"Z"}},{"author":{"id":"https://openalex.org/A5317838346","display_name":"Q"}}]})") +
                   "\n" + R"({"id":"https://openalex.org/A9999999999","display_name":"NULL"})");
  CHECK(report.people == 0);
  CHECK(report.ignored == 1);
  CHECK(f.store().Read().counts().anonymous_authorships == 4);
  CHECK_FALSE(f.Has("A9999999999"));
}

TEST_CASE("openalex: an answer to select= with eight keys asserts only what it has") {
  ImportFixture f;
  f.ImportText(kWork);
  const auto before = f.Get<PaperRecord>("W1");
  f.ImportText(OneLine(R"(
{"id":"https://openalex.org/W1","display_name":"Other","publication_year":1999,
"cited_by_count":1,"doi":null})"));
  const auto after = f.Get<PaperRecord>("W1");
  CHECK(after.header.name == before.header.name);  // undated, so it loses against a dated record
  CHECK(after.references_stamp == before.references_stamp);
  CHECK(ValueOf(f.store().Read().GetAbstract(f.Find("W1"))) == "We store graphs");
}

TEST_CASE("openalex: a null group is not asserted, an empty list is") {
  ImportFixture f;
  f.ImportText(kWork);
  f.ImportText(OneLine(R"(
{"id":"W1","title":"New","updated_date":"2026-02-01","authorships":null,"referenced_works":[],
"abstract_inverted_index":null})"));
  const ReadSnapshot now = f.store().Read();
  CHECK(f.Get<PaperRecord>("W1").header.name == "New");
  CHECK(ValueOf(now.GetAuthorships(f.Find("W1"))).size() == 1);
  CHECK(ValueOf(now.GetTargets(f.Find("W1"), EdgeKind::kCitation)).empty());
  CHECK(ValueOf(now.GetAbstract(f.Find("W1"))) == "We store graphs");
  CHECK(ValueOf(now.GetTargets(f.Find("W1"), EdgeKind::kPublication)).empty());
}

TEST_CASE("openalex: a byline marked as cut short loses against a whole one, and beats none") {
  const std::string whole = OneLine(R"(
{"id":"W1","title":"T","updated_date":"2020-01-01","authorships":[{"author":{"id":"A1"}},{
"author":{"id":"A2"}}]})");
  const std::string cut = OneLine(R"(
{"id":"W1","title":"T","updated_date":"2026-01-01","is_authors_truncated":true,"authorships":[
{"author":{"id":"A1"}}]})");
  for (const auto& [text, places] :
       {std::pair(whole + "\n" + cut, 2), {cut + "\n" + whole, 2}, {cut, 1}}) {
    ImportFixture f;
    f.ImportText(text);
    CHECK(ValueOf(f.store().Read().GetAuthorships(f.Find("W1"))).size() ==
          static_cast<size_t>(places));
  }
}

TEST_CASE("openalex: identifiers that fail their check are kept as written and identify nothing") {
  ImportFixture f;
  f.ImportText(OneLine(R"(
{"id":"W1","doi":"https://doi.org/nonsense","title":"T","authorships":[{"author":{"id":"A1",
"display_name":"A","orcid":"https://orcid.org/0000-0002-1825-0098"}}]})"));
  CHECK(f.Get<PaperRecord>("W1").header.raw_pids ==
        std::vector<std::string>{"https://doi.org/nonsense"});
  CHECK(f.Get<PersonRecord>("A1").header.raw_pids ==
        std::vector<std::string>{"https://orcid.org/0000-0002-1825-0098"});
  CHECK(f.Get<PersonRecord>("A1").header.pids.size() == 1);
}

TEST_CASE("openalex: one DOI on two works keeps them apart, the smaller id owns it in any order") {
  const std::string first = R"({"id":"W10","doi":"10.1234/x","title":"A"})";
  const std::string second = R"({"id":"W2","doi":"10.1234/x","title":"B"})";
  for (const auto& text : {first + "\n" + second, second + "\n" + first}) {
    ImportFixture f;
    const auto report = f.ImportText(text);
    CHECK(report.papers == 2);
    CHECK(report.contested_pids == 1);
    CHECK(f.Find("10.1234/x") == f.Find("W10"));
  }
}

TEST_CASE("openalex: years, dates and titles that are null or empty are no obstacle") {
  ImportFixture f;
  const auto report = f.ImportText(
      "{\"id\":\"W1\",\"title\":null}\n"
      "{\"id\":\"W2\",\"title\":\"\",\"publication_year\":null,\"publication_date\":null}\n"
      "{\"id\":\"W3\",\"title\":\"<i>\xE2\x80\x90</"
      "i>\",\"publication_date\":\"\",\"updated_date\":\"\",\"cited_by_count\":null}\n");
  CHECK(report.rejected == 0);
  CHECK(f.Get<PaperRecord>("W1").year == kNoYear);
  CHECK(f.Get<PaperRecord>("W3").year == kNoYear);
  CHECK(f.Get<PaperRecord>("W3").date.empty());
  CHECK(f.Get<PaperRecord>("W3").header.name == "<i>\xE2\x80\x90</i>");
}

TEST_CASE("openalex: the first and the last values that may be are stored as they are") {
  ImportFixture f;
  const auto report = f.ImportText(OneLine(R"(
{"id":"W1","title":"T","publication_year":1000,"publication_date":"1000-01-01",
"cited_by_count":4294967295,"topics":[{"id":"T1","score":0},{"id":"T2","score":1}]})") +
                                   "\n" + OneLine(R"(
{"id":"W2","title":"T","publication_year":2100,"cited_by_count":0,
"updated_date":"1970-01-02T23:59:59"})"));
  CHECK(report.rejected == 0);
  CHECK(f.Get<PaperRecord>("W1").year == 1000);
  CHECK(f.Get<PaperRecord>("W1").date == "1000-01-01");
  CHECK(f.Get<PaperRecord>("W1").source_cited_by == 4'294'967'295);
  CHECK(f.Get<PaperRecord>("W2").year == 2100);
}

TEST_CASE("openalex: abstracts with gaps, doubles, negative and absurd positions become text") {
  ImportFixture f;
  f.ImportText(OneLine(R"(
{"id":"W1","title":"T","abstract_inverted_index":{"a":[0,7],"b":[3,3],"c":[-1],"d":[
4000000000000],"e":[0]}})"));
  CHECK(ValueOf(f.store().Read().GetAbstract(f.Find("W1"))) == "a b a");
}

TEST_CASE("openalex: references to papers not present are stubs that fill when the paper comes") {
  ImportFixture f;
  f.ImportText(R"({"id":"W1","title":"A","referenced_works":["W2"]})");
  const NodeId stub = f.Find("W2");
  CHECK(f.Get<PaperRecord>("W2").is_stub);
  CHECK(f.store().Read().counts().unresolved_references == 1);
  const auto report = f.ImportText(R"({"id":"W2","title":"B"})");
  CHECK(report.papers == 1);
  CHECK(report.unresolved_references == 0);
  CHECK(f.Find("W2") == stub);
  CHECK(f.Get<PaperRecord>("W2").header.name == "B");
  CHECK(f.store().Read().counts().stubs == 0);
}

TEST_CASE("openalex: a venue without id is kept as a name") {
  ImportFixture f;
  f.ImportText(OneLine(R"(
{"id":"W1","title":"T","primary_location":{"source":null,"raw_source_name":"Proc. X"}})") +
               "\n" + OneLine(R"(
{"id":"W2","title":"T","primary_location":null,"host_venue":{"id":null,"display_name":"Y"}})"));
  CHECK(f.Get<PaperRecord>("W1").raw_venue == "Proc. X");
  CHECK(f.Get<PaperRecord>("W2").raw_venue == "Y");
}

TEST_CASE("openalex: authors bring names, ORCID and affiliations with years") {
  ImportFixture f;
  f.ImportText(OneLine(R"(
{"id":"https://openalex.org/A1","orcid":"https://orcid.org/0000-0002-1825-0097",
"display_name":"Ada","display_name_alternatives":["A. E."],"affiliations":[{"institution":{
"id":"https://openalex.org/I1","display_name":"Uni","lineage":["https://openalex.org/I1"]},
"years":[2020,2018,2020]}],"updated_date":"2025-01-01"})") +
               "\n" + OneLine(R"(
{"id":"https://openalex.org/A2","display_name":"Old","last_known_institution":{
"id":"https://openalex.org/I2","display_name":"Two"}})") +
               "\n" + OneLine(R"(
{"id":"https://openalex.org/A3","display_name":"Mid","last_known_institutions":[{
"id":"https://openalex.org/I1"},{"id":"https://openalex.org/I2"}]})"));
  const ReadSnapshot now = f.store().Read();
  const auto first = ValueOf(now.GetAffiliations(f.Find("A1")));
  REQUIRE(first.size() == 1);
  CHECK(first[0].years == std::vector<int16_t>{2018, 2020});
  CHECK(f.Get<PersonRecord>("A1").alternative_names == std::vector<std::string>{"A. E."});
  CHECK(ValueOf(now.GetAffiliations(f.Find("A2")))[0].institution == f.Find("I2"));
  CHECK(ValueOf(now.GetAffiliations(f.Find("A3"))).size() == 2);
  CHECK(f.Get<InstitutionRecord>("I1").header.name == "Uni");
}

TEST_CASE("openalex: institutions, sources, topics and concepts of their own; others are ignored") {
  ImportFixture f;
  const auto report = f.ImportText(
      OneLine(R"(
{"id":"https://openalex.org/I1","display_name":"Lab","country_code":"SA","type":"facility",
"homepage_url":"https://x.org","geo":{"city":"Dhahran"},"display_name_alternatives":[
"Laboratory"],"display_name_acronyms":["L"],"associated_institutions":[{
"id":"https://openalex.org/I2","display_name":"Uni","relationship":"parent"},{
"id":"https://openalex.org/I3","relationship":"child"}],"updated_date":"2025-01-01"})") +
      "\n" + OneLine(R"(
{"id":"https://openalex.org/S1","display_name":"J","issn_l":"0028-0836","issn":["0028-0836"],
"type":"journal","homepage_url":"https://j.org"})") +
      "\n" + OneLine(R"(
{"id":"https://openalex.org/T1","display_name":"T","description":"D","subfield":{"id":1908,
"display_name":"S"},"field":{"id":19,"display_name":"F"},"domain":{"id":3,"display_name":"P"}})") +
      "\n" + OneLine(R"(
{"id":"https://openalex.org/C1","display_name":"C","level":4,"description":null,"ancestors":[{
"id":"https://openalex.org/C2"}]})") +
      "\n{\"id\":\"https://openalex.org/P1\"}\n{\"id\":\"https://openalex.org/F1\"}\n" + OneLine(R"(
{"id":"https://openalex.org/subfields/1702","display_name":"AI","field":{
"id":"https://openalex.org/fields/17","display_name":"CS"}})"));
  CHECK(report.records == 7);
  CHECK(report.ignored == 2);
  CHECK(report.rejected == 0);
  const auto lab = f.Get<InstitutionRecord>("I1");
  CHECK(lab.city == "Dhahran");
  CHECK(lab.alternative_names == std::vector<std::string>{"Laboratory", "L"});
  const ReadSnapshot now = f.store().Read();
  CHECK(ValueOf(now.GetTargets(f.Find("I1"), EdgeKind::kInstitutionParent)) ==
        std::vector<NodeId>{f.Find("I2")});
  CHECK_FALSE(f.Has("I3"));
  CHECK(f.Get<VenueRecord>("S1").homepage == "https://j.org");
  CHECK(ValueOf(now.GetTargets(f.Find("T1"), EdgeKind::kTopicParent)) ==
        std::vector<NodeId>{f.Find("subfields/1908")});
  CHECK_FALSE(f.Has("C2"));
  CHECK(ValueOf(now.GetTargets(f.Find("subfields/1702"), EdgeKind::kTopicParent)) ==
        std::vector<NodeId>{f.Find("fields/17")});
}

TEST_CASE("openalex: an answer of the API, a list and a pretty-printed file are read as well") {
  ImportFixture f;
  CHECK(f.ImportText(
             R"({"meta":{"count":2},"results":[{"id":"W1","title":"A"},{"id":"W2","title":"B"}]})")
            .papers == 2);
  CHECK(f.ImportText(R"([{"id":"W3","title":"A"},{"id":"W4","title":"B"}])").papers == 2);
  CHECK(f.ImportText("{\n  \"id\": \"W5\",\n  \"title\": \"A\"\n}\n").papers == 1);
  CHECK(f.ImportText("[\n{\"id\":\"W6\",\"title\":\"A\"},\n{\"id\":\"W7\",\"title\":\"B\"}\n]\n")
            .papers == 2);
}

}  // namespace
}  // namespace coterie
