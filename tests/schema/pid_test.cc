// Any form of an identifier in, one canonical form out; the rest refused with a reason.
#include "schema/pid.h"

#include <random>
#include <utility>

#include "schema/utf8.h"
#include "tests/support/catch.h"

namespace coterie {
namespace {

using testing::ValueOf;

TEST_CASE("pid: every form of an identifier gives one canonical text") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      // OpenAlex
      {"W2741809807", "openalex:W2741809807"},
      {"w2741809807", "openalex:W2741809807"},
      {"openalex:A5023888391", "openalex:A5023888391"},
      {"https://openalex.org/W2741809807", "openalex:W2741809807"},
      {"https://openalex.org/works/w2741809807", "openalex:W2741809807"},
      {"http://www.openalex.org/authors/A5023888391", "openalex:A5023888391"},
      {"https://api.openalex.org/works/W2741809807?select=id", "openalex:W2741809807"},
      {"https://api.openalex.org/A5023888391", "openalex:A5023888391"},
      {"openalex.org/I27837315", "openalex:I27837315"},
      {"https://openalex.org/T10036", "openalex:T10036"},
      {"https://openalex.org/C41008148", "openalex:C41008148"},
      {"https://openalex.org/V1983995261", "openalex:V1983995261"},
      {"https://openalex.org/subfields/1702", "openalex:subfields/1702"},
      {"https://openalex.org/fields/17", "openalex:fields/17"},
      {"https://openalex.org/domains/3", "openalex:domains/3"},
      {"domains/3", "openalex:domains/3"},
      {"openalex:https://openalex.org/S4306400806", "openalex:S4306400806"},
      {"W0042", "openalex:W42"},
      // DOI
      {"10.48550/arXiv.2201.05596", "doi:10.48550/arxiv.2201.05596"},
      {"doi:10.48550/arXiv.2201.05596", "doi:10.48550/arxiv.2201.05596"},
      {"DOI: 10.7717/PEERJ.4375", "doi:10.7717/peerj.4375"},
      {"https://doi.org/10.7717/peerj.4375", "doi:10.7717/peerj.4375"},
      {"HTTPS://DOI.ORG/10.7717/peerj.4375", "doi:10.7717/peerj.4375"},
      {"http://dx.doi.org/10.7717/peerj.4375", "doi:10.7717/peerj.4375"},
      {"https://www.doi.org/10.7717/peerj.4375", "doi:10.7717/peerj.4375"},
      {"doi.org/10.7717/peerj.4375", "doi:10.7717/peerj.4375"},
      {"doi:https://doi.org/10.7717/peerj.4375", "doi:10.7717/peerj.4375"},
      {"info:doi/10.7717/peerj.4375", "doi:10.7717/peerj.4375"},
      {"doi 10.7717/peerj.4375", "doi:10.7717/peerj.4375"},
      {"https://doi.org/10.1000%2Fxyz%20", "doi:10.1000/xyz"},
      {"https://doi.org/10.1002/%28SICI%291097-4571%28199806%2949:8%3C693::AID-ASI4%3E3.0.CO;2-O",
       "doi:10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o"},
      {"10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
       "doi:10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o"},
      {"https://doi.org/10.1000/a?utm_source=x#top", "doi:10.1000/a"},
      {"10.1000/a%2fb", "doi:10.1000/a%2fb"},  // bare text is not a URL: nothing is decoded
      {"https://doi.org/10.1000/100%", "doi:10.1000/100%"},
      {"(10.1000/a", ""},
      {"10.1000/a.", "doi:10.1000/a"},
      {"10.1000/a).", "doi:10.1000/a"},
      {"10.1000/a(b)", "doi:10.1000/a(b)"},
      {"<10.1000/a>", "doi:10.1000/a"},
      {"\"10.1000/a\"", "doi:10.1000/a"},
      {"https://doi.org/10.1034/j.1600-0404.2000.101004244x./",
       "doi:10.1034/j.1600-0404.2000.101004244x"},
      {" \t10.1000/a\n", "doi:10.1000/a"},
      {"\uFEFF10.1000/a\u00A0", "doi:10.1000/a"},
      {"10.1000.10/ÄB", "doi:10.1000.10/Äb"},  // DOIs fold ASCII only
      // arXiv
      {"2201.05596", "arxiv:2201.05596"},
      {"2201.05596v2", "arxiv:2201.05596"},
      {"arXiv:2201.05596v12", "arxiv:2201.05596"},
      {"ARXIV: 0704.0001", "arxiv:0704.0001"},
      {"https://arxiv.org/abs/2201.05596v1", "arxiv:2201.05596"},
      {"http://arxiv.org/pdf/2201.05596.pdf", "arxiv:2201.05596"},
      {"https://arxiv.org/pdf/2201.05596v3.pdf", "arxiv:2201.05596"},
      {"https://export.arxiv.org/abs/hep-th/9901001", "arxiv:hep-th/9901001"},
      {"hep-th/9901001v3", "arxiv:hep-th/9901001"},
      {"math.GT/0309136", "arxiv:math/0309136"},
      {"oai:arXiv.org:0704.0001", "arxiv:0704.0001"},
      // ORCID
      {"0000-0001-6187-6610", "orcid:0000-0001-6187-6610"},
      {"https://orcid.org/0000-0002-1694-233x", "orcid:0000-0002-1694-233X"},
      {"ORCID:0000000216942 33X", ""},
      {"orcid:000000021694233X", "orcid:0000-0002-1694-233X"},
      {"orcid.org/0000-0002-1825-0097/", "orcid:0000-0002-1825-0097"},
      // ROR
      {"https://ror.org/02nr0ka47", "ror:02nr0ka47"},
      {"02NR0KA47", "ror:02nr0ka47"},
      {"ror:03vek6s52", "ror:03vek6s52"},
      // ISSN
      {"2167-8359", "issn:2167-8359"},
      {"ISSN 2167-8359", "issn:2167-8359"},
      {"issn-l:21678359", "issn:2167-8359"},
      {"2434-561x", "issn:2434-561X"},
      {"https://portal.issn.org/resource/ISSN/2167-8359", "issn:2167-8359"},
      {"urn:ISSN:0378-5955", "issn:0378-5955"},
      // ACL
      {"P19-1001", "acl:P19-1001"},
      {"https://aclanthology.org/P19-1001/", "acl:P19-1001"},
      {"https://www.aclweb.org/anthology/p19-1001.pdf", "acl:P19-1001"},
      {"2020.acl-main.1", "acl:2020.acl-main.1"},
      {"acl:2023.findings-emnlp.12v2", "acl:2023.findings-emnlp.12"},
      // dblp
      {"journals/corr/VaswaniSPUJGKP17", "dblp:journals/corr/VaswaniSPUJGKP17"},
      {"https://dblp.org/rec/conf/nips/VaswaniSPUJGKP17.html", "dblp:conf/nips/VaswaniSPUJGKP17"},
      {"DBLP:conf/nips/VaswaniSPUJGKP17", "dblp:conf/nips/VaswaniSPUJGKP17"},
  };
  for (const auto& [text, canonical] : cases) {
    INFO(text);
    const absl::StatusOr<Pid> pid = ParsePid(text);
    if (canonical.empty()) {
      CHECK_FALSE(pid.ok());
      continue;
    }
    REQUIRE_OK(pid);
    CHECK(pid->ToString() == canonical);
    CHECK(ValueOf(ParsePid(canonical)) == *pid);
    CHECK(ValueOf(ParsePidAs(pid->scheme, canonical)) == *pid);
    CHECK(ValueOf(ParsePidAs(pid->scheme, pid->value)) == *pid);
  }
}

