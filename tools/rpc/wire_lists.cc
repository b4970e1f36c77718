#include "tools/rpc/wire_lists.h"

namespace coterie {

absl::StatusOr<Pid> PidOfCanonical(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    for (int value = 1; value <= static_cast<int>(PidScheme::kDblp); ++value) {
      const auto scheme = static_cast<PidScheme>(value);
      if (PidSchemeName(scheme) == text.substr(0, colon)) {
        return Pid{scheme, std::string(text.substr(colon + 1))};
      }
    }
  }
  return MalformedAnswer("a persistent identifier");
}

absl::StatusOr<std::vector<Pid>> PidsOf(capnp::List<capnp::Text>::Reader list) {
  std::vector<Pid> pids;
  pids.reserve(list.size());
  for (const capnp::Text::Reader text : list) {
    ASSIGN_OR_RETURN(Pid pid, PidOfCanonical({text.begin(), text.size()}));
    pids.push_back(std::move(pid));
  }
  return pids;
}

void FillPidTexts(capnp::List<capnp::Text>::Builder list, const std::vector<Pid>& pids) {
  for (uint32_t i = 0; i < pids.size(); ++i) list.set(i, TextOf(pids[i].ToString()));
}

bool AreBegins(capnp::List<uint32_t>::Reader begins, uint32_t rows, uint32_t entries) {
  if (begins.size() != rows + 1 || begins[0] != 0 || begins[rows] != entries) return false;
  for (uint32_t i = 0; i < rows; ++i) {
    if (begins[i] > begins[i + 1]) return false;
  }
  return true;
}

}  // namespace coterie
