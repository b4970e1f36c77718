#include "tests/rpc/tiny_library.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "schema/base.h"

namespace coterie::testing {
namespace {

class Writer {
 public:
  explicit Writer(Store& store) : store_(store) {}

  NodeId Person(int number, const std::string& name, std::vector<Pid> more = {}) {
    PersonRecord record;
    record.header = Header(absl::StrCat("A", number), name, std::move(more));
    return Add(NodeKind::kPerson, std::move(record));
  }

  NodeId Paper(int number, int16_t year, const std::vector<Authorship>& byline,
               PaperRecord record = {}) {
    record.header = Header(absl::StrCat("W", number), absl::StrCat("Paper ", number), {});
    record.year = year;
    record.type = "article";
    const NodeId id = Add(NodeKind::kPaper, std::move(record));
    batch_.Change(id).authorships = byline;
    return id;
  }

  template <typename Record>
  NodeId Add(NodeKind kind, Record record) {
    const NodeId id = store_.AllocateNode(kind);
    batch_.Change(id).record = std::move(record);
    return id;
  }

  static NodeHeader Header(const std::string& openalex, const std::string& name,
                           std::vector<Pid> more) {
    NodeHeader header;
    header.name = name;
    header.pids = {{PidScheme::kOpenAlex, openalex}};
    for (Pid& pid : more) header.pids.push_back(std::move(pid));
    header.core_stamp = 1;
    return header;
  }

  StoreBatch& batch() { return batch_; }
  absl::Status Apply() { return store_.Apply(batch_).status(); }

