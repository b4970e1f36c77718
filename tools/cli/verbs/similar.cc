// coterie similar: papers near a paper, by what they refer to or by what cites them.
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

constexpr std::array kMeasures = {std::pair{"raw", SimilarityMeasure::kRaw},
                                  std::pair{"salton", SimilarityMeasure::kSalton},
                                  std::pair{"jaccard", SimilarityMeasure::kJaccard},
                                  std::pair{"adamic-adar", SimilarityMeasure::kAdamicAdar}};

absl::StatusOr<SimilarBy> ParseBy(const std::string& text) {
  if (text == "coupling") return SimilarBy::kCoupling;
  if (text == "cocitation" || text == "co-citation") return SimilarBy::kCocitation;
  return absl::InvalidArgumentError(
      absl::StrCat("--by takes coupling or cocitation, not \"", text, "\""));
}

absl::StatusOr<SimilarityMeasure> ParseMeasure(const std::string& text) {
  for (const auto& [name, measure] : kMeasures) {
    if (text == name) return measure;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--norm takes raw, salton, jaccard or adamic-adar, not \"", text, "\""));
}

// What a stub is called: its Pid, for it has no name.
std::string ShownName(const NamedExample& example) {
  if (!example.paper.name.empty()) return example.paper.name;
  return example.pid.empty() ? ToString(example.paper.id) : example.pid;
}

List ExampleValues(const std::vector<NamedExample>& examples, Format format) {
  List list;
  for (const NamedExample& example : examples) {
    if (format != Format::kJson && format != Format::kJsonl) {
      list.emplace_back(ShownName(example));
      continue;
    }
    Object value = RefValue(example.paper.id, ShownName(example));
    value.emplace_back("stub", example.is_stub);
    list.emplace_back(std::move(value));
  }
  return list;
}

// What the papers share, for people.
std::vector<std::string> Explanation(const NamedSimilarPapers& answer, const Terminal& terminal) {
  std::vector<std::string> lines;
  for (const NamedSimilarPaper& row : answer.rows) {
    lines.emplace_back();
    const std::string value =
        absl::StrCat("  ", TextOf(row.similarity), ", ", row.shared, " shared");
    const size_t room = terminal.columns > value.size() + 24 ? terminal.columns - value.size() : 24;
    lines.push_back(Bold(terminal, Truncated(ForTerminal(row.paper.name), room) + value));
    for (const NamedExample& example : row.examples) {
      const std::string id = absl::StrCat("  ", ToString(example.paper.id), "  ");
      const std::string about = ShownName(example) + (example.is_stub ? " (not imported)" : "");
      const size_t width = terminal.columns > id.size() + 24 ? terminal.columns - id.size() : 24;
      lines.push_back(id + Truncated(ForTerminal(about), width));
    }
  }
  lines.emplace_back();
  return lines;
}

