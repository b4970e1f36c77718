// coterie_bench: runs named workloads and prints one table. Called by bench/run.
#include <array>
#include <cstdio>
#include <functional>
#include <string>

#include "CLI/CLI.hpp"
#include "bench/workloads.h"

namespace coterie::bench {
namespace {

struct Workload {
  const char* name;
  std::vector<Row> (*run)(WorkloadContext&);
};
constexpr std::array kWorkloads = {
    Workload{"open", OpenWorkload},   Workload{"collaborators", CollaboratorsWorkload},
    Workload{"ego", EgoWorkload},     Workload{"slice", SliceWorkload},
    Workload{"find", FindWorkload},   Workload{"path", PathWorkload},
    Workload{"apply", ApplyWorkload}, Workload{"import", ImportWorkload},
};

// Four significant digits.
std::string Number(std::optional<double> value) {
  if (!value.has_value()) return "-";
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), *value >= 1'000 ? "%.0f" : "%.4g", *value);
  return text.data();
}

bool IsRate(const Row& row) {
  return row.measure.size() > 2 && row.measure.substr(row.measure.size() - 2) == "/s";
}

void Print(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const bool is_met = !row.limit.has_value() ||
                        (IsRate(row) ? row.median >= *row.limit : row.median <= *row.limit);
    std::printf("%-26s %-9s %9s %9s %7s%-7s", row.workload.c_str(), row.measure.c_str(),
                Number(row.median).c_str(), Number(row.best).c_str(), Number(row.limit).c_str(),
                is_met ? "" : " MISSED");
    for (const auto& [name, median] : row.peers) {
      std::printf("  %s %s (%s x)", name.c_str(), Number(median).c_str(),
                  Number(median / row.median).c_str());
    }
    std::printf("\n");
  }
  std::fflush(stdout);
}

int Main(int argc, char** argv) {
  WorkloadOptions options;
  options.shape.papers = 200'000;
  std::vector<std::string> names;
  CLI::App app("Runs named workloads on the synthetic graph and prints medians.", "coterie_bench");
  app.add_option("workloads", names,
                 "open collaborators ego slice find path apply import; all if none is named");
  app.add_option("--papers", options.shape.papers, "papers of the graph")->capture_default_str();
  app.add_option("--rounds", options.rounds, "rounds of each workload; medians are printed")
      ->capture_default_str();
  app.add_option("--cache", options.cache, "where stores and files are kept between runs")
      ->capture_default_str();
  app.add_option("--coterie", options.coterie, "the program, for import")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  for (const std::string& name : names) {
    const auto is_it = [&](const Workload& workload) { return name == workload.name; };
    if (std::none_of(kWorkloads.begin(), kWorkloads.end(), is_it))
      Fail("no workload is called " + name);
  }
  WorkloadContext context(options);
  std::printf("%-26s %-9s %9s %9s %7s         peers in the same run (peer / ours)\n", "workload",
              "measure", "median", "best", "limit");
  for (const Workload& workload : kWorkloads) {
    if (!names.empty() && std::find(names.begin(), names.end(), workload.name) == names.end())
      continue;
    Print(workload.run(context));
  }
  return 0;
}

}  // namespace
}  // namespace coterie::bench

int main(int argc, char** argv) { return coterie::bench::Main(argc, argv); }
