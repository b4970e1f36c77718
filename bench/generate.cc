// coterie-generate: writes the synthetic scholarly graph that benchmarks and tests run on.
#include <cstdio>
#include <map>
#include <string>

#include "CLI/CLI.hpp"
#include "bench/degree_summary.h"
#include "bench/generator.h"
#include "schema/base.h"

namespace coterie::bench {
namespace {

enum class Format : uint8_t { kCsv, kJsonl, kBoth, kNone };

struct Arguments {
  GraphShape shape;
  GenerateOptions options;
  Format format = Format::kBoth;
  bool summary = false;
};

absl::Status Run(const Arguments& arguments) {
  const SyntheticGraph graph(arguments.shape);
  if (arguments.format == Format::kCsv || arguments.format == Format::kBoth) {
    RETURN_IF_ERROR(WriteCsv(graph, arguments.options));
  }
  if (arguments.format == Format::kJsonl || arguments.format == Format::kBoth) {
    RETURN_IF_ERROR(WriteJsonl(graph, arguments.options));
  }
  if (arguments.summary) std::fputs(ToTable(Summarize(graph)).c_str(), stdout);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("Writes a synthetic scholarly graph as typed CSV and as OpenAlex-shaped JSONL.",
               "coterie-generate");
  app.add_option("directory", arguments.options.directory, "where the files go; made if absent")
      ->required();
  app.add_option("--papers", arguments.shape.papers, "how many papers; 0.8 people a paper follow")
      ->check(CLI::Range(5U, 1U << 31U))
      ->capture_default_str();
  app.add_option("--seed", arguments.shape.seed, "the same seed gives the same bytes")
      ->capture_default_str();
  app.add_option("--format", arguments.format, "csv, jsonl, both or none")
      ->transform(CLI::CheckedTransformer(std::map<std::string, Format>{{"csv", Format::kCsv},
                                                                        {"jsonl", Format::kJsonl},
                                                                        {"both", Format::kBoth},
                                                                        {"none", Format::kNone}}));
  app.add_option("--order", arguments.options.order, "of papers in the files: time or shuffled")
      ->transform(CLI::CheckedTransformer(std::map<std::string, PaperOrder>{
          {"time", PaperOrder::kByTime}, {"shuffled", PaperOrder::kShuffled}}));
  app.add_flag_callback(
      "--abstracts", [&] { arguments.options.abstracts = Abstracts::kWithText; },
      "give papers abstracts");
  app.add_flag("--summary", arguments.summary, "print counts and degree distributions");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = Run(arguments);
  if (status.ok()) return 0;
  std::fprintf(stderr, "coterie-generate: %s\n", std::string(status.message()).c_str());
  return 2;
}

}  // namespace
}  // namespace coterie::bench

int main(int argc, char** argv) { return coterie::bench::Main(argc, argv); }