class SimilarVerb final : public Verb {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("id", flags_.ids,
                   "A paper: any identifier, paper:N, or - for ids on standard input")
        ->required()
        ->type_name("ID");
    const auto add = [&app](const char* name, std::string& value, const char* what,
                            const char* type) {
      app.add_option(name, value, what)->type_name(type);
    };
    add("--by", by_, "coupling (shared references) or cocitation (shared citing papers) [coupling]",
        "HOW");
    add("--norm", norm_, "raw, salton, jaccard or adamic-adar [salton]", "HOW");
    add("--limit", limit_, "How many at most, or inf [20]", "N");
    add("--years", years_, "Only papers of these years", "A..B");
    add("--min-shared", min_shared_, "Leave papers with less in common out [1]", "N");
    app.add_option("--work", work_, absl::StrCat("Arcs walked at most, or inf [", work_, "]"))
        ->type_name("N");
    app.add_flag("--explain", explain_, "Show all that is shared, not three examples");
    DeclareStoreFlags(app, flags_.store);
    DeclareOutputFlags(app, flags_.output);
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    SimilarOptions options;
    ASSIGN_OR_RETURN(options.by, ParseBy(by_));
    ASSIGN_OR_RETURN(options.measure, ParseMeasure(norm_));
    ASSIGN_OR_RETURN(options.limit, ParseCount(limit_, "--limit"));
    ASSIGN_OR_RETURN(options.min_shared, ParseCount(min_shared_, "--min-shared"));
    ASSIGN_OR_RETURN(options.work_limit, ParseWork(work_, "--work"));
    ASSIGN_OR_RETURN(const YearWindow years, ParseYears(years_, "--years"));
    options.first_year = years.first;
    options.last_year = years.last;
    if (explain_) options.example_limit = kNoLimit;
    const Format format = OutputOptionsOf(flags_.output, context.terminal).format;
    return AnswerSubjects(
        context, flags_, Columns(),
        [&](Backend& backend, const std::string& id) -> absl::StatusOr<SubjectAnswer> {
          ASSIGN_OR_RETURN(const NamedSimilarPapers answer, backend.Similar(id, options));
          SubjectAnswer shown{.results = ResultsOf(answer, options, context.terminal, format)};
          if (answer.rows.empty()) shown.nothing = NothingFound(answer, options);
          return shown;
        });
  }

 private:
  static std::vector<Column> Columns() {
    return {{.name = "id"},
            {.name = "pids", .shown = Column::Shown::kNotInTables},
            {.name = "name", .width_min = 24},
            {.name = "year"},
            {.name = "similarity"},
            {.name = "shared"},
            {.name = "shared_stubs", .drop_rank = 1},
            {.name = "examples", .width_min = 20, .drop_rank = 2}};
  }

  static std::string NothingFound(const NamedSimilarPapers& answer, const SimilarOptions& options) {
    const bool is_coupling = options.by == SimilarBy::kCoupling;
    const std::string paper =
        absl::StrCat("\"", answer.paper.name, "\" (", ToString(answer.paper.id), ") ");
    if (answer.links == 0) {
      return absl::StrCat(paper, is_coupling ? "has no references here; --by cocitation asks who "
                                               "cites it"
                                             : "is cited by no paper here; --by coupling asks what "
                                               "it refers to");
    }
    if (answer.truncated) {
      return absl::StrCat("the walk from ", paper,
                          "ended before a paper that passes the flags was found; a greater --work "
                          "lets it go on");
    }
    return absl::StrCat(paper, is_coupling ? "shares no reference" : "is cited with no paper",
                        is_coupling ? " with a paper" : "", " that passes the flags");
  }

  ResultSet ResultsOf(const NamedSimilarPapers& answer, const SimilarOptions& options,
                      const Terminal& terminal, Format format) const {
    ResultSet results;
    results.subject = ToString(answer.paper.id);
    results.title = answer.paper.name;
    results.head = {{"parameters",
                     Object{{"id", ToString(answer.paper.id)},
                            {"by", options.by == SimilarBy::kCoupling ? "coupling" : "cocitation"},
                            {"norm", norm_},
                            {"limit", LimitValue(options.limit)},
                            {"years", YearsValue(options.first_year, options.last_year)},
                            {"min_shared", options.min_shared},
                            {"work", WorkValue(options.work_limit)},
                            {"explain", explain_},
                            {"formula", answer.formula}}},
                    {"paper", RefValue(answer.paper.id, answer.paper.name)},
                    {"definition", answer.definition}};
    results.tail = {{"next", answer.next ? Value(ToString(*answer.next)) : Value()},
                    {"total", answer.total},
                    {"links", answer.links},
                    {"stub_links", answer.stub_links},
                    {"links_walked", answer.links_walked},
                    {"arcs_walked", answer.arcs_walked},
                    {"truncated", answer.truncated}};
    results.columns = Columns();
    for (const NamedSimilarPaper& row : answer.rows) {
      results.rows.push_back({ToString(row.paper.id), PidValues(row.pids), row.paper.name,
                              YearValue(row.year), row.similarity, row.shared, row.shared_stubs,
                              ExampleValues(row.examples, format)});
    }
    if (explain_) results.explanation = Explanation(answer, terminal);
    results.notes = NotesOf(answer, options);
    return results;
  }

  static std::vector<std::string> NotesOf(const NamedSimilarPapers& answer,
                                          const SimilarOptions& options) {
    const bool is_coupling = options.by == SimilarBy::kCoupling;
    std::vector<std::string> notes = {answer.definition};
    if (answer.rows.size() < answer.total) {
      notes.push_back(absl::StrCat(answer.rows.size(), " of ", answer.total, " papers (--limit)."));
    }
    std::string links = absl::StrCat(answer.links, is_coupling ? " references" : " citing papers");
    if (answer.links == 1) links = is_coupling ? "1 reference" : "1 citing paper";
    notes.push_back(absl::StrCat(
        "The paper has ", links,
        answer.stub_links > 0
            ? absl::StrCat(", ", answer.stub_links, " of them to papers that are not imported.")
            : "."));
    if (answer.truncated) {
      notes.push_back(absl::StrCat("Only ", answer.links_walked,
                                   " of them were walked, the rarest "
                                   "first (--work): what is shared may be more, and papers may be "
                                   "missing."));
    }
    return notes;
  }

  AnalysisFlags flags_;  // without those on strength
  std::string by_ = "coupling";
  std::string norm_ = "salton";
  std::string limit_ = "20";
  std::string years_;
  std::string min_shared_ = "1";
  std::string work_ = std::to_string(kSimilarWork);
  bool explain_ = false;
};

}  // namespace

std::unique_ptr<Verb> MakeSimilarVerb() { return std::make_unique<SimilarVerb>(); }

}  // namespace coterie::cli
