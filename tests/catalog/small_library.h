// A store of two papers, three people and their surroundings, small enough to know by heart.
#pragma once

#include "engine/library.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie::testing {

// W1 (2020) by Ada Lovelace and Charles Babbage, W2 (2022) by Ada Lovelace, Charles Babbage and a
// place without identity; W2 cites W1 and the stub W3.
struct SmallLibrary {
  explicit SmallLibrary(const std::string& directory)
      : library(ValueOf(Library::Open(directory, {.create_if_missing = true}))) {
    Store& store = library.store();
    w1 = store.AllocateNode(NodeKind::kPaper);
    w2 = store.AllocateNode(NodeKind::kPaper);
    w3 = store.AllocateNode(NodeKind::kPaper);
    ada = store.AllocateNode(NodeKind::kPerson);
    charles = store.AllocateNode(NodeKind::kPerson);
    ada_king = store.AllocateNode(NodeKind::kPerson);
    college = store.AllocateNode(NodeKind::kInstitution);
    engines = store.AllocateNode(NodeKind::kTopic);
    computing = store.AllocateNode(NodeKind::kTopic);
    journal = store.AllocateNode(NodeKind::kVenue);

    StoreBatch batch;
    AddPapers(batch);
    AddPerson(batch, ada, "Ada Lovelace", "A1");
    AddPerson(batch, charles, "Charles Babbage", "A2");
    AddPerson(batch, ada_king, "Ada King", "A3");
    batch.Change(ada).affiliations = {{college, {2019, 2020}}};
    InstitutionRecord institution;
    institution.header = Header("Analytical College", {Openalex("I1")});
    institution.country_code = "GB";
    batch.Change(college).record = institution;
    AddTopic(batch, engines, "Engines", "T1", TopicLevel::kTopic);
    AddTopic(batch, computing, "Computing", "fields/17", TopicLevel::kField);
    batch.Change(engines).parents = {{computing}};
    VenueRecord venue;
    venue.header = Header("Memoirs", {Openalex("S1")});
    venue.type = "journal";
    batch.Change(journal).record = venue;
    batch.NoteImportYear(2023);
    REQUIRE_OK(store.Apply(batch));
  }

  static Pid Openalex(const std::string& value) { return {PidScheme::kOpenAlex, value}; }
  static NodeHeader Header(const std::string& name, std::vector<Pid> pids) {
    NodeHeader header;
    header.name = name;
    header.pids = std::move(pids);
    header.core_stamp = 1;
    return header;
  }
  static PaperRecord Paper(const std::string& title, std::vector<Pid> pids, int16_t year) {
    PaperRecord record;
    record.header = Header(title, std::move(pids));
    record.year = year;
    return record;
  }
  static PaperRecord Stub(const std::string& openalex) {
    PaperRecord record = Paper("", {Openalex(openalex)}, kNoYear);
    record.is_stub = true;
    return record;
  }
  static Authorship Place(NodeId person, const std::string& raw_name) {
    Authorship place;
    place.person = person;
    place.raw_name = raw_name;
    return place;
  }

  Library library;
  NodeId w1, w2, w3, ada, charles, ada_king, college, engines, computing, journal;

 private:
  static void AddPerson(StoreBatch& batch, NodeId id, const std::string& name,
                        const std::string& openalex) {
    PersonRecord record;
    record.header = Header(name, {Openalex(openalex)});
    batch.Change(id).record = record;
  }
  static void AddTopic(StoreBatch& batch, NodeId id, const std::string& name,
                       const std::string& openalex, TopicLevel level) {
    TopicRecord record;
    record.header = Header(name, {Openalex(openalex)});
    record.level = level;
    batch.Change(id).record = record;
  }
  void AddPapers(StoreBatch& batch) const {
    const Pid shared_doi{PidScheme::kDoi, "10.1000/one"};
    NodeChange& first = batch.Change(w1);
    PaperRecord sketch = Paper("Sketch of the Engine", {Openalex("W1"), shared_doi}, 2020);
    sketch.type = "article";
    first.record = sketch;
    first.abstract = "On numbers.";
    first.authorships = {{Place(ada, "A. Lovelace"), Place(charles, "")}};
    first.authorships->front().institutions = {college};
    first.topics = {{engines, 0.5f}};
    first.venue = {{journal}};
    NodeChange& second = batch.Change(w2);
    second.record = Paper("Notes", {Openalex("W2"), shared_doi}, 2022);
    second.authorships = {{Place(ada, ""), Place(charles, ""), Place({}, "Anon")}};
    second.references = {{w1, w3}};
    batch.Change(w3).record = Stub("W3");
  }
};

}  // namespace coterie::testing
