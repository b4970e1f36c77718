#include "tests/rpc/large_library.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "schema/base.h"
#include "storage/store.h"

namespace coterie::testing {
namespace {

constexpr int kHubPapers = 500;
constexpr int kPeopleAPaper = kManyRows / kHubPapers;

class Writer {
 public:
  explicit Writer(Store& store) : store_(store) {}

  template <typename Record>
  NodeId Add(NodeKind kind, const std::string& openalex, const std::string& name, Record record) {
    record.header.name = name;
    record.header.pids = {{PidScheme::kOpenAlex, openalex}};
    record.header.core_stamp = 1;
    const NodeId id = store_.AllocateNode(kind);
    batch_.Change(id).record = std::move(record);
    return id;
  }

  NodeId Paper(int number) {
    PaperRecord record;
    record.year = static_cast<int16_t>(2000 + number % 20);
    record.type = "article";
    return Add(NodeKind::kPaper, absl::StrCat("W", number), absl::StrCat("Paper ", number), record);
  }

  NodeId Person(int number, const std::string& name) {
    return Add(NodeKind::kPerson, absl::StrCat("A", number), name, PersonRecord{});
  }

  void SetByline(NodeId paper, const std::vector<NodeId>& people) {
    std::vector<Authorship> byline(people.size());
    for (size_t i = 0; i < people.size(); ++i) byline[i].person = people[i];
    batch_.Change(paper).authorships = std::move(byline);
  }

  StoreBatch& batch() { return batch_; }
  absl::Status Apply() { return store_.Apply(batch_).status(); }

 private:
  Store& store_;
  StoreBatch batch_;
};

// `stride` between the people of one paper, `step` from a paper to the next.
void AddHubPapers(Writer& writer, NodeId hub, NodeId topic, const std::vector<NodeId>& people,
                  int first_number, size_t stride, size_t step) {
  for (int i = 0; i < kHubPapers; ++i) {
    std::vector<NodeId> byline = {hub};
    for (int j = 0; j < kPeopleAPaper; ++j) {
      byline.push_back(people[static_cast<size_t>(i) * step + static_cast<size_t>(j) * stride]);
    }
    const NodeId paper = writer.Paper(first_number + i);
    writer.SetByline(paper, byline);
    writer.batch().Change(paper).topics = std::vector<TopicAssignment>{{topic, 0.5F}};
  }
}

}  // namespace

absl::Status MakeLargeLibrary(const std::string& directory) {
  ASSIGN_OR_RETURN(Store store, Store::Open(directory, {.create_if_missing = true}));
  Writer writer(store);
  const NodeId hub = writer.Person(1, "One Hub");
  const NodeId other = writer.Person(2, "Other Hub");
  const NodeId asker = writer.Person(3, "Who Asks");
  const NodeId topic = writer.Add(NodeKind::kTopic, "T1", "Everything", TopicRecord{});
  const NodeId institution =
      writer.Add(NodeKind::kInstitution, "I1", "University of Everybody", InstitutionRecord{});

  std::vector<NodeId> people;
  for (int i = 0; i < kManyRows; ++i) {
    people.push_back(writer.Person(100'000 + i, absl::StrCat("Member Number ", i)));
    writer.batch().Change(people.back()).affiliations =
        std::vector<Affiliation>{{institution, {2010}}};
  }
  AddHubPapers(writer, hub, topic, people, 1'000, 1, kPeopleAPaper);
  AddHubPapers(writer, other, topic, people, 2'000, kHubPapers, 1);
  writer.SetByline(writer.Paper(3'000), {asker, hub});

  const NodeId cited = writer.Paper(1);
  for (int i = 0; i <= kManyRows; ++i) {
    writer.batch().Change(writer.Paper(500'000 + i)).references = std::vector<NodeId>{cited};
  }
  writer.batch().NoteImportYear(2023);
  return writer.Apply();
}

}  // namespace coterie::testing
