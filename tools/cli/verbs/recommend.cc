// coterie recommend: people near a person who are not yet co-authors.
//
// Layer: tools.
#include <CLI/CLI.hpp>
#include <array>

#include "schema/base.h"
#include "tools/cli/display_width.h"
#include "tools/cli/options.h"
#include "tools/cli/subject_analysis.h"
#include "tools/cli/verb.h"

namespace coterie::cli {
namespace {

constexpr std::array kMethods = {
    std::pair{"pagerank", RecommendBy::kPageRank},
    std::pair{"adamic-adar", RecommendBy::kAdamicAdar},
    std::pair{"resource-allocation", RecommendBy::kResourceAllocation}};

absl::StatusOr<RecommendBy> ParseBy(const std::string& text) {
  for (const auto& [name, by] : kMethods) {
    if (text == name) return by;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--by takes pagerank, adamic-adar or resource-allocation, not \"", text, "\""));
}

List PersonValues(const std::vector<NamedConnection>& people) {
  List list;
  for (const NamedConnection& person : people) {
    Object value = RefValue(person.node.id, person.node.name);
    value.emplace_back("papers_with_person", person.papers_of_person);
    value.emplace_back("papers_with_candidate", person.papers_of_candidate);
    list.emplace_back(std::move(value));
  }
  return list;
}

List TopicValues(const std::vector<NamedConnection>& topics) {
  List list;
  for (const NamedConnection& topic : topics) {
    Object value = RefValue(topic.node.id, topic.node.name);
    value.emplace_back("papers_of_person", topic.papers_of_person);
    value.emplace_back("papers_of_candidate", topic.papers_of_candidate);
    list.emplace_back(std::move(value));
  }
  return list;
}

std::string Papers(uint32_t count) { return Counted(count, "paper", "papers"); }

// Who and what connects, for people.
std::vector<std::string> Explanation(const NamedRecommendations& answer, const Terminal& terminal) {
  std::vector<std::string> lines;
  const std::string asker = ForTerminal(answer.person.name);
  const auto add = [&](const NamedConnection& connection, const std::string& about) {
    const std::string start = absl::StrCat("  ", ToString(connection.node.id), "  ",
                                           ForTerminal(connection.node.name), ": ");
    lines.push_back(Truncated(start + about, std::max<size_t>(terminal.columns, 40)));
  };
  for (const NamedRecommendation& row : answer.rows) {
    const std::string name = ForTerminal(row.person.name);
    lines.emplace_back();
    lines.push_back(Bold(terminal, absl::StrCat(name, "  ", TextOf(row.score))));
    for (const NamedConnection& person : row.people) {
      add(person, absl::StrCat(Papers(person.papers_of_person), " with ", asker, ", ",
                               person.papers_of_candidate, " with ", name));
    }
    for (const NamedConnection& topic : row.topics) {
      add(topic, absl::StrCat(Papers(topic.papers_of_person), " by ", asker, ", ",
                              topic.papers_of_candidate, " by ", name));
    }
  }
  lines.emplace_back();
  return lines;
}

class RecommendVerb final : public Verb {
 public:
  void Declare(CLI::App& app) override {
    DeclarePeople(app, flags_);
    app.add_option("--by", by_, "pagerank, adamic-adar or resource-allocation [pagerank]")
        ->type_name("HOW");
    app.add_option("--limit", limit_, "How many at most, or inf [20]")->type_name("N");
    app.add_option("--work", work_, absl::StrCat("Arcs walked at most, or inf [", work_, "]"))
        ->type_name("N");
    app.add_flag("--explain", explain_,
                 "Show everybody and every topic that connects, not three of each");
    DeclarePaperFlags(app, flags_.strength);
    DeclareStoreFlags(app, flags_.store);
    DeclareOutputFlags(app, flags_.output);
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    RecommendQuery query;
    ASSIGN_OR_RETURN(query.options.by, ParseBy(by_));
    ASSIGN_OR_RETURN(query.options.limit, ParseCount(limit_, "--limit"));
    ASSIGN_OR_RETURN(query.options.work_limit, ParseWork(work_, "--work"));
    ASSIGN_OR_RETURN(query.options.papers, StrengthOptionsOf(flags_.strength));
    if (explain_) query.options.connection_limit = kNoLimit;
    query.filters = flags_.strength.filters;
    return AnswerSubjects(
        context, flags_, Columns(),
        [&](Backend& backend, const std::string& id) -> absl::StatusOr<SubjectAnswer> {
          ASSIGN_OR_RETURN(const NamedRecommendations answer, backend.Recommend(id, query));
          SubjectAnswer shown{.results = ResultsOf(answer, query, context.terminal)};
          if (answer.rows.empty()) {
            shown.nothing = NothingFound(answer);
          }
          return shown;
        });
  }

