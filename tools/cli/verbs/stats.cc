// coterie stats: what a store holds, in numbers that always equal a recount.
//
// Layer: tools.
#include <CLI/CLI.hpp>

#include "schema/base.h"
#include "tools/cli/options.h"
#include "tools/cli/verb.h"

namespace coterie::cli {
namespace {

// Content only, so that stores of equal content print the same.
Object ContentOf(const StoreStats& stats) {
  const StoreCounts& counts = stats.counts;
  const auto nodes = [&](NodeKind kind) { return counts.nodes[static_cast<size_t>(kind)]; };
  const auto edges = [&](EdgeKind kind) { return counts.edges[static_cast<size_t>(kind)]; };
  return {{"papers", nodes(NodeKind::kPaper)},
          {"people", nodes(NodeKind::kPerson)},
          {"topics", nodes(NodeKind::kTopic)},
          {"institutions", nodes(NodeKind::kInstitution)},
          {"venues", nodes(NodeKind::kVenue)},
          {"authorships", edges(EdgeKind::kAuthorship)},
          {"anonymous_authorships", counts.anonymous_authorships},
          {"topic_assignments", edges(EdgeKind::kTopicAssignment)},
          {"citations", edges(EdgeKind::kCitation)},
          {"unresolved_references", counts.unresolved_references},
          {"stubs", counts.stubs},
          {"publications", edges(EdgeKind::kPublication)},
          {"affiliations", edges(EdgeKind::kAffiliation)},
          {"topic_parents", edges(EdgeKind::kTopicParent)},
          {"institution_parents", edges(EdgeKind::kInstitutionParent)},
          {"abstracts", counts.abstracts},
          {"pids", counts.pids},
          {"contested_pids", counts.contested_pids},
          {"as_of_year", YearValue(stats.as_of_year)},
          {"newest_import_year", YearValue(stats.newest_import_year)}};
}

class StatsVerb final : public Verb {
 public:
  void Declare(CLI::App& app) override {
    app.add_flag("--storage", storage_,
                 "Also the format version, the sequence number and the bytes on disk");
    DeclareStoreFlags(app, store_);
    DeclareOutputFlags(app, output_);
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    ASSIGN_OR_RETURN(const std::unique_ptr<Backend> backend, OpenBackend(LocationOf(store_)));
    ASSIGN_OR_RETURN(const StoreStats stats, backend->Stats());
    Record record;
    record.object = ContentOf(stats);
    if (storage_) {
      Object disk;
      for (const auto& [family, bytes] : stats.disk_bytes) disk.push_back({family, bytes});
      record.object.insert(record.object.end(), {{"format_version", stats.format_version},
                                                 {"sequence", stats.sequence},
                                                 {"disk_bytes", std::move(disk)}});
    }
    for (const auto& [field, value] : record.object) {
      if (field != "disk_bytes") record.lines.push_back({field, TextOf(value)});
    }
    if (storage_) {
      for (const auto& [family, bytes] : stats.disk_bytes) {
        record.lines.push_back({"disk_bytes", absl::StrCat(family, " ", bytes)});
      }
    }
    ResultWriter writer(context.out, context.messages, context.terminal,
                        OutputOptionsOf(output_, context.terminal), ResultWriter::Subjects::kOne);
    RETURN_IF_ERROR(writer.Add(record));
    RETURN_IF_ERROR(writer.Finish());
    return Outcome::kFound;
  }

 private:
  bool storage_ = false;
  StoreFlags store_;
  OutputFlags output_;
};

}  // namespace

std::unique_ptr<Verb> MakeStatsVerb() { return std::make_unique<StatsVerb>(); }

}  // namespace coterie::cli
