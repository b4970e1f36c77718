// Lists of messages that are read once a row. Layer: tests; see tidy_rules.h.
#include <algorithm>
#include <cctype>

#include "tests/support/tidy_rules.h"

namespace coterie::testing {
namespace {

bool IsWordCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// One past the ")" of the getter ".getX()" or "->getX()" whose "get" is at `at`; npos if there is
// none.
size_t EndOfGetter(std::string_view code, size_t at) {
  constexpr size_t npos = std::string_view::npos;
  const bool is_member =
      (at >= 1 && code[at - 1] == '.') || (at >= 2 && code.substr(at - 2, 2) == "->");
  size_t end = at + 3;
  if (!is_member || end >= code.size() || std::isupper(static_cast<unsigned char>(code[end])) == 0)
    return npos;
  while (end < code.size() && IsWordCharacter(code[end])) ++end;
  return code.substr(end, 2) == "()" ? end + 2 : npos;
}

// What the loop whose head opens at `open` evaluates each time round: all of a while's head, the
// second and third part of a for's, nothing of a for over a range.
std::string_view EachTimeRound(std::string_view code, size_t open) {
  int depth = 0;
  std::vector<size_t> ends = {open};  // of the parts
  for (size_t i = open; i < code.size(); ++i) {
    if (code[i] == '(') ++depth;
    if (code[i] == ')') --depth;
    if (depth == 0 || (depth == 1 && code[i] == ';')) ends.push_back(i);
    if (depth == 0) break;
  }
  const bool is_for = open >= 4 && code.substr(open - 4, 3) == "for";
  if (ends.size() != (is_for ? 4 : 2)) return {};
  const size_t begin = is_for ? ends[1] : ends[0];
  return code.substr(begin, ends.back() - begin);
}

}  // namespace

Findings CheckListReads(const SourceFile& file) {
  Findings findings;
  if (!IsCpp(file.path) || !file.path.starts_with("tools/rpc/")) return findings;
  constexpr size_t npos = std::string_view::npos;
  const std::string code = BlankCommentsAndLiterals(file.text);
  const auto add = [&](size_t at, const std::string& where) {
    const auto end = code.begin() + static_cast<std::ptrdiff_t>(at);
    findings.push_back({file.path, 1 + static_cast<size_t>(std::count(code.begin(), end, '\n')),
                        "a getter " + where +
                            " counts its whole list every time; take the list once, with "
                            "ReadColumn() or into a local"});
  };
  for (size_t at = code.find("get"); at != npos; at = code.find("get", at + 1)) {
    const size_t end = EndOfGetter(code, at);
    if (end == npos) continue;
    const size_t next = code.find_first_not_of(" \t\n", end);
    if (next != npos && code[next] == '[') add(at, "with an index behind it");
  }
  for (const std::string_view loop : {"for (", "while ("}) {
    for (size_t at = code.find(loop); at != npos; at = code.find(loop, at + 1)) {
      if (at > 0 && IsWordCharacter(code[at - 1])) continue;
      const std::string_view head = EachTimeRound(code, at + loop.size() - 1);
      for (size_t get = head.find("get"); get != npos; get = head.find("get", get + 1)) {
        if (EndOfGetter(head, get) != npos) add(at, "in the head of a loop");
      }
    }
  }
  return findings;
}

}  // namespace coterie::testing