 private:
  static std::vector<Column> Columns() {
    return {{.name = "id"},
            {.name = "pids", .shown = Column::Shown::kNotInTables},
            {.name = "name", .width_min = 18},
            {.name = "score"},
            {.name = "common_coauthors"},
            {.name = "common_topics"},
            {.name = "people", .width_min = 18, .drop_rank = 1},
            {.name = "topics", .width_min = 18, .drop_rank = 2}};
  }

  static std::string NothingFound(const NamedRecommendations& answer) {
    const std::string person =
        absl::StrCat(answer.person.name, " (", ToString(answer.person.id), ")");
    if (answer.truncated) {
      return absl::StrCat("the walk from ", person,
                          " ended before anybody was found; a greater --work lets it go on");
    }
    return absl::StrCat(person,
                        " is near nobody who is not a co-author, among the papers that count");
  }

  ResultSet ResultsOf(const NamedRecommendations& answer, const RecommendQuery& query,
                      const Terminal& terminal) const {
    Object parameters = {{"id", ToString(answer.person.id)},
                         {"by", by_},
                         {"limit", LimitValue(query.options.limit)},
                         {"work", WorkValue(query.options.work_limit)}};
    AppendPaperParameters(flags_.strength, query.options.papers, answer.as_of_year, parameters);
    parameters.emplace_back("explain", explain_);
    parameters.emplace_back("formula", answer.formula);

    ResultSet results;
    results.subject = ToString(answer.person.id);
    results.title = answer.person.name;
    results.head = {{"parameters", std::move(parameters)},
                    {"person", RefValue(answer.person.id, answer.person.name)},
                    {"definition", answer.definition}};
    results.tail = {{"next", answer.next ? Value(ToString(*answer.next)) : Value()},
                    {"coauthors", answer.coauthors},
                    {"coauthors_walked", answer.coauthors_walked},
                    {"arcs_walked", answer.arcs_walked},
                    {"error_bound", answer.error_bound},
                    {"truncated", answer.truncated},
                    {"left_out", LeftOutValue(answer.left_out)}};
    results.columns = Columns();
    for (const NamedRecommendation& row : answer.rows) {
      results.rows.push_back({ToString(row.person.id), PidValues(row.pids), row.person.name,
                              row.score, row.common_coauthors, row.common_topics,
                              PersonValues(row.people), TopicValues(row.topics)});
    }
    if (explain_) results.explanation = Explanation(answer, terminal);
    results.notes = NotesOf(answer, query);
    return results;
  }

  static std::vector<std::string> NotesOf(const NamedRecommendations& answer,
                                          const RecommendQuery& query) {
    std::vector<std::string> notes = {answer.definition};
    if (answer.next) notes.push_back(absl::StrCat("The first ", answer.rows.size(), " (--limit)."));
    if (query.options.by == RecommendBy::kPageRank && !answer.rows.empty()) {
      notes.push_back(absl::StrCat("No score is more than ", TextOf(answer.error_bound),
                                   " too small (error_bound); people whose scores are closer "
                                   "than that may change places",
                                   answer.truncated ? ", and more --work settles more." : "."));
    } else if (query.options.by != RecommendBy::kPageRank && answer.truncated) {
      notes.push_back(absl::StrCat("Only ", answer.coauthors_walked, " of ", answer.coauthors,
                                   " co-authors were walked (--work): scores are lower bounds, and "
                                   "people may be missing."));
    }
    if (!answer.rows.empty()) {
      notes.push_back(
          "Topics in common stand most specific first: by the lesser number of papers over all "
          "papers of the topic.");
    }
    for (std::string& note :
         LeftOutNotes(answer.left_out, 0, query.options.papers, answer.as_of_year)) {
      notes.push_back(std::move(note));
    }
    return notes;
  }

  AnalysisFlags flags_;  // of those on strength, only which papers count
  std::string by_ = "pagerank";
  std::string limit_ = "20";
  std::string work_ = std::to_string(kRecommendWork);
  bool explain_ = false;
};

}  // namespace

std::unique_ptr<Verb> MakeRecommendVerb() { return std::make_unique<RecommendVerb>(); }

}  // namespace coterie::cli
