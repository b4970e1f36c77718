// The rules that look at one file; those that look at the project are in tidy_project.cc.
#include "tests/support/tidy_rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <sstream>

namespace coterie::testing {
namespace {

constexpr size_t kFileLinesMax = 500;
constexpr size_t kFileLinesAim = 350;
constexpr size_t kFunctionLinesMax = 150;
constexpr size_t kFunctionLinesAim = 70;
constexpr size_t kColumnsMax = 100;

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool EndsWith(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

bool IsExempt(std::string_view path) {
  return StartsWith(path, "tests/") || StartsWith(path, "bench/");
}

std::vector<std::string> LinesOf(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Rank in the dependency order; empty for a path of no layer, as a system header is.
std::optional<int> LayerOf(std::string_view path) {
  if (StartsWith(path, "schema/")) return 0;
  if (StartsWith(path, "storage/")) return 1;
  if (StartsWith(path, "engine/")) return 2;
  if (StartsWith(path, "tools/rpc/")) return 3;
  if (StartsWith(path, "tools/")) return 4;
  if (IsExempt(path)) return 5;
  return std::nullopt;
}

bool MayIncludeCapnProto(std::string_view path) {
  return StartsWith(path, "storage/record_codec") || StartsWith(path, "tools/rpc/");
}

bool MayIncludeBoost(std::string_view path) {
  return !IsHeader(path) || path == "engine/graph/bgl_view.h";
}

size_t LineAt(std::string_view text, size_t offset) {
  return 1 + static_cast<size_t>(
                 std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(offset), '\n'));
}

size_t CodePoints(std::string_view line) {
  return static_cast<size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool IsWordCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Whether the text before a brace has `word` as a word of its own.
bool HasWord(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool starts = at == 0 || !IsWordCharacter(text[at - 1]);
    const size_t end = at + word.size();
    if (starts && (end == text.size() || !IsWordCharacter(text[end]))) return true;
  }
  return false;
}

enum class Block { kContainer, kFunction, kOther };

// What a brace opens, from the text since the last brace or semicolon.
Block KindOfBlock(std::string_view before, bool inside_function) {
  if (inside_function) return Block::kOther;
  if (before.find('(') == std::string_view::npos || StartsWith(before, "extern")) {
    for (const std::string_view word :
         {"namespace", "class", "struct", "union", "enum", "extern"}) {
      if (HasWord(before, word)) return Block::kContainer;
    }
  }
  return before.find(')') != std::string_view::npos ? Block::kFunction : Block::kOther;
}

}  // namespace

std::string ToString(const Finding& finding) {
  return finding.path + (finding.line > 0 ? ":" + std::to_string(finding.line) : "") + ": " +
         finding.message;
}

std::vector<Include> IncludesOf(std::string_view text) {
  std::vector<Include> includes;
  size_t number = 0;
  for (const std::string& line : LinesOf(text)) {
    ++number;
    size_t at = line.find_first_not_of(" \t");
    if (at == std::string::npos || line[at] != '#') continue;
    at = line.find_first_not_of(" \t", at + 1);
    if (at == std::string::npos || line.compare(at, 7, "include") != 0) continue;
    const size_t open = line.find_first_of("<\"", at);
    if (open == std::string::npos) continue;
    const size_t close = line.find(line[open] == '<' ? '>' : '"', open + 1);
    if (close == std::string::npos) continue;
    includes.push_back({line.substr(open + 1, close - open - 1), line[open] == '"', number});
  }
  return includes;
}

bool IsHeader(std::string_view path) { return EndsWith(path, ".h"); }
bool IsCpp(std::string_view path) { return IsHeader(path) || EndsWith(path, ".cc"); }

std::string BlankCommentsAndLiterals(std::string_view text) {
  std::string result(text);
  const auto blank = [&result](size_t from, size_t to) {
    for (size_t i = from; i < to && i < result.size(); ++i) {
      if (result[i] != '\n') result[i] = ' ';
    }
  };
  // One past the `terminator` that ends what starts before `from`.
  const auto end_of = [text](std::string_view terminator, size_t from) {
    const size_t at = text.find(terminator, from);
    return at == std::string_view::npos ? text.size() : at + terminator.size();
  };
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    if (text.substr(i, 2) == "//") {
      end = end_of("\n", i);
    } else if (text.substr(i, 2) == "/*") {
      end = end_of("*/", i + 2);
    } else if (text.substr(i, 2) == "R\"" && (i == 0 || !IsWordCharacter(text[i - 1]))) {
      const size_t open = text.find('(', i);
      if (open == std::string_view::npos) break;
      end = end_of(")" + std::string(text.substr(i + 2, open - i - 2)) + "\"", open);
    } else if (text[i] == '"' || (text[i] == '\'' && (i == 0 || !IsWordCharacter(text[i - 1])))) {
      while (end < text.size() && text[end] != text[i] && text[end] != '\n')
        end += text[end] == '\\' ? 2 : 1;
      ++end;
    } else {
      ++i;
      continue;
    }
    blank(i, end);
    i = end;
  }
  return result;
}

Findings CheckLayers(const SourceFile& file) {
  Findings findings;
  const std::optional<int> own = LayerOf(file.path);
  if (!IsCpp(file.path) || !own) return findings;
  for (const Include& include : IncludesOf(file.text)) {
    const std::optional<int> other = include.is_quoted ? LayerOf(include.target) : std::nullopt;
    if (other && *other > *own) {
      findings.push_back(
          {file.path, include.line,
           "includes " + include.target +
               ", against the direction schema <- storage <- engine <- tools/rpc <- tools"});
    }
  }
  return findings;
}

Findings CheckThirdPartyIncludes(const SourceFile& file) {
  Findings findings;
  if (!IsCpp(file.path)) return findings;
  const auto add = [&](const Include& include, const std::string& rule) {
    findings.push_back({file.path, include.line, "includes " + include.target + "; " + rule});
  };
  for (const Include& include : IncludesOf(file.text)) {
    const std::string& target = include.target;
    if (IsHeader(file.path) && target == "ranges")
      add(include, "it slows every build down; not in headers");
    if (IsExempt(file.path)) continue;
    if (StartsWith(target, "rocksdb/") && !StartsWith(file.path, "storage/")) {
      add(include, "only storage/ may");
    }
    const bool is_capnp =
        StartsWith(target, "capnp/") || StartsWith(target, "kj/") || EndsWith(target, ".capnp.h");
    if (is_capnp && !MayIncludeCapnProto(file.path)) {
      add(include, "only storage/record_codec and tools/rpc may");
    }
    if (StartsWith(target, "boost/") && !MayIncludeBoost(file.path)) {
      add(include, "only .cc files and engine/graph/bgl_view.h may");
    }
  }
  return findings;
}

Findings CheckPublicSignatures(const SourceFile& file) {
  Findings findings;
  const std::string_view path = file.path;
  if (!IsHeader(path) || IsExempt(path)) return findings;
  // Inside storage and rpc there are private headers; these three are what others include.
  const bool storage_private = StartsWith(path, "storage/") && path != "storage/store.h" &&
                               path != "storage/store_batch.h" && path != "storage/read_snapshot.h";
  std::vector<std::string> forbidden;
  if (!storage_private) forbidden.emplace_back("rocksdb::");
  if (!MayIncludeCapnProto(path)) forbidden.insert(forbidden.end(), {"kj::", "capnp::"});
  if (!MayIncludeBoost(path)) forbidden.emplace_back("boost::");
  if (path != "schema/base.h") forbidden.emplace_back("absl::string_view");
  const std::string code = BlankCommentsAndLiterals(file.text);
  for (const std::string& name : forbidden) {
    const size_t at = code.find(name);
    if (at != std::string::npos) {
      findings.push_back({file.path, LineAt(code, at), "names " + name + " in a public header"});
    }
  }
  return findings;
}

// Which lines hold a part of a raw string: data, which has the width it needs.
std::vector<bool> RawStringLines(const std::string& text, size_t line_count) {
  std::vector<bool> is_data(line_count, false);
  size_t line = 0;
  size_t counted = 0;
  const auto line_at = [&](size_t at) {
    line += static_cast<size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(counted),
                                           text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    counted = at;
    return line;
  };
  for (size_t begin = text.find("R\"("); begin != std::string::npos;) {
    const size_t end = std::min(text.find(")\"", begin), text.size());
    const size_t first = line_at(begin);
    const size_t last = line_at(end);
    for (size_t i = first; i <= last && i < line_count; ++i) is_data[i] = true;
    begin = text.find("R\"(", end);
  }
  return is_data;
}

Findings CheckFileSize(const SourceFile& file) {
  Findings findings;
  constexpr std::array kSuffixes = {".h", ".cc", ".capnp", ".py", ".sh", ".awk"};
  const bool is_code = std::any_of(kSuffixes.begin(), kSuffixes.end(),
                                   [&](const char* suffix) { return EndsWith(file.path, suffix); });
  if (!is_code) return findings;
  const std::vector<std::string> lines = LinesOf(file.text);
  if (lines.size() > kFileLinesAim) {
    const bool is_warning = lines.size() <= kFileLinesMax;
    findings.push_back({file.path, 0,
                        std::to_string(lines.size()) + " lines; the aim is " +
                            std::to_string(kFileLinesAim) + ", the limit " +
                            std::to_string(kFileLinesMax),
                        is_warning});
  }
  const std::vector<bool> is_data = RawStringLines(file.text, lines.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    const size_t columns = CodePoints(lines[i]);
    if (columns > kColumnsMax && !is_data[i]) {
      findings.push_back(
          {file.path, i + 1, std::to_string(columns) + " columns; the limit is 100"});
    }
  }
  return findings;
}

Findings CheckFunctionSizes(const SourceFile& file) {
  Findings findings;
  if (!IsCpp(file.path)) return findings;
  const std::string code = BlankCommentsAndLiterals(file.text);
  struct Open {
    Block kind;
    size_t line;
  };
  std::vector<Open> stack;
  int functions_open = 0;
  size_t statement_begin = 0;
  for (size_t i = 0; i < code.size(); ++i) {
    if (code[i] == ';') statement_begin = i + 1;
    if (code[i] == '{') {
      std::string_view before = std::string_view(code).substr(statement_begin, i - statement_begin);
      before.remove_prefix(std::min(before.find_first_not_of(" \t\n"), before.size()));
      const Block kind = KindOfBlock(before, functions_open > 0);
      stack.push_back({kind, LineAt(code, i)});
      functions_open += kind == Block::kFunction ? 1 : 0;
      statement_begin = i + 1;
    }
    if (code[i] != '}' || stack.empty()) continue;
    const Open open = stack.back();
    stack.pop_back();
    statement_begin = i + 1;
    if (open.kind != Block::kFunction) continue;
    --functions_open;
    const size_t lines = LineAt(code, i) - open.line + 1;
    if (lines > kFunctionLinesAim) {
      findings.push_back({file.path, open.line,
                          "a function of " + std::to_string(lines) + " lines; the aim is " +
                              std::to_string(kFunctionLinesAim) + ", the limit " +
                              std::to_string(kFunctionLinesMax),
                          lines <= kFunctionLinesMax});
    }
  }
  return findings;
}

Findings CheckFileHead(const SourceFile& file) {
  Findings findings;
  if (!IsCpp(file.path)) return findings;
  // A .cc file that starts with its own header is described there.
  const std::string own_header = "#include \"" + file.path.substr(0, file.path.rfind('.')) + ".h\"";
  if (!StartsWith(file.text, "// ") &&
      (IsHeader(file.path) || !StartsWith(file.text, own_header))) {
    findings.push_back({file.path, 1, "no comment at the head that says what this file is"});
  }
  if (!IsHeader(file.path)) return findings;
  const std::string code = BlankCommentsAndLiterals(file.text);
  const size_t first = code.find_first_not_of(" \t\n");
  if (first == std::string::npos || code.compare(first, 12, "#pragma once") != 0) {
    findings.push_back({file.path, 1, "the first directive is not #pragma once"});
  }
  return findings;
}

Findings CheckForbiddenPaths(const SourceFile& file) {
  Findings findings;
  size_t number = 0;
  for (const std::string& line : LinesOf(file.text)) {
    ++number;
    // In two halves, so that this file passes.
    for (const char* path : {"/wo"
                             "rk/",
                             "/ro"
                             "ot/"}) {
      if (const size_t at = line.find(path);
          at != std::string::npos && (at == 0 || !IsWordCharacter(line[at - 1]))) {
        findings.push_back(
            {file.path, number, std::string("names ") + path + ", a path of one machine"});
      }
    }
  }
  return findings;
}

}  // namespace coterie::testing
