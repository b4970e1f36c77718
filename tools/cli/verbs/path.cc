// coterie path: how two people, or two papers, are connected.
//
// Layer: tools.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "schema/base.h"
#include "tools/cli/options.h"
#include "tools/cli/path_report.h"
#include "tools/cli/subjects.h"
#include "tools/cli/verb.h"

namespace coterie::cli {
namespace {

constexpr std::array kOvers = {std::pair{"coauthor", PathOver::kCoauthor},
                               std::pair{"citation", PathOver::kCitation}};
constexpr std::array kDirections = {std::pair{"either", CitationDirection::kEither},
                                    std::pair{"references", CitationDirection::kReferences},
                                    std::pair{"cited-by", CitationDirection::kCitedBy}};
constexpr uint32_t kPathsMax = 1'000'000;
constexpr uint32_t kLongerMax = 100;

template <typename Names>
auto ParseName(const Names& names, const std::string& text, std::string_view flag,
               std::string_view expected) -> absl::StatusOr<decltype(names[0].second)> {
  for (const auto& [name, value] : names) {
    if (text == name) return value;
  }
  return absl::InvalidArgumentError(
      absl::StrCat(Sv(flag), " takes ", Sv(expected), ", not \"", text, "\""));
}

class PathVerb final : public Verb {
 public:
  PathVerb() { papers_.max_authors = "inf"; }

  void Declare(CLI::App& app) override {
    app.add_option("id", ids_, "Two people or two papers: any identifiers, or once - to read ids")
        ->required()
        ->type_name("ID ID");
    const auto add = [&app](const char* name, std::string& value, const char* what,
                            const char* type) {
      return app.add_option(name, value, what)->type_name(type);
    };
    add("--over", over_, "coauthor or citation [what joins the two]", "WHAT");
    app.add_flag("--weighted", weighted_, "Length is the sum of 1/strength, not the hops");
    add("--max-paths", max_paths_, "How many paths are listed at most [100]", "N");
    add("--longer", longer_, "Also paths of up to N hops more than the shortest [0]", "N");
    CLI::Option* k = add("--k", k_, "The N shortest paths, of whatever length", "N");
    k->excludes(app.get_option("--longer"))->excludes(app.get_option("--max-paths"));
    app.add_flag("--any", any_, "One shortest path, whichever is found first, for speed");
    add("--direction", direction_, "Citations: references, cited-by or either [either]", "WAY");
    const auto add_list = [&app](const char* name, std::vector<std::string>& values,
                                 const char* what, const char* type) {
      app.add_option(name, values, what)->type_name(type)->allow_extra_args(false);
    };
    add_list("--exclude", excluded_, "A person or paper that no path may use; repeat for several",
             "ID");
    add_list("--paper-type", paper_types_, "Only papers of this type, as article; repeat", "TYPE");
    app.add_flag("--explain", explain_, "Show the papers and parameters behind every hop");
    DeclareStrengthFlags(app, papers_);
    DeclareStoreFlags(app, store_);
    DeclareOutputFlags(app, output_);
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    if (ids_.size() != 2) {
      return absl::InvalidArgumentError(absl::StrCat(
          "path takes two ids, and ", ids_.size(), ids_.size() == 1 ? " is given" : " are given"));
    }
    ASSIGN_OR_RETURN(const PathQuery query, QueryOf());
    const bool first_is_read = ids_[0] == "-";
    if (first_is_read && ids_[1] == "-") {
      return absl::InvalidArgumentError("only one end can come from standard input");
    }
    ASSIGN_OR_RETURN(const std::unique_ptr<Backend> backend, OpenBackend(LocationOf(store_)));
    const std::vector<std::string> subjects = {ids_[first_is_read ? 0 : 1]};
    ResultWriter writer(context.out, context.messages, context.terminal,
                        OutputOptionsOf(output_, context.terminal), SubjectsOf(subjects));
    RETURN_IF_ERROR(CheckFields(context, writer));
    ASSIGN_OR_RETURN(const Outcome outcome,
                     ForEachSubject(context, subjects, [&](const std::string& id) {
                       return first_is_read ? Answer(context, *backend, writer, id, ids_[1], query)
                                            : Answer(context, *backend, writer, ids_[0], id, query);
                     }));
    RETURN_IF_ERROR(writer.Finish());
    return outcome;
  }

