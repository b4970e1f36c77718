// Flags that several verbs share, and the reading of their values.
//
// Layer: tools. Each Declare…() adds a group of flags to a verb; values that need more than CLI11
// knows are kept as text and read by the functions below, so that their errors are sentences.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/catalog/named_results.h"
#include "tools/cli/backend.h"
#include "tools/cli/result_writer.h"
#include "tools/cli/value.h"

namespace CLI {
class App;
}

namespace coterie::cli {

// --db and --unix.
struct StoreFlags {
  std::string directory;
  std::string socket;
};
void DeclareStoreFlags(CLI::App& app, StoreFlags& flags);
// --db, else $COTERIE_DB, else ./coterie.db; the socket lies in the directory unless --unix says
// so.
StoreLocation LocationOf(const StoreFlags& flags);

// --json --jsonl --csv --tsv --table --fields --quiet.
struct OutputFlags {
  bool json = false;
  bool jsonl = false;
  bool csv = false;
  bool tsv = false;
  bool table = false;
  bool quiet = false;
  std::vector<std::string> fields;
};
void DeclareOutputFlags(CLI::App& app, OutputFlags& flags);
// A table on a terminal and TSV off it, unless the flags say otherwise.
OutputOptions OutputOptionsOf(const OutputFlags& flags, const Terminal& terminal);

// The flags of every analysis that weighs co-authorship.
struct StrengthFlags {
  std::string half_life = "5";
  std::string as_of;
  std::string years;
  std::string counting = "fractional";
  std::string max_authors = "25";
  bool no_retracted = false;
  PaperFilters filters;
};
void DeclareStrengthFlags(CLI::App& app, StrengthFlags& flags);
// Only those that say which papers count; the others keep their defaults.
void DeclarePaperFlags(CLI::App& app, StrengthFlags& flags);
// Errors: InvalidArgument, naming the flag and what it takes.
absl::StatusOr<StrengthOptions> StrengthOptionsOf(const StrengthFlags& flags);
// The flags as a result's `parameters`, with the as-of year that was used.
void AppendParameters(const StrengthFlags& flags, const StrengthOptions& options,
                      int16_t as_of_year, Object& parameters);
void AppendPaperParameters(const StrengthFlags& flags, const StrengthOptions& options,
                           int16_t as_of_year, Object& parameters);
// What did not count, in words; empty where everything did.
std::vector<std::string> LeftOutNotes(const LeftOut& left_out, uint32_t undated_counted,
                                      const StrengthOptions& options, int16_t as_of_year);
Object LeftOutValue(const LeftOut& left_out);

// Both ends belong to the window; either may be open.
struct YearWindow {
  std::optional<int16_t> first;
  std::optional<int16_t> last;
};
// "A..B", "A..", "..B" or "A"; open for "". `flag` is named in errors, here and below.
absl::StatusOr<YearWindow> ParseYears(std::string_view text, std::string_view flag);
// "A..B" with what there is of the two; null for neither.
Value YearsValue(std::optional<int16_t> first, std::optional<int16_t> last);

// A whole number of at least 1, or "inf" (kNoLimit).
absl::StatusOr<uint32_t> ParseCount(std::string_view text, std::string_view flag);
// A whole number from `least` to `greatest`. `flag` is named in errors.
absl::StatusOr<uint32_t> ParseWithin(std::string_view text, std::string_view flag, uint32_t least,
                                     uint32_t greatest);
// Types of nodes. `flag` is named in errors.
absl::StatusOr<std::vector<NodeKind>> ParseTypes(const std::vector<std::string>& texts,
                                                 std::string_view flag);
// The same from 0 on.
absl::StatusOr<uint32_t> ParseCountOrZero(std::string_view text, std::string_view flag);
// A number of arcs that may be walked: at least 1, or "inf" (2^64 - 1).
absl::StatusOr<uint64_t> ParseWork(std::string_view text, std::string_view flag);
// "inf" for no limit.
inline Value LimitValue(uint32_t limit) { return limit == kNoLimit ? Value("inf") : Value(limit); }
inline Value WorkValue(uint64_t arcs) {
  return arcs == std::numeric_limits<uint64_t>::max() ? Value("inf") : Value(arcs);
}
// What to ask for to learn whether more than `limit` exist.
inline uint32_t OneMore(uint32_t limit) { return limit == kNoLimit ? kNoLimit : limit + 1; }

}  // namespace coterie::cli
