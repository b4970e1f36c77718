// Clocks, percentiles and the rows that a workload reports.
//
// Layer: bench.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace coterie::bench {

// Seconds on a clock that never goes back.
inline double Now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Nearest rank; 50 is the median. REQUIRES: values not empty.
inline double Percentile(std::vector<double> values, double percent) {
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(static_cast<double>(values.size() - 1) * percent / 100)];
}
inline double Median(std::vector<double> values) { return Percentile(std::move(values), 50); }

// One line of the table.
struct Row {
  std::string workload;
  std::string measure;          // with its unit last: "p99 us"
  double median = 0;            // of the rounds
  std::optional<double> best;   // of the rounds
  std::optional<double> limit;  // of ours; "at most" unless the measure is a rate
  std::vector<std::pair<std::string, double>> peers;  // names and medians
};

// Latencies of asking about each of many subjects: the p50, the p99 and the median of the first
// few, the heavy ones. Each is given twice: as the median over rounds of the round's figure, and
// over the subjects' best rounds, which a busy machine disturbs least.
struct Latency {
  double p50_us = 0, p99_us = 0, heavy_us = 0;
  double best_p50_us = 0, best_p99_us = 0, best_heavy_us = 0;
};

class LatencyRounds {
 public:
  explicit LatencyRounds(size_t heavy) : heavy_(heavy) {}

  // Runs one round. REQUIRES: the same subjects each time.
  void Run(const std::vector<uint32_t>& subjects, const std::function<void(uint32_t)>& ask) {
    std::vector<double> us;
    us.reserve(subjects.size());
    for (const uint32_t subject : subjects) {
      const double start = Now();
      ask(subject);
      us.push_back((Now() - start) * 1e6);
    }
    p50_.push_back(Median(us));
    p99_.push_back(Percentile(us, 99));
    heavy_us_.push_back(HeavyMedian(us));
    if (best_.empty()) best_ = us;
    for (size_t i = 0; i < us.size(); ++i) best_[i] = std::min(best_[i], us[i]);
  }

  Latency Result() const {
    return {Median(p50_),  Median(p99_),          Median(heavy_us_),
            Median(best_), Percentile(best_, 99), HeavyMedian(best_)};
  }

 private:
  double HeavyMedian(const std::vector<double>& us) const {
    return Median({us.begin(), us.begin() + static_cast<std::ptrdiff_t>(heavy_)});
  }

  size_t heavy_;
  std::vector<double> p50_, p99_, heavy_us_;
  std::vector<double> best_;  // by subject
};

// What a workload of latencies promises; empty where it promises nothing.
struct LatencyLimits {
  std::optional<double> p50_us, p99_us, heavy_us;
};
using PeerLatencies = std::vector<std::pair<std::string, Latency>>;

// Three rows: p50, p99 and heavy.
inline std::vector<Row> LatencyRows(const std::string& workload, const Latency& ours,
                                    const LatencyLimits& limits, const PeerLatencies& peers) {
  const auto row = [&](const char* measure, double Latency::*median, double Latency::*best,
                       std::optional<double> limit) {
    Row result{workload, measure, ours.*median, ours.*best, limit, {}};
    for (const auto& [name, latency] : peers) result.peers.emplace_back(name, latency.*median);
    return result;
  };
  return {row("p50 us", &Latency::p50_us, &Latency::best_p50_us, limits.p50_us),
          row("p99 us", &Latency::p99_us, &Latency::best_p99_us, limits.p99_us),
          row("heavy us", &Latency::heavy_us, &Latency::best_heavy_us, limits.heavy_us)};
}

}  // namespace coterie::bench