 private:
  Store& store_;
  StoreBatch batch_;
};

Authorship By(NodeId person, std::vector<NodeId> institutions = {}) {
  Authorship place;
  place.person = person;
  place.institutions = std::move(institutions);
  place.raw_name = "as printed";
  return place;
}

void AddHub(Writer& writer, int papers) {
  const NodeId hub = writer.Person(9, "Hub Person");
  std::vector<NodeId> colleagues;
  for (int i = 0; i < 200; ++i) {
    colleagues.push_back(writer.Person(1000 + i, absl::StrCat("Colleague Number ", i)));
  }
  std::vector<NodeId> stubs;
  for (int i = 0; i < 3; ++i) {
    PaperRecord stub;
    stub.header = Writer::Header(absl::StrCat("W", 2000 + i), "", {});
    stub.is_stub = true;
    stubs.push_back(writer.Add(NodeKind::kPaper, stub));
  }
  std::vector<NodeId> earlier;
  for (int i = 0; i < papers; ++i) {
    std::vector<Authorship> byline = {By(hub)};
    for (int j = 0; j < 4; ++j) byline.push_back(By(colleagues[(i * 7 + j * 31) % 200]));
    const NodeId paper = writer.Paper(10'000 + i, static_cast<int16_t>(2000 + i % 20), byline);
    std::vector<NodeId> references(earlier.end() - std::min(i, 2), earlier.end());
    references.push_back(stubs[i % 3]);
    std::sort(references.begin(), references.end());
    writer.batch().Change(paper).references = std::move(references);
    earlier.push_back(paper);
  }
}

}  // namespace

absl::Status MakeTinyLibrary(const std::string& directory, int hub_papers) {
  ASSIGN_OR_RETURN(Store store, Store::Open(directory, {.create_if_missing = true}));
  Writer writer(store);
  const NodeId ada = writer.Person(1, "Ada Lovelace", {{PidScheme::kOrcid, "0000-0001-6187-6610"}});
  const NodeId ben = writer.Person(2, "Ben Ünal");
  const NodeId cyd = writer.Person(3, "Cyd Charisse");
  const NodeId dora = writer.Person(4, "Dora Maar");
  writer.Person(5, "Eve Ensler");

  TopicRecord field;
  field.header = Writer::Header("fields/17", "Computer Science", {});
  field.level = TopicLevel::kField;
  const NodeId field_id = writer.Add(NodeKind::kTopic, field);
  TopicRecord topic;
  topic.header = Writer::Header("T1", "Engines", {});
  topic.level = TopicLevel::kTopic;
  topic.description = "Analytical ones";
  const NodeId topic_id = writer.Add(NodeKind::kTopic, topic);
  writer.batch().Change(topic_id).parents = std::vector<NodeId>{field_id};

  InstitutionRecord parent;
  parent.header = Writer::Header("I2", "University System", {});
  const NodeId parent_id = writer.Add(NodeKind::kInstitution, parent);
  InstitutionRecord institution;
  institution.header =
      Writer::Header("I1", "University of Somewhere", {{PidScheme::kRor, "02nr0ka47"}});
  institution.country_code = "GB";
  institution.city = "London";
  institution.homepage = "https://example.org";
  institution.alternative_names = {"U of S", "Somewhere U"};
  const NodeId institution_id = writer.Add(NodeKind::kInstitution, institution);
  writer.batch().Change(institution_id).parents = std::vector<NodeId>{parent_id};
  writer.batch().Change(ada).affiliations =
      std::vector<Affiliation>{{institution_id, {2018, 2020}}};

  VenueRecord venue;
  venue.header = Writer::Header("S1", "Journal of Engines", {{PidScheme::kIssnL, "2167-8359"}});
  venue.issns = {"2167-8359", "1234-5679"};
  venue.publisher = "Press";
  const NodeId venue_id = writer.Add(NodeKind::kVenue, venue);

  PaperRecord first;
  first.language = "en";
  first.date = "2018-03-01";
  first.source_cited_by = 12;
  Authorship anonymous;
  anonymous.raw_name = "A. Nonymous";
  anonymous.raw_affiliations = {"Nowhere", "Elsewhere"};
  const NodeId w1 = writer.Paper(1, 2018, {By(ada, {institution_id}), By(ben), anonymous}, first);
  Authorship corresponding = By(ada, {institution_id, parent_id});
  corresponding.is_corresponding = true;
  const NodeId w2 = writer.Paper(2, 2020, {corresponding, By(ben, {institution_id}), By(cyd)});
  PaperRecord retracted;
  retracted.is_retracted = true;
  writer.Paper(3, 2021, {By(ada), By(cyd)}, retracted);
  writer.Paper(4, kNoYear, {By(ben), By(dora)});
  std::vector<Authorship> many = {By(ada)};
  for (int i = 0; i < 29; ++i) many.push_back(By(writer.Person(100 + i, absl::StrCat("Name ", i))));
  writer.Paper(5, 2022, many);

  PaperRecord stub;
  stub.header = Writer::Header("W777", "", {});
  stub.is_stub = true;
  const NodeId stub_id = writer.Add(NodeKind::kPaper, stub);
  NodeChange& change = writer.batch().Change(w1);
  change.references = std::vector<NodeId>{w2, stub_id};
  change.topics = std::vector<TopicAssignment>{{topic_id, 0.75F}, {field_id, 0.25F}};
  change.venue = std::vector<NodeId>{venue_id};
  change.abstract = "We show that engines compute; \xE2\x88\x9E.";
  writer.batch().Change(w2).topics = std::vector<TopicAssignment>{{topic_id, 1.0F}};
  if (hub_papers > 0) AddHub(writer, hub_papers);
  writer.batch().NoteImportYear(2023);
  return writer.Apply();
}

absl::Status MakeCrowd(const std::string& directory, int people, int papers) {
  ASSIGN_OR_RETURN(Store store, Store::Open(directory, {.create_if_missing = true}));
  Writer writer(store);
  std::vector<Authorship> byline;
  for (int i = 1; i <= people; ++i) {
    byline.push_back(By(writer.Person(i, absl::StrCat("Member ", i))));
  }
  for (int i = 1; i <= papers; ++i) writer.Paper(i, 2020, byline);
  writer.batch().NoteImportYear(2023);
  return writer.Apply();
}

absl::Status AddPaperOfAdaAndEve(Store& store) {
  const ReadSnapshot now = store.Read();
  ASSIGN_OR_RETURN(const auto ada, now.FindByPid({PidScheme::kOpenAlex, "A1"}));
  ASSIGN_OR_RETURN(const auto eve, now.FindByPid({PidScheme::kOpenAlex, "A5"}));
  if (!ada.has_value() || !eve.has_value()) return absl::NotFoundError("Ada or Eve");
  Writer writer(store);
  writer.Paper(6, 2022, {By(*ada), By(*eve)});
  return writer.Apply();
}

}  // namespace coterie::testing
