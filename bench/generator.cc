#include "bench/generator.h"

#include <filesystem>
#include <numeric>
#include <system_error>

#include "schema/base.h"

namespace coterie::bench {

uint32_t PaperAt(const SyntheticGraph& graph, PaperOrder order, uint32_t k) {
  if (order == PaperOrder::kByTime) return k;
  // A step near the golden section that shares no factor with the count visits every paper once.
  const uint64_t count = graph.paper_count();
  uint64_t step = count * 618 / 1'000 + 1;
  while (std::gcd(step, count) != 1) ++step;
  return static_cast<uint32_t>((k * step + count / 3) % count);
}

absl::Status MakeDirectory(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (!error) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("cannot make ", directory, ": ", error.message()));
}

}  // namespace coterie::bench