TEST_CASE("pid: what is no identifier is refused with one sentence that says why") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "no identifier of a known form"},
      {"   ", "no identifier of a known form"},
      {"Minjia Zhang", "no identifier of a known form"},
      {"W", "no identifier of a known form"},
      {"W0", "no identifier of a known form"},
      {"W1234567890123456789", "no identifier of a known form"},
      {"X123", "no identifier of a known form"},
      {"person:42", "no identifier of a known form"},
      {"https://example.org/10.1000/a", "no identifier of a known form"},
      {"12345678", "no identifier of a known form"},
      {"10.1000", "no identifier of a known form"},
      {"doi:10.1000", "is no DOI"},
      {"doi:10.12/abc", "is no DOI"},
      {"doi:10.1000/", "is no DOI"},
      {"10.1000/a b", "holds a space"},
      {"doi:11.1000/a", "is no DOI"},
      {"0000-0001-6187-6611", "is no ORCID: its check digit should be 0"},
      {"https://orcid.org/0000-0001-6187-661", "is no ORCID"},
      {"https://ror.org/02nr0ka48", "is no ROR id: its check digits should be 47"},
      {"ror:02nr0la47", "is no ROR id"},
      {"2167-8358", "is no ISSN: its check digit should be 9"},
      {"2213.00001", "no such month"},
      {"hep-th/9913001", "no such month"},
      {"1412.12345", "before 2015"},
      {"1501.0001", "from 2015"},
      {"arxiv:foo/1234567", "is no arXiv id"},
      {"acl:hello", "is no ACL Anthology id"},
      {"dblp:hello", "is no dblp key"},
      {"openalex:Q12", "is no OpenAlex id"},
      {"https://openalex.org/keywords/graph", "is no OpenAlex id"},
      {"10.1000/\xFF", "is not valid UTF-8"},
      {"https://doi.org/10.1000/%FF", "is not valid UTF-8"},
  };
  for (const auto& [text, reason] : cases) {
    INFO(text);
    const absl::StatusOr<Pid> pid = ParsePid(text);
    REQUIRE_FALSE(pid.ok());
    CHECK(absl::IsInvalidArgument(pid.status()));
    const std::string message(pid.status().message());
    INFO(message);
    CHECK(message.find(reason) != std::string::npos);
    CHECK(message.find('\n') == std::string::npos);
    CHECK(IsValidUtf8(message));
  }
  const std::string message(ParsePid(std::string(100000, 'x')).status().message());
  CHECK(message.size() < 300);
}

