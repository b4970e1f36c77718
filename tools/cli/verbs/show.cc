// coterie show: everything known of one node.
//
// Layer: tools.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "schema/base.h"
#include "tools/cli/node_values.h"
#include "tools/cli/options.h"
#include "tools/cli/subjects.h"
#include "tools/cli/verb.h"

namespace coterie::cli {
namespace {

std::string WithId(const NodeRef& ref) {
  return absl::StrCat(ref.name.empty() ? "(without a name)" : ref.name, " (", ToString(ref.id),
                      ")");
}

// null for "", so that JSON tells "not known" from text.
Value TextOrNull(const std::string& text) { return text.empty() ? Value() : Value(text); }

// "2015-2019, 2021".
std::string YearRanges(const std::vector<int16_t>& years) {
  std::string text;
  for (size_t i = 0; i < years.size();) {
    size_t last = i;
    while (last + 1 < years.size() && years[last + 1] == years[last] + 1) ++last;
    absl::StrAppend(&text, text.empty() ? "" : ", ", years[i]);
    if (last > i) absl::StrAppend(&text, "-", years[last]);
    i = last + 1;
  }
  return text;
}

// Collects a node's fields, as JSON and as lines of text, in one order.
class RecordBuilder {
 public:
  explicit RecordBuilder(Record& record) : record_(record) {}

  // A field that JSON always has and text only where there is something to say.
  void Add(const std::string& field, Value value) {
    const std::string text = TextOf(value);
    const bool zero = value.IsNumber() && text == "0";
    if (!text.empty() && !zero) record_.lines.push_back({field, text});
    record_.object.emplace_back(field, std::move(value));
  }
  // A number that is worth a line even if it is 0.
  void AddCount(const std::string& field, uint32_t count) {
    record_.lines.push_back({field, std::to_string(count)});
    record_.object.emplace_back(field, count);
  }
  // A list, with a line an element.
  void AddList(const std::string& field, List values, const std::vector<std::string>& lines) {
    for (const std::string& line : lines) record_.lines.push_back({field, line});
    record_.object.emplace_back(field, std::move(values));
  }
  void AddTexts(const std::string& field, const std::vector<std::string>& texts) {
    AddList(field, TextValues(texts), texts);
  }
  void AddRefs(const std::string& field, const std::vector<NodeRef>& refs) {
    std::vector<std::string> lines;
    for (const NodeRef& ref : refs) lines.push_back(WithId(ref));
    AddList(field, RefValues(refs), lines);
  }
  void AddRef(const std::string& field, const std::optional<NodeRef>& ref) {
    if (ref) record_.lines.push_back({field, WithId(*ref)});
    record_.object.emplace_back(field, ref ? Value(RefValue(ref->id, ref->name)) : Value());
  }
  // A truth value, worth a line only if it holds.
  void AddFact(const std::string& field, Value fact) {
    const std::string text = TextOf(fact);
    if (text == "true") record_.lines.push_back({field, text});
    record_.object.emplace_back(field, std::move(fact));
  }

