// The table of steps. Layer: engine.
#include <array>

#include "engine/analysis/traverse.h"
#include "schema/base.h"

namespace coterie {

namespace {

constexpr NodeKind kPaper = NodeKind::kPaper;
constexpr NodeKind kPerson = NodeKind::kPerson;
constexpr NodeKind kTopic = NodeKind::kTopic;
constexpr NodeKind kInstitution = NodeKind::kInstitution;
constexpr NodeKind kVenue = NodeKind::kVenue;

constexpr std::array kSteps = {
    TraversalStep{"authored", kPaper, kPerson, Relation::kPaperPeople, std::nullopt,
                  "people on the byline"},
    TraversalStep{"authored", kPerson, kPaper, Relation::kPersonPapers, std::nullopt,
                  "papers with the person on the byline"},
    TraversalStep{"wrote", kPerson, kPaper, Relation::kPersonPapers, std::nullopt,
                  "papers with the person on the byline"},
    TraversalStep{"papers", kTopic, kPaper, Relation::kTopicPapers, std::nullopt,
                  "papers to which the topic is assigned"},
    TraversalStep{"papers", kInstitution, kPaper, Relation::kInstitutionPapers, std::nullopt,
                  "papers with the institution on the byline"},
    TraversalStep{"papers", kVenue, kPaper, Relation::kVenuePapers, std::nullopt,
                  "papers that appeared there"},
    TraversalStep{"coauthors", kPerson, kPerson, Relation::kPersonPapers, Relation::kPaperPeople,
                  "people on the bylines of the person's papers, one arc a shared paper"},
    TraversalStep{"about", kPaper, kTopic, Relation::kPaperTopics, std::nullopt,
                  "topics assigned to the paper"},
    TraversalStep{"about", kTopic, kPaper, Relation::kTopicPapers, std::nullopt,
                  "papers to which the topic is assigned"},
    TraversalStep{"published-in", kPaper, kVenue, Relation::kPaperVenue, std::nullopt,
                  "the venue where the paper appeared"},
    TraversalStep{"cites", kPaper, kPaper, Relation::kReferences, std::nullopt,
                  "papers that the paper refers to"},
    TraversalStep{"cited-by", kPaper, kPaper, Relation::kCitedBy, std::nullopt,
                  "papers that refer to the paper"},
    TraversalStep{"affiliated", kPerson, kInstitution, Relation::kPersonInstitutions, std::nullopt,
                  "institutions of the person, by authorship or asserted"},
    TraversalStep{"affiliated", kPaper, kInstitution, Relation::kPaperInstitutions, std::nullopt,
                  "institutions on the byline"},
    TraversalStep{"members", kInstitution, kPerson, Relation::kInstitutionPeople, std::nullopt,
                  "people of the institution, by authorship or asserted"},
    TraversalStep{"broader", kTopic, kTopic, Relation::kTopicBroader, std::nullopt,
                  "topics one level up"},
    TraversalStep{"narrower", kTopic, kTopic, Relation::kTopicNarrower, std::nullopt,
                  "topics one level down"},
    TraversalStep{"parents", kInstitution, kInstitution, Relation::kInstitutionParents,
                  std::nullopt, "institutions that it is part of"},
    TraversalStep{"children", kInstitution, kInstitution, Relation::kInstitutionChildren,
                  std::nullopt, "institutions that are part of it"},
};

}  // namespace

std::span<const TraversalStep> TraversalSteps() { return kSteps; }

std::optional<TraversalStep> FindTraversalStep(std::string_view name, NodeKind from) {
  for (const TraversalStep& step : kSteps) {
    if (step.name == name && step.from == from) return step;
  }
  return std::nullopt;
}

std::string TraversalStepNames(NodeKind from) {
  std::string names;
  for (const TraversalStep& step : kSteps) {
    if (step.from == from) absl::StrAppend(&names, names.empty() ? "" : ", ", Sv(step.name));
  }
  return names;
}

}  // namespace coterie
