// coterie slice: the nodes nearest to some nodes, how they hang together, and why each is there.
//
// Layer: tools.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>

#include "schema/base.h"
#include "tools/cli/options.h"
#include "tools/cli/slice_report.h"
#include "tools/cli/subjects.h"
#include "tools/cli/verb.h"

namespace coterie::cli {
namespace {

// Ids that the user has already: NodeIds as they are, Pids to be looked up.
struct ShownIds {
  std::vector<NodeId> ids;
  std::vector<std::string> pids;
  size_t count() const { return ids.size() + pids.size(); }
};

// A malformed id is an error here, with its line; an unknown one is found out by who holds the
// store.
absl::StatusOr<ShownIds> ReadShown(std::istream& in, const std::string& name) {
  ShownIds shown;
  RETURN_IF_ERROR(ForEachId(in, name, [&](const std::string& text, size_t line) -> absl::Status {
    if (const std::optional<NodeId> id = ParseNodeId(text)) {
      shown.ids.push_back(*id);
      return absl::OkStatus();
    }
    absl::StatusOr<Pid> pid = ParsePid(text);
    if (!pid.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ":", line, ": \"", text,
                       "\" is neither a node such as person:42 nor an identifier that is known: ",
                       pid.status().message()));
    }
    shown.pids.push_back(pid->ToString());
    return absl::OkStatus();
  }));
  return shown;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

class SliceVerb final : public Verb {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("id", ids_, "The seeds: any identifiers, person:N, or - for standard input")
        ->required()
        ->type_name("ID");
    app.add_option("--budget", budget_, "How many nodes at most [60]")->type_name("N");
    app.add_option("--edges", edges_, "How many edges at most [4 for each node]")->type_name("N");
    const auto add_list = [&app](const char* name, std::vector<std::string>& values,
                                 const char* what, const char* type) {
      app.add_option(name, values, what)->type_name(type)->allow_extra_args(false);
    };
    app.add_option("--types", types_, "Return only these types; others may be passed through")
        ->delimiter(',')
        ->type_name("A,B,…")
        ->allow_extra_args(false);
    app.add_option("--invisible", invisible_, "Leave these types out of the graph altogether")
        ->delimiter(',')
        ->type_name("A,B,…")
        ->allow_extra_args(false);
    app.add_option("--shown", shown_, "A file of ids that you have: they are not returned again")
        ->type_name("FILE");
    add_list("--expand", expand_, "Bring this node's hidden neighbours first; repeat for several",
             "ID");
    add_list("--pin", pins_, "Return this node in any case; repeat for several", "ID");
    app.add_flag("--explain", explain_,
                 "Show the papers, chances and parameters behind every number");
    DeclareStrengthFlags(app, strength_);
    DeclareStoreFlags(app, store_);
    DeclareOutputFlags(app, output_);
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    ASSIGN_OR_RETURN(const SliceQuery query, QueryOf(context));
    if (query.seeds.empty()) return Outcome::kNothing;
    ASSIGN_OR_RETURN(const std::unique_ptr<Backend> backend, OpenBackend(LocationOf(store_)));
    const OutputOptions output = OutputOptionsOf(output_, context.terminal);
    ResultWriter writer(context.out, context.messages, context.terminal, output,
                        ResultWriter::Subjects::kOne);
    RETURN_IF_ERROR(writer.CheckFields(ReportSlice({}, ReportOptions(context, output)).columns));
    const absl::StatusOr<NamedSlice> slice = backend->Slice(query);
    if (absl::IsNotFound(slice.status())) {
      PrintMessage(context, std::string(slice.status().message()));
      return Outcome::kNothing;
    }
    RETURN_IF_ERROR(slice.status());
    TellUnknown(context, *slice, query);
    SliceReportOptions report = ReportOptions(context, output);
    report.parameters = ParametersOf(*slice, query);
    RETURN_IF_ERROR(writer.Add(ReportSlice(*slice, report)));
    RETURN_IF_ERROR(writer.Finish());
    if (!slice->nodes.empty()) return Outcome::kFound;
    PrintMessage(context, slice->head.complete
                              ? "there is nothing new: all that the seeds reach is shown already"
                              : "there is nothing new: all of these types that the seeds reach is "
                                "shown already");
    return Outcome::kNothing;
  }