 private:
  absl::StatusOr<PathQuery> QueryOf() const {
    PathQuery query;
    PathOptions& options = query.options;
    if (!over_.empty()) {
      ASSIGN_OR_RETURN(query.over, ParseName(kOvers, over_, "--over", "coauthor or citation"));
    }
    ASSIGN_OR_RETURN(options.direction, ParseName(kDirections, direction_, "--direction",
                                                  "references, cited-by or either"));
    if (weighted_) options.length = PathLength::kStrength;
    if (weighted_ && longer_ != "0") {
      return absl::InvalidArgumentError(
          "--longer counts hops, and --weighted does not; --k finds the k shortest with either");
    }
    if (any_) options.set = PathSet::kAny;
    if (any_ && (weighted_ || longer_ != "0" || !k_.empty())) {
      return absl::InvalidArgumentError(
          "--any finds one path with the fewest hops; it does not go with --weighted, --longer or "
          "--k, so leave one of them out");
    }
    ASSIGN_OR_RETURN(options.max_paths, ParseWithin(max_paths_, "--max-paths", 1, kPathsMax));
    ASSIGN_OR_RETURN(options.extra_length, ParseWithin(longer_, "--longer", 0, kLongerMax));
    if (!k_.empty()) {
      ASSIGN_OR_RETURN(options.max_paths, ParseWithin(k_, "--k", 1, kPathsMax));
      options.extra_length = kNoLimit;
    }
    ASSIGN_OR_RETURN(options.papers, StrengthOptionsOf(papers_));
    options.explain = explain_;
    query.filters = papers_.filters;
    query.excluded = excluded_;
    query.paper_types = paper_types_;
    return query;
  }

  // What --fields may choose is the same whatever the answer.
  absl::Status CheckFields(const Context& context, const ResultWriter& writer) const {
    const OutputOptions output = OutputOptionsOf(output_, context.terminal);
    if (output.format != Format::kJson) {
      return writer.CheckFields(PathsAsRows({}, ReportOptions(context, {})).columns);
    }
    std::vector<std::string> known;
    for (const auto& [key, value] : PathsAsRecord({}, {}).object) known.push_back(key);
    return writer.CheckFields(known);
  }

  absl::StatusOr<Outcome> Answer(const Context& context, Backend& backend, ResultWriter& writer,
                                 const std::string& from, const std::string& to,
                                 const PathQuery& query) const {
    ASSIGN_OR_RETURN(const NamedPaths paths, backend.Paths(from, to, query));
    const PathReportOptions report = ReportOptions(context, ParametersOf(paths, query));
    if (report.output.format == Format::kJson) {
      RETURN_IF_ERROR(writer.Add(PathsAsRecord(paths, report)));
    } else {
      RETURN_IF_ERROR(writer.Add(PathsAsRows(paths, report)));
    }
    if (paths.distance) return Outcome::kFound;
    PrintMessage(context, absl::StrCat("no path leads from ", paths.from.name, " (",
                                       ToString(paths.from.id), ") to ", paths.to.name, " (",
                                       ToString(paths.to.id), ") by the papers that count"));
    return Outcome::kNothing;
  }

  PathReportOptions ReportOptions(const Context& context, Object parameters) const {
    using Detail = PathReportOptions::Detail;
    return {.output = OutputOptionsOf(output_, context.terminal),
            .terminal = context.terminal,
            .detail = explain_ ? Detail::kExplained : Detail::kHops,
            .is_directed = direction_ != "either",
            .parameters = std::move(parameters)};
  }

  Object ParametersOf(const NamedPaths& paths, const PathQuery& query) const {
    const PathOptions& options = query.options;
    const bool is_k = options.extra_length == kNoLimit;
    Object parameters = {
        {"from", ToString(paths.from.id)},
        {"to", ToString(paths.to.id)},
        {"over", PathOverName(paths.over)},
        {"weighted", weighted_},
        {"max_paths", options.max_paths},
        {"longer", is_k ? Value() : Value(options.extra_length)},
        {"k", is_k ? Value(options.max_paths) : Value()},
        {"any", any_},
        {"direction", paths.over == PathOver::kCitation ? Value(direction_) : Value()},
        {"exclude", TextValues(excluded_)},
        {"paper_type", TextValues(paper_types_)}};
    AppendParameters(papers_, options.papers, paths.as_of_year, parameters);
    parameters.insert(parameters.end(), {{"explain", explain_}, {"formula", paths.formula}});
    return parameters;
  }

  std::vector<std::string> ids_;
  std::string over_;
  bool weighted_ = false;
  std::string max_paths_ = "100";
  std::string longer_ = "0";
  std::string k_;
  bool any_ = false;
  std::string direction_ = "either";
  std::vector<std::string> excluded_;
  std::vector<std::string> paper_types_;
  bool explain_ = false;
  StrengthFlags papers_;
  StoreFlags store_;
  OutputFlags output_;
};

}  // namespace

std::unique_ptr<Verb> MakePathVerb() { return std::make_unique<PathVerb>(); }

}  // namespace coterie::cli