 private:
  Record& record_;
};

void AddByline(const NodeView& view, RecordBuilder& builder) {
  List authors;
  std::vector<std::string> lines;
  for (const BylineView& place : view.byline) {
    authors.emplace_back(Object{
        {"person", place.person ? Value(RefValue(place.person->id, place.person->name)) : Value()},
        {"raw_name", TextOrNull(place.raw_name)},
        {"corresponding", place.is_corresponding},
        {"institutions", RefValues(place.institutions)},
        {"raw_affiliations", TextValues(place.raw_affiliations)}});
    std::string line =
        absl::StrCat(lines.size() + 1, ". ",
                     place.person ? WithId(*place.person) : place.raw_name + " (no identity)");
    if (place.is_corresponding) line += ", corresponding";
    for (const NodeRef& institution : place.institutions) line += "; " + institution.name;
    lines.push_back(std::move(line));
  }
  builder.AddList("authors", std::move(authors), lines);
}

void AddPaper(const NodeView& view, RecordBuilder& builder) {
  builder.AddFact("stub", view.is_stub);
  builder.AddFact("retracted", view.is_retracted);
  builder.Add("subtype", TextOrNull(view.type));
  builder.Add("year", YearValue(view.year));
  builder.Add("date", TextOrNull(view.date));
  builder.Add("language", TextOrNull(view.language));
  builder.AddRef("venue", view.venue);
  builder.Add("raw_venue", TextOrNull(view.raw_venue));
  AddByline(view, builder);
  List topics;
  std::vector<std::string> lines;
  for (const TopicView& topic : view.topics) {
    Object value = RefValue(topic.topic.id, topic.topic.name);
    value.emplace_back("score", topic.score);
    topics.emplace_back(std::move(value));
    lines.push_back(absl::StrCat(WithId(topic.topic), " ", TextOf(topic.score)));
  }
  builder.AddList("topics", std::move(topics), lines);
  builder.AddCount("references", view.references);
  builder.AddCount("unresolved_references", view.unresolved_references);
  builder.AddCount("cited_by", view.cited_by);
  builder.Add("source_cited_by", view.source_cited_by);
  builder.Add("abstract", TextOrNull(view.abstract));
}

// Whether the line about `other` already says all that `derived` has to say.
bool IsCoveredBy(const AffiliationView& derived, const AffiliationView& other) {
  return !derived.is_asserted && other.is_asserted &&
         derived.institution.id == other.institution.id &&
         std::includes(other.years.begin(), other.years.end(), derived.years.begin(),
                       derived.years.end());
}

// A line an institution; what papers say of years that the source asserts too has no line of its
// own.
std::vector<std::string> AffiliationLines(const std::vector<AffiliationView>& affiliations) {
  std::vector<std::string> lines;
  for (const AffiliationView& affiliation : affiliations) {
    const auto among_all = [&](const auto& predicate) {
      return std::any_of(affiliations.begin(), affiliations.end(), predicate);
    };
    if (among_all([&](const auto& other) { return IsCoveredBy(affiliation, other); })) continue;
    const bool seen_on_papers =
        among_all([&](const auto& other) { return IsCoveredBy(other, affiliation); });
    const std::string years = YearRanges(affiliation.years);
    lines.push_back(absl::StrCat(WithId(affiliation.institution), years.empty() ? "" : ", ", years,
                                 !affiliation.is_asserted ? ", from papers"
                                 : seen_on_papers ? ", asserted by the source and seen on papers"
                                                  : ", asserted by the source"));
  }
  if (lines.empty()) lines.emplace_back("not imported");
  return lines;
}

void AddPerson(const NodeView& view, RecordBuilder& builder) {
  builder.AddTexts("alternative_names", view.alternative_names);
  List affiliations;
  for (const AffiliationView& affiliation : view.affiliations) {
    Object value = RefValue(affiliation.institution.id, affiliation.institution.name);
    value.emplace_back("years", List(affiliation.years.begin(), affiliation.years.end()));
    value.emplace_back("source", affiliation.is_asserted ? "asserted" : "authorships");
    affiliations.emplace_back(std::move(value));
  }
  builder.AddList("affiliations", std::move(affiliations), AffiliationLines(view.affiliations));
  builder.AddCount("papers", view.papers);
  builder.Add("first_year", YearValue(view.first_year));
  builder.Add("last_year", YearValue(view.last_year));
  builder.AddCount("topics", view.topic_count);
  builder.AddCount("collaborators", view.collaborators);
  builder.AddCount("close_collaborators", view.close_collaborators);
}

void AddTopic(const NodeView& view, RecordBuilder& builder) {
  builder.Add("level", TextOrNull(view.level));
  builder.Add("description", TextOrNull(view.description));
  builder.AddRefs("parents", view.parents);
  builder.AddRefs("children", view.children);
  builder.AddCount("papers", view.papers);
}

void AddInstitution(const NodeView& view, RecordBuilder& builder) {
  builder.Add("subtype", TextOrNull(view.type));
  builder.Add("country", TextOrNull(view.country_code));
  builder.Add("city", TextOrNull(view.city));
  builder.Add("homepage", TextOrNull(view.homepage));
  builder.AddTexts("alternative_names", view.alternative_names);
  builder.AddRefs("parents", view.parents);
  builder.AddRefs("children", view.children);
  builder.AddCount("papers", view.papers);
  builder.AddCount("people", view.people);
}

void AddVenue(const NodeView& view, RecordBuilder& builder) {
  builder.Add("subtype", TextOrNull(view.type));
  builder.AddTexts("issns", view.issns);
  builder.Add("publisher", TextOrNull(view.publisher));
  builder.Add("homepage", TextOrNull(view.homepage));
  builder.AddCount("papers", view.papers);
}

Record RecordOf(const NodeView& view) {
  Record record;
  record.subject = ToString(view.id);
  record.title = view.name;
  RecordBuilder builder(record);
  builder.Add("id", ToString(view.id));
  builder.Add("type", NodeKindName(view.id.kind()));
  builder.Add("name", TextOrNull(view.name));
  std::vector<std::string> pids;
  for (const Pid& pid : view.pids) pids.push_back(pid.ToString());
  builder.AddTexts("pids", pids);
  std::vector<std::string> contested;
  for (const Pid& pid : view.contested_pids) contested.push_back(pid.ToString());
  builder.AddTexts("contested_pids", contested);
  builder.AddTexts("raw_pids", view.raw_pids);
  switch (view.id.kind()) {
    case NodeKind::kPaper:
      AddPaper(view, builder);
      break;
    case NodeKind::kPerson:
      AddPerson(view, builder);
      break;
    case NodeKind::kTopic:
      AddTopic(view, builder);
      break;
    case NodeKind::kInstitution:
      AddInstitution(view, builder);
      break;
    case NodeKind::kVenue:
      AddVenue(view, builder);
      break;
  }
  if (view.is_stub) {
    record.notes.push_back(
        "Known only as a reference of other papers; import the paper itself to "
        "see more.");
  }
  if (!contested.empty()) {
    record.notes.push_back(
        "contested_pids belong to another node of this store: candidates for a "
        "merge.");
  }
  return record;
}

// The fields that a node of some kind has.
std::vector<std::string> AllFields() {
  std::vector<std::string> fields;
  for (const NodeKind kind : kNodeKinds) {
    NodeView view;
    view.id = NodeId(kind, 1);
    for (const auto& [field, value] : RecordOf(view).object) {
      if (std::find(fields.begin(), fields.end(), field) == fields.end()) fields.push_back(field);
    }
  }
  return fields;
}

class ShowVerb final : public Verb {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("id", ids_,
                   "Any identifier, a node such as paper:7, or - for ids on standard "
                   "input")
        ->required()
        ->type_name("ID");
    DeclareStoreFlags(app, store_);
    DeclareOutputFlags(app, output_);
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    ASSIGN_OR_RETURN(const std::unique_ptr<Backend> backend, OpenBackend(LocationOf(store_)));
    ResultWriter writer(context.out, context.messages, context.terminal,
                        OutputOptionsOf(output_, context.terminal), SubjectsOf(ids_));
    RETURN_IF_ERROR(writer.CheckFields(AllFields()));
    ASSIGN_OR_RETURN(
        const Outcome outcome,
        ForEachSubject(context, ids_, [&](const std::string& id) -> absl::StatusOr<Outcome> {
          ASSIGN_OR_RETURN(const NodeView view, backend->Show(id));
          RETURN_IF_ERROR(writer.Add(RecordOf(view)));
          return Outcome::kFound;
        }));
    RETURN_IF_ERROR(writer.Finish());
    return outcome;
  }

 private:
  std::vector<std::string> ids_;
  StoreFlags store_;
  OutputFlags output_;
};

}  // namespace

std::unique_ptr<Verb> MakeShowVerb() { return std::make_unique<ShowVerb>(); }

}  // namespace coterie::cli