TEST_CASE("pid: a field of one scheme takes no identifier of another") {
  CHECK(ValueOf(ParsePidAs(PidScheme::kOrcid, "0000000216942 33X").ok()
                    ? absl::StatusOr<bool>(false)
                    : absl::StatusOr<bool>(true)));
  CHECK(ValueOf(ParsePidAs(PidScheme::kIssnL, "21678359")).ToString() == "issn:2167-8359");
  CHECK(ValueOf(ParsePidAs(PidScheme::kOrcid, "000000021694233X")).value == "0000-0002-1694-233X");
  CHECK_FALSE(ParsePidAs(PidScheme::kOrcid, "https://doi.org/10.1000/a").ok());
  CHECK_FALSE(ParsePidAs(PidScheme::kDoi, "W2741809807").ok());
  CHECK_FALSE(ParsePidAs(PidScheme::kRor, "").ok());
}

TEST_CASE("pid: schemes sort by preference, and disk values never change") {
  CHECK(Pid{PidScheme::kOpenAlex, "W9"} < Pid{PidScheme::kDoi, "10.1000/a"});
  CHECK(Pid{PidScheme::kDoi, "10.1000/a"} < Pid{PidScheme::kDoi, "10.1000/b"});
  CHECK(static_cast<int>(PidScheme::kOpenAlex) == 1);
  CHECK(static_cast<int>(PidScheme::kDoi) == 2);
  CHECK(static_cast<int>(PidScheme::kArxiv) == 3);
  CHECK(static_cast<int>(PidScheme::kOrcid) == 4);
  CHECK(static_cast<int>(PidScheme::kRor) == 5);
  CHECK(static_cast<int>(PidScheme::kIssnL) == 6);
  CHECK(static_cast<int>(PidScheme::kAcl) == 7);
  CHECK(static_cast<int>(PidScheme::kDblp) == 8);
}

// Bytes, and pieces of identifiers in wrong places.
std::string RandomText(std::mt19937_64& random) {
  static const std::vector<std::string> pieces = {
      "https://",   "doi.org/",   "10.",      "10.1000/",   "openalex.org/",
      "W12",        "/",          "v2",       ".pdf",       "arxiv:",
      "2201.05596", "%2F",        "%",        "0000-0001-", "-",
      "ror:",       "X",          ".html",    "conf/",      "P19-",
      " ",          "<",          ">",        "\"",         "é",
      "\xFF",       "2020.",      "acl-main", "hep-th/",    "?",
      "#",          "subfields/", "17",       ".",          ")",
      "doi:"};
  std::string text;
  for (size_t n = random() % 8; n > 0; --n) {
    if (random() % 4 == 0) {
      text += static_cast<char>(random());
    } else {
      text += pieces[random() % pieces.size()];
    }
  }
  return text;
}

TEST_CASE("pid: random text never crashes, and whatever parses is canonical and round-trips") {
  std::mt19937_64 random(6);
  int parsed = 0;
  for (int i = 0; i < 60000; ++i) {
    const std::string text = RandomText(random);
    const absl::StatusOr<Pid> pid = ParsePid(text);
    if (!pid.ok()) continue;
    ++parsed;
    INFO(text << " -> " << pid->ToString());
    CHECK(IsValidUtf8(pid->value));
    const absl::StatusOr<Pid> again = ParsePid(pid->ToString());
    REQUIRE_OK(again);
    CHECK(*again == *pid);
  }
  CHECK(parsed > 500);
}

}  // namespace
}  // namespace coterie
