// coterie find: nodes by identifier, or by the start of a name.
//
// Layer: tools.
#include <CLI/CLI.hpp>

#include "schema/base.h"
#include "schema/quoted.h"
#include "tools/cli/options.h"
#include "tools/cli/subjects.h"
#include "tools/cli/verb.h"

namespace coterie::cli {
namespace {

std::vector<Column> Columns() {
  return {{.name = "id"},
          {.name = "type"},
          {.name = "name", .width_min = 20},
          {.name = "hint", .width_min = 16, .drop_rank = 1},
          {.name = "pids", .drop_rank = 2}};
}

class FindVerb final : public Verb {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("text", words_, "The start of a name or title, an identifier, or - (one a line)")
        ->required()
        ->type_name("TEXT");
    app.add_option("--type", type_, "Only person, paper, topic, institution or venue")
        ->type_name("TYPE");
    app.add_option("--limit", limit_, "How many at most, or inf [10]")->type_name("N");
    DeclareStoreFlags(app, store_);
    DeclareOutputFlags(app, output_);
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    ASSIGN_OR_RETURN(const uint32_t limit, ParseCount(limit_, "--limit"));
    std::optional<NodeKind> kind;
    if (!type_.empty()) {
      kind = ParseNodeKind(type_);
      if (!kind) {
        return absl::InvalidArgumentError(absl::StrCat(
            "--type takes person, paper, topic, institution or venue, not ", Quoted(type_)));
      }
    }
    ASSIGN_OR_RETURN(const std::unique_ptr<Backend> backend, OpenBackend(LocationOf(store_)));

    // Words without quotes around them are one text; "-" stands alone.
    std::string text;
    for (const std::string& word : words_) text += (text.empty() ? "" : " ") + word;
    const std::vector<std::string> subjects = {text};
    ResultWriter writer(context.out, context.messages, context.terminal,
                        OutputOptionsOf(output_, context.terminal), SubjectsOf(subjects));
    RETURN_IF_ERROR(writer.CheckFields(Columns()));
    ASSIGN_OR_RETURN(const Outcome outcome,
                     ForEachSubject(context, subjects, [&](const std::string& what) {
                       return FindOne(context, *backend, writer, what, kind, limit);
                     }));
    RETURN_IF_ERROR(writer.Finish());
    return outcome;
  }

 private:
  static absl::StatusOr<Outcome> FindOne(const Context& context, Backend& backend,
                                         ResultWriter& writer, const std::string& text,
                                         std::optional<NodeKind> kind, uint32_t limit) {
    ASSIGN_OR_RETURN(std::vector<FoundNode> found, backend.Find(text, kind, OneMore(limit)));
    ResultSet results;
    results.subject = text;
    results.title = text;
    results.head = {
        {"parameters", Object{{"text", text},
                              {"type", kind ? Value(NodeKindName(*kind)) : Value()},
                              {"limit", limit == kNoLimit ? Value("inf") : Value(limit)}}}};
    Value next;
    if (found.size() > limit) {
      next = ToString(found[limit].id);
      found.resize(limit);
      results.notes.push_back(absl::StrCat("There are more than ", limit, " (--limit)."));
    }
    results.tail = {{"next", std::move(next)}};
    results.columns = Columns();
    for (const FoundNode& node : found) {
      results.rows.push_back({ToString(node.id), NodeKindName(node.id.kind()), node.name, node.hint,
                              PidValues(node.pids)});
    }
    RETURN_IF_ERROR(writer.Add(results));
    if (!found.empty()) return Outcome::kFound;
    const std::string of_type = kind ? absl::StrCat(" of type ", Sv(NodeKindName(*kind))) : "";
    PrintMessage(context, absl::StrCat("nothing", of_type, " is found for ", Quoted(text)));
    return Outcome::kNothing;
  }

  std::vector<std::string> words_;
  std::string type_;
  std::string limit_ = "10";
  StoreFlags store_;
  OutputFlags output_;
};

}  // namespace

std::unique_ptr<Verb> MakeFindVerb() { return std::make_unique<FindVerb>(); }

}  // namespace coterie::cli
