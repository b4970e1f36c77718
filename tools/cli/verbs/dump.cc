// coterie dump: the whole store as canonical JSON lines.
//
// Layer: tools. Reads the store itself, without its lock, also beside a server: a dump is as long
// as the store and would only pass through.
#include <CLI/CLI.hpp>

#include "engine/export/dump.h"
#include "schema/base.h"
#include "storage/store.h"
#include "tools/cli/options.h"
#include "tools/cli/verb.h"

namespace coterie::cli {
namespace {

class DumpVerb final : public Verb {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("--db", store_.directory,
                   "The store's directory [$COTERIE_DB, else ./coterie.db]")
        ->type_name("DIR");
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    StoreOptions options;
    options.read_only = true;
    ASSIGN_OR_RETURN(const Store store, Store::Open(LocationOf(store_).directory, options));
    bool empty = true;
    const absl::Status status =
        DumpStore(store.Read(), [&](std::string_view piece) -> absl::Status {
          empty = empty && piece.empty();
          RETURN_IF_ERROR(context.out.Write(piece));
          if (context.out.closed()) return absl::CancelledError("the reader has gone away");
          return absl::OkStatus();
        });
    if (context.out.closed()) return Outcome::kFound;
    RETURN_IF_ERROR(status);
    RETURN_IF_ERROR(context.out.Flush());
    return empty ? Outcome::kNothing : Outcome::kFound;
  }

 private:
  StoreFlags store_;
};

}  // namespace

std::unique_ptr<Verb> MakeDumpVerb() { return std::make_unique<DumpVerb>(); }

}  // namespace coterie::cli
