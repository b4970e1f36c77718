// Flags that several verbs share, and the reading of their values.
//
// Layer: tools.
#include "tools/cli/options.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "schema/base.h"
#include "schema/quoted.h"

namespace coterie::cli {
namespace {

constexpr int kYearMin = 1;
constexpr int kYearMax = 9999;

absl::Status BadValue(std::string_view flag, std::string_view value, std::string_view expected) {
  return absl::InvalidArgumentError(
      absl::StrCat(Sv(flag), " takes ", Sv(expected), ", not ", Quoted(value)));
}

// The whole of `text` as a number; empty if it is none.
template <typename Number>
std::optional<Number> ParseNumber(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

absl::StatusOr<int16_t> ParseYear(std::string_view text, std::string_view flag,
                                  std::string_view whole, std::string_view expected) {
  const std::optional<int> year = ParseNumber<int>(text);
  if (!year || *year < kYearMin || *year > kYearMax) return BadValue(flag, whole, expected);
  return static_cast<int16_t>(*year);
}

absl::StatusOr<double> ParseHalfLife(std::string_view text) {
  if (text == "inf") return std::numeric_limits<double>::infinity();
  const std::optional<double> years = ParseNumber<double>(text);
  if (!years || !std::isfinite(*years) || *years <= 0) {
    return BadValue("--half-life", text, "a number of years above 0, or inf");
  }
  return *years;
}

// The flags that say which papers count.
void AddPaperFlags(CLI::App& group, StrengthFlags& flags) {
  const auto add = [&group](const char* name, std::string& value, const char* what,
                            const char* type) {
    group.add_option(name, value, what)->type_name(type);
  };
  add("--as-of", flags.as_of, "The year to look from [the newest in the store]", "YEAR");
  add("--years", flags.years, "Only papers of these years", "A..B");
  add("--max-authors", flags.max_authors,
      flags.max_authors == "inf" ? "Leave longer bylines out [inf: none]"
                                 : "Leave longer bylines out, or inf [25]",
      "N");
  group.add_flag("--no-retracted", flags.no_retracted, "Leave retracted papers out");
  const auto add_ids = [&group](const char* name, std::vector<std::string>& ids, const char* what) {
    group.add_option(name, ids, what)->type_name("ID")->allow_extra_args(false);
  };
  add_ids("--topic", flags.filters.topics, "Only papers of this topic; repeat for several");
  add_ids("--institution", flags.filters.institutions, "Only papers from this institution");
  add_ids("--venue", flags.filters.venues, "Only papers of this venue");
}

// Of a result's `parameters`, those that have no year.
void AppendFilters(const StrengthFlags& flags, const StrengthOptions& options, Object& parameters) {
  const auto texts = [](const std::vector<std::string>& ids) {
    return List(ids.begin(), ids.end());
  };
  parameters.insert(
      parameters.end(),
      {{"max_authors", options.max_authors == kNoLimit ? Value("inf") : Value(options.max_authors)},
       {"no_retracted", flags.no_retracted},
       {"topic", texts(flags.filters.topics)},
       {"institution", texts(flags.filters.institutions)},
       {"venue", texts(flags.filters.venues)}});
}

}  // namespace

void DeclareStoreFlags(CLI::App& app, StoreFlags& flags) {
  app.add_option("--db", flags.directory, "The store's directory [$COTERIE_DB, else ./coterie.db]")
      ->type_name("DIR");
  app.add_option("--unix", flags.socket, "The server's Unix socket [DIR/coterie.sock]")
      ->type_name("PATH");
}

StoreLocation LocationOf(const StoreFlags& flags) {
  StoreLocation location;
  location.directory = flags.directory;
  if (location.directory.empty()) {
    const char* named = std::getenv("COTERIE_DB");
    location.directory = named != nullptr && *named != '\0' ? named : "./coterie.db";
  }
  location.socket_was_named = !flags.socket.empty();
  location.socket = location.socket_was_named ? flags.socket : location.directory + "/coterie.sock";
  return location;
}

void DeclareOutputFlags(CLI::App& app, OutputFlags& flags) {
  auto* group = app.add_option_group("Output", "[a table on a terminal, TSV elsewhere]");
  CLI::Option* json = group->add_flag("--json", flags.json, "Print one JSON object");
  CLI::Option* jsonl = group->add_flag("--jsonl", flags.jsonl, "Print one JSON object a line");
  CLI::Option* csv = group->add_flag("--csv", flags.csv, "Print CSV");
  CLI::Option* tsv = group->add_flag("--tsv", flags.tsv, "Print TSV, on a terminal too");
  CLI::Option* table = group->add_flag("--table", flags.table, "Print a table, off a terminal too");
  const std::vector<CLI::Option*> formats = {json, jsonl, csv, tsv, table};
  for (size_t i = 0; i < formats.size(); ++i) {
    for (size_t j = i + 1; j < formats.size(); ++j) formats[i]->excludes(formats[j]);
  }
  group->add_option("--fields", flags.fields, "Print only these fields, in this order")
      ->delimiter(',')
      ->type_name("A,B,…")
      ->allow_extra_args(false);
  group->add_flag("-q,--quiet", flags.quiet, "Leave out the notes on standard error");
}

OutputOptions OutputOptionsOf(const OutputFlags& flags, const Terminal& terminal) {
  OutputOptions options;
  options.format = flags.json                                ? Format::kJson
                   : flags.jsonl                             ? Format::kJsonl
                   : flags.csv                               ? Format::kCsv
                   : flags.tsv                               ? Format::kTsv
                   : flags.table || terminal.out_is_terminal ? Format::kTable
                                                             : Format::kTsv;
  options.fields = flags.fields;
  options.notes = flags.quiet ? OutputOptions::Notes::kQuiet : OutputOptions::Notes::kShown;
  return options;
}

void DeclareStrengthFlags(CLI::App& app, StrengthFlags& flags) {
  CLI::App& group = *app.add_option_group("Which papers count, and how much");
  group
      .add_option("--half-life", flags.half_life,
                  "Years after which a paper counts half, or inf [5]")
      ->type_name("YEARS");
  group.add_option("--counting", flags.counting, "fractional (1/(authors-1)) or full [fractional]")
      ->type_name("HOW");
  AddPaperFlags(group, flags);
}

void DeclarePaperFlags(CLI::App& app, StrengthFlags& flags) {
  AddPaperFlags(*app.add_option_group("Which papers count"), flags);
}

absl::StatusOr<YearWindow> ParseYears(std::string_view text, std::string_view flag) {
  constexpr std::string_view kExpected = "years as A..B, A.., ..B or one year";
  YearWindow years;
  if (text.empty()) return years;
  const size_t dots = text.find("..");
  const std::string_view first = text.substr(0, dots);
  const std::string_view last = dots == std::string_view::npos ? first : text.substr(dots + 2);
  if (first.empty() && last.empty()) return BadValue(flag, text, kExpected);
  if (!first.empty()) {
    ASSIGN_OR_RETURN(years.first, ParseYear(first, flag, text, kExpected));
  }
  if (!last.empty()) {
    ASSIGN_OR_RETURN(years.last, ParseYear(last, flag, text, kExpected));
  }
  if (years.first && years.last && *years.first > *years.last) {
    return BadValue(flag, text, "a first year that is not after the last");
  }
  return years;
}

Value YearsValue(std::optional<int16_t> first, std::optional<int16_t> last) {
  if (!first && !last) return {};
  const auto year_or_blank = [](std::optional<int16_t> year) {
    return year ? std::to_string(*year) : std::string();
  };
  return Value(year_or_blank(first) + ".." + year_or_blank(last));
}

absl::StatusOr<StrengthOptions> StrengthOptionsOf(const StrengthFlags& flags) {
  StrengthOptions options;
  ASSIGN_OR_RETURN(options.half_life_years, ParseHalfLife(flags.half_life));
  if (!flags.as_of.empty()) {
    ASSIGN_OR_RETURN(options.as_of_year, ParseYear(flags.as_of, "--as-of", flags.as_of, "a year"));
  }
  ASSIGN_OR_RETURN(const YearWindow years, ParseYears(flags.years, "--years"));
  options.first_year = years.first;
  options.last_year = years.last;
  if (flags.counting == "full") {
    options.counting = Counting::kFull;
  } else if (flags.counting != "fractional") {
    return BadValue("--counting", flags.counting, "fractional or full");
  }
  ASSIGN_OR_RETURN(options.max_authors, ParseCount(flags.max_authors, "--max-authors"));
  options.include_retracted = !flags.no_retracted;
  return options;
}

void AppendParameters(const StrengthFlags& flags, const StrengthOptions& options,
                      int16_t as_of_year, Object& parameters) {
  parameters.insert(parameters.end(), {{"half_life", NumberOrInf(options.half_life_years)},
                                       {"as_of", YearValue(as_of_year)},
                                       {"years", YearsValue(options.first_year, options.last_year)},
                                       {"counting", flags.counting}});
  AppendFilters(flags, options, parameters);
}

void AppendPaperParameters(const StrengthFlags& flags, const StrengthOptions& options,
                           int16_t as_of_year, Object& parameters) {
  parameters.insert(parameters.end(),
                    {{"as_of", YearValue(as_of_year)},
                     {"years", YearsValue(options.first_year, options.last_year)}});
  AppendFilters(flags, options, parameters);
}

std::vector<std::string> LeftOutNotes(const LeftOut& left_out, uint32_t undated_counted,
                                      const StrengthOptions& options, int16_t as_of_year) {
  std::vector<std::string> notes;
  const auto note = [&notes](uint32_t count, const std::string& what) {
    if (count == 0) return;
    notes.push_back(absl::StrCat("Left out: ", Counted(count, "paper", "papers"), " ", what));
  };
  note(left_out.hyper_authored,
       absl::StrCat("with more than ", Counted(options.max_authors, "author", "authors"),
                    " (--max-authors)."));
  note(left_out.after_as_of, absl::StrCat("dated after ", as_of_year, " (--as-of)."));
  note(left_out.retracted, "that are retracted (--no-retracted).");
  // Only strength that decays makes papers older than they are said to be.
  const bool decays =
      options.counting == Counting::kFractional && !std::isinf(options.half_life_years);
  if (undated_counted > 0 && decays) {
    notes.push_back(absl::StrCat(Counted(undated_counted, "paper", "papers"),
                                 " without a year counted as one half-life old."));
  }
  return notes;
}

Object LeftOutValue(const LeftOut& left_out) {
  return {{"hyper_authored", left_out.hyper_authored},
          {"after_as_of", left_out.after_as_of},
          {"retracted", left_out.retracted}};
}

absl::StatusOr<uint64_t> ParseWork(std::string_view text, std::string_view flag) {
  if (text == "inf") return std::numeric_limits<uint64_t>::max();
  const std::optional<uint64_t> arcs = ParseNumber<uint64_t>(text);
  if (!arcs || *arcs == 0) return BadValue(flag, text, "a whole number of at least 1, or inf");
  return *arcs;
}

absl::StatusOr<uint32_t> ParseCountOrZero(std::string_view text, std::string_view flag) {
  if (text == "inf") return kNoLimit;
  const std::optional<uint32_t> count = ParseNumber<uint32_t>(text);
  if (!count || *count == kNoLimit) return BadValue(flag, text, "a whole number, or inf");
  return *count;
}

absl::StatusOr<uint32_t> ParseCount(std::string_view text, std::string_view flag) {
  if (text == "inf") return kNoLimit;
  const std::optional<uint32_t> count = ParseNumber<uint32_t>(text);
  if (!count || *count == 0 || *count == kNoLimit) {
    return BadValue(flag, text, "a whole number of at least 1, or inf");
  }
  return *count;
}

absl::StatusOr<uint32_t> ParseWithin(std::string_view text, std::string_view flag, uint32_t least,
                                     uint32_t greatest) {
  const std::optional<uint32_t> number = ParseNumber<uint32_t>(text);
  if (!number || *number < least || *number > greatest) {
    return BadValue(flag, text, absl::StrCat("a whole number from ", least, " to ", greatest));
  }
  return *number;
}

absl::StatusOr<std::vector<NodeKind>> ParseTypes(const std::vector<std::string>& texts,
                                                 std::string_view flag) {
  std::vector<NodeKind> kinds;
  for (const std::string& text : texts) {
    const std::optional<NodeKind> kind = ParseNodeKind(text);
    if (!kind) return BadValue(flag, text, "person, paper, topic, institution or venue");
    kinds.push_back(*kind);
  }
  return kinds;
}

}  // namespace coterie::cli
