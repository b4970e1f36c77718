// What the committed store of format 1 holds, in literal values. Never changes: the store beside it
// was written once, and every build has to read exactly this from it.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "storage/store.h"

namespace coterie::testing::v1 {

using Ids = std::vector<NodeId>;

inline NodeId Paper(uint64_t ordinal) { return {NodeKind::kPaper, ordinal}; }
inline NodeId Person(uint64_t ordinal) { return {NodeKind::kPerson, ordinal}; }
inline NodeId Topic(uint64_t ordinal) { return {NodeKind::kTopic, ordinal}; }
inline NodeId Institution(uint64_t ordinal) { return {NodeKind::kInstitution, ordinal}; }
inline NodeId Venue(uint64_t ordinal) { return {NodeKind::kVenue, ordinal}; }

inline Pid OpenAlex(const char* value) { return {PidScheme::kOpenAlex, value}; }
inline Pid Doi(const char* value) { return {PidScheme::kDoi, value}; }

// The surroundings: topics of every level, institutions, a venue, people.
inline StoreBatch FirstBatch() {
  StoreBatch batch;
  batch.Change(Topic(1)).record = TopicRecord{
      {"Physical Sciences", {OpenAlex("domains/3")}, {}, 31}, TopicLevel::kDomain, "", 0};
  batch.Change(Topic(2)).record = TopicRecord{
      {"Computer Science", {OpenAlex("fields/17")}, {}, 32}, TopicLevel::kField, "", 321};
  batch.Change(Topic(2)).parents = Ids{Topic(1)};
  batch.Change(Topic(3)).record =
      TopicRecord{{"Information Systems", {OpenAlex("subfields/1710")}, {}, 33},
                  TopicLevel::kSubfield,
                  "",
                  331};
  batch.Change(Topic(3)).parents = Ids{Topic(2)};
  batch.Change(Topic(4)).record =
      TopicRecord{{"Scholarly Communication", {OpenAlex("T10102")}, {}, 34},
                  TopicLevel::kTopic,
                  "How findings are published and read.",
                  341};
  batch.Change(Topic(4)).parents = Ids{Topic(3)};
  batch.Change(Topic(5)).record =
      TopicRecord{{"Altmetrics", {OpenAlex("C2778407487")}, {}, 35}, TopicLevel::kFlat, "", 0};

  batch.Change(Institution(1)).record = InstitutionRecord{
      {"OurResearch", {OpenAlex("I4200000001"), {PidScheme::kRor, "02nr0ka47"}}, {}, 41},
      "nonprofit",
      "CA",
      "Vancouver",
      "https://ourresearch.org",
      {"Impactstory"},
      411};
  batch.Change(Institution(2)).record =
      InstitutionRecord{{"Université de Montréal", {OpenAlex("I70931966")}, {}, 42},
                        "education",
                        "CA",
                        "",
                        "",
                        {},
                        0};
  batch.Change(Institution(1)).parents = Ids{Institution(2)};

  batch.Change(Venue(1)).record =
      VenueRecord{{"PeerJ", {OpenAlex("S1983995261"), {PidScheme::kIssnL, "2167-8359"}}, {}, 51},
                  "journal",
                  {"2167-8359"},
                  "PeerJ, Inc.",
                  "https://peerj.com"};

  batch.Change(Person(1)).record =
      PersonRecord{{"Heather Piwowar",
                    {OpenAlex("A5048491430"), {PidScheme::kOrcid, "0000-0003-1613-5981"}},
                    {},
                    21},
                   {"Heather A. Piwowar"},
                   211};
  batch.Change(Person(1)).affiliations =
      std::vector<Affiliation>{{Institution(1), {2017, 2018, 2019}}, {Institution(2), {}}};
  batch.Change(Person(2)).record =
      PersonRecord{{"Jason Priem",
                    {OpenAlex("A5023888391"), {PidScheme::kOrcid, "0000-0001-6187-6610"}},
                    {},
                    22},
                   {},
                   0};
  batch.NoteImportYear(2025);
  return batch;
}

// Papers: one with everything, one that claims the DOI of the first, three known as references
// only; and a person whom no identifier names.
inline StoreBatch SecondBatch() {
  StoreBatch batch;
  PaperRecord state;
  state.header = {"The state of OA: a large-scale analysis",
                  {OpenAlex("W2741809807"), Doi("10.7717/peerj.4375")},
                  {"pmid:29456894"},
                  11};
  state.year = 2018;
  state.type = "article";
  state.date = "2018-02-13";
  state.language = "en";
  state.raw_venue = "PeerJ (Corta Madera)";
  state.source_cited_by = 1234;
  state.abstract_stamp = 111;
  state.authorships_stamp = 112;
  state.topics_stamp = 113;
  state.references_stamp = 114;
  NodeChange& first = batch.Change(Paper(1));
  first.record = state;
  first.abstract = "Despite growing interest in Open Access – a “gold” standard – …";
  first.authorships =
      std::vector<Authorship>{{Person(1),
                               true,
                               {Institution(1), Institution(2)},
                               "Heather Piwowar",
                               {"Impactstory, Sanford"}},
                              {Person(2), false, {Institution(1)}, "J. Priem", {}},
                              {Person(3), false, {}, "Vincent Larivière", {"Montréal", "OST"}},
                              {{}, false, {}, "Anonymous", {}}};
  first.topics = std::vector<TopicAssignment>{{Topic(4), 0.9990F}, {Topic(5), 0.25F}};
  first.references = Ids{Paper(3)};
  first.venue = Ids{Venue(1)};

  PaperRecord copy;
  copy.header = {
      "The state of OA (preprint)", {OpenAlex("W2900000000"), Doi("10.7717/peerj.4375")}, {}, 12};
  copy.year = 2017;
  copy.is_retracted = true;
  copy.type = "preprint";
  NodeChange& second = batch.Change(Paper(2));
  second.record = copy;
  second.references = Ids{Paper(1), Paper(3), Paper(4), Paper(5)};

  // Of one stub more is known than its Pid, of the other nothing: they have different forms.
  PaperRecord stub;
  stub.header = {"Altmetrics", {OpenAlex("W1700000000")}, {"mag:1700000000"}, 0};
  stub.is_stub = true;
  batch.Change(Paper(3)).record = stub;
  stub.header.pids = {OpenAlex("W1900000000")};
  batch.Change(Paper(5)).record = stub;
  batch.AddStub(Paper(4), OpenAlex("W1800000000"));

  batch.Change(Person(3)).record = PersonRecord{{"Vincent Larivière", {}, {}, 23}, {}, 0};
  return batch;
}

// Corrections: a stub becomes a paper, and a list shrinks.
inline StoreBatch ThirdBatch() {
  StoreBatch batch;
  PaperRecord altmetrics;
  altmetrics.header = {"Altmetrics: a manifesto", {OpenAlex("W1700000000")}, {}, 13};
  altmetrics.year = 2010;
  batch.Change(Paper(3)).record = altmetrics;
  batch.Change(Paper(3)).authorships =
      std::vector<Authorship>{{Person(2), true, {}, "Jason Priem", {}}};
  batch.Change(Paper(2)).references = Ids{Paper(1), Paper(4), Paper(5)};
  return batch;
}

}  // namespace coterie::testing::v1