 private:
  SliceReportOptions ReportOptions(const Context& context, const OutputOptions& output) const {
    using Detail = SliceReportOptions::Detail;
    return {.format = output.format,
            .terminal = context.terminal,
            .detail = explain_ ? Detail::kExplained : Detail::kRows,
            .parameters = {}};
  }

  absl::StatusOr<SliceQuery> QueryOf(const Context& context) const {
    SliceQuery query;
    SliceOptions& options = query.options;
    ASSIGN_OR_RETURN(options.node_budget, ParseWithin(budget_, "--budget", 1, kSliceNodesMax));
    if (!edges_.empty()) {
      ASSIGN_OR_RETURN(options.edge_budget, ParseWithin(edges_, "--edges", 0, kNoLimit - 1));
    }
    ASSIGN_OR_RETURN(options.types, ParseTypes(types_, "--types"));
    ASSIGN_OR_RETURN(options.invisible, ParseTypes(invisible_, "--invisible"));
    ASSIGN_OR_RETURN(options.weights, StrengthOptionsOf(strength_));
    query.filters = strength_.filters;
    query.pins = pins_;
    query.explain = explain_;
    query.expand = expand_;
    if (shown_ == "-" && std::find(ids_.begin(), ids_.end(), "-") != ids_.end()) {
      return absl::InvalidArgumentError(
          "standard input cannot be both the seeds and --shown; give one of them as a file or as "
          "arguments");
    }
    ASSIGN_OR_RETURN(query.seeds, AllSubjects(context, ids_));
    ASSIGN_OR_RETURN(ShownIds shown, ShownOf(context));
    query.shown = std::move(shown.ids);
    query.shown_texts = std::move(shown.pids);
    return query;
  }

  absl::StatusOr<ShownIds> ShownOf(const Context& context) const {
    if (shown_.empty()) return ShownIds();
    if (shown_ == "-") return ReadShown(context.in, "standard input");
    std::ifstream file(shown_);
    if (!file) {
      return absl::InvalidArgumentError(absl::StrCat("--shown: cannot read the file ", shown_));
    }
    return ReadShown(file, shown_);
  }

  // Once, however many there are.
  static void TellUnknown(const Context& context, const NamedSlice& slice,
                          const SliceQuery& query) {
    const SliceHead& head = slice.head;
    if (head.unknown_shown == 0) return;
    const std::string more = head.unknown_shown > head.unknown_shown_examples.size() ? ", …" : "";
    const size_t shown = query.shown.size() + query.shown_texts.size();
    const bool is_one = head.unknown_shown == 1;
    const std::string which =
        shown == 1 ? "the shown id" : absl::StrCat(head.unknown_shown, " of ", shown, " shown ids");
    const std::string why = is_one ? " is ignored, for it is not in the graph (known only as a "
                                     "reference, or unknown): "
                                   : " are ignored, for they are not in the graph (known only as "
                                     "references, or unknown): ";
    PrintMessage(context, absl::StrCat(which, why, Joined(head.unknown_shown_examples), more));
  }

  Object ParametersOf(const NamedSlice& slice, const SliceQuery& query) const {
    const SliceParameters& used = slice.head.parameters;
    Object parameters = {{"id", TextValues(query.seeds)},
                         {"budget", used.node_budget},
                         {"edges", used.edge_budget},
                         {"types", TextValues(types_)},
                         {"invisible", TextValues(invisible_)},
                         {"shown", query.shown.size() + query.shown_texts.size()},
                         {"expand", TextValues(expand_)},
                         {"pin", TextValues(pins_)}};
    AppendParameters(strength_, query.options.weights, used.as_of_year, parameters);
    parameters.insert(parameters.end(), {{"alpha", used.alpha},
                                         {"arcs_max", used.arcs_max},
                                         {"epsilon", used.epsilon},
                                         {"explain", explain_},
                                         {"formula", slice.head.formula}});
    return parameters;
  }

  std::vector<std::string> ids_;
  std::string budget_ = "60";
  std::string edges_;
  std::vector<std::string> types_;
  std::vector<std::string> invisible_;
  std::string shown_;
  std::vector<std::string> expand_;
  std::vector<std::string> pins_;
  bool explain_ = false;
  StrengthFlags strength_;
  StoreFlags store_;
  OutputFlags output_;
};

}  // namespace

std::unique_ptr<Verb> MakeSliceVerb() { return std::make_unique<SliceVerb>(); }

}  // namespace coterie::cli
