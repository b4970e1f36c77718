// Reading and writing of traversal filters. Layer: engine.
#include "engine/analysis/traverse_filter.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "schema/base.h"
#include "schema/names.h"

namespace coterie {

namespace {

struct Operator {
  std::string_view text;
  Comparison comparison;
};
// Longer ones first, for the first that fits is taken.
constexpr std::array kOperators = {Operator{"!=", Comparison::kNotEqual},
                                   Operator{"<=", Comparison::kLessOrEqual},
                                   Operator{">=", Comparison::kGreaterOrEqual},
                                   Operator{"=", Comparison::kEqual},
                                   Operator{"<", Comparison::kLess},
                                   Operator{">", Comparison::kGreater},
                                   Operator{"~", Comparison::kContains}};

struct Field {
  std::string_view name;
  NodeField field;
  std::string_view operators;  // that it takes, in words
};
constexpr std::array kFields = {Field{"year", NodeField::kYear, "=, !=, <, <=, > or >="},
                                Field{"count", NodeField::kCount, "=, !=, <, <=, > or >="},
                                Field{"kind", NodeField::kKind, "= or !="},
                                Field{"name", NodeField::kName, "=, != or ~"}};

bool Takes(NodeField field, Comparison comparison) {
  const bool is_equality = comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
  switch (field) {
    case NodeField::kYear:
    case NodeField::kCount:
      return comparison != Comparison::kContains;
    case NodeField::kKind:
      return is_equality;
    case NodeField::kName:
      return is_equality || comparison == Comparison::kContains;
  }
  return false;
}

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

// A cursor over the text, which knows its column.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  void SkipSpaces() {
    while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
  }
  bool AtEnd() const { return at_ == text_.size(); }
  size_t at() const { return at_; }
  std::string_view Rest() const { return text_.substr(at_); }
  void Advance(size_t bytes) { at_ += bytes; }
  // The lower-case letters that begin here; "" if none do.
  std::string_view Letters() const {
    size_t end = at_;
    while (end < text_.size() && IsLetter(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }
  // The characters up to the next space.
  std::string_view Word() const {
    size_t end = at_;
    while (end < text_.size() && !IsSpace(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }

  // "column 7: expected …, found …", for the byte `at`.
  absl::Status Expected(std::string_view what, size_t at) const {
    const std::string_view before = text_.substr(0, at);
    // Continuation bytes of UTF-8 begin no character.
    const auto column = 1 + std::count_if(before.begin(), before.end(), [](char c) {
                          return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
                        });
    Reader there(text_);
    there.Advance(at);
    const std::string found =
        there.AtEnd() ? "the end" : absl::StrCat("\"", Sv(there.Word()), "\"");
    return absl::InvalidArgumentError(
        absl::StrCat("column ", column, " of the filter: expected ", Sv(what), ", found ", found));
  }
  absl::Status Expected(std::string_view what) const { return Expected(what, at_); }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

absl::StatusOr<Field> ReadField(Reader& reader) {
  const std::string_view word = reader.Letters();
  for (const Field& field : kFields) {
    if (field.name != word) continue;
    reader.Advance(word.size());
    return field;
  }
  return reader.Expected("year, count, kind or name");
}

absl::StatusOr<Comparison> ReadComparison(Reader& reader, const Field& field) {
  for (const Operator& candidate : kOperators) {
    if (reader.Rest().substr(0, candidate.text.size()) != candidate.text) continue;
    if (!Takes(field.field, candidate.comparison)) break;
    reader.Advance(candidate.text.size());
    return candidate.comparison;
  }
  return reader.Expected(absl::StrCat(Sv(field.operators), " after ", Sv(field.name)));
}

absl::StatusOr<int64_t> ReadNumber(Reader& reader) {
  const std::string_view word = reader.Word();
  int64_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size()) {
    return reader.Expected("a whole number");
  }
  reader.Advance(word.size());
  return number;
}

absl::StatusOr<NodeKind> ReadKind(Reader& reader) {
  const std::optional<NodeKind> kind = ParseNodeKind(reader.Word());
  if (!kind) return reader.Expected("paper, person, topic, institution or venue");
  reader.Advance(reader.Word().size());
  return *kind;
}

absl::StatusOr<std::string> ReadText(Reader& reader) {
  const size_t start = reader.at();
  std::string text;
  if (reader.Rest().substr(0, 1) == "\"") {
    reader.Advance(1);
    for (;;) {
      if (reader.AtEnd()) {
        return reader.Expected("a closing quote for the text that begins here", start);
      }
      const char c = reader.Rest()[0];
      reader.Advance(1);
      if (c == '"') break;
      if (c == '\\' && !reader.AtEnd()) {
        const char escaped = reader.Rest()[0];
        if (escaped == '"' || escaped == '\\') {
          text.push_back(escaped);
          reader.Advance(1);
          continue;
        }
      }
      text.push_back(c);
    }
  } else {
    text = std::string(reader.Word());
    reader.Advance(text.size());
  }
  if (FoldName(text).empty()) return reader.Expected("a text with a letter or digit", start);
  return text;
}

absl::StatusOr<NodeCondition> ReadCondition(Reader& reader) {
  NodeCondition condition;
  ASSIGN_OR_RETURN(const Field field, ReadField(reader));
  condition.field = field.field;
  reader.SkipSpaces();
  ASSIGN_OR_RETURN(condition.comparison, ReadComparison(reader, field));
  reader.SkipSpaces();
  switch (field.field) {
    case NodeField::kYear:
    case NodeField::kCount: {
      ASSIGN_OR_RETURN(condition.number, ReadNumber(reader));
      break;
    }
    case NodeField::kKind: {
      ASSIGN_OR_RETURN(condition.kind, ReadKind(reader));
      break;
    }
    case NodeField::kName: {
      ASSIGN_OR_RETURN(condition.text, ReadText(reader));
      break;
    }
  }
  return condition;
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return quoted + "\"";
}

}  // namespace

absl::StatusOr<NodeFilter> ParseNodeFilter(std::string_view text) {
  NodeFilter filter;
  Reader reader(text);
  reader.SkipSpaces();
  if (reader.AtEnd()) return filter;
  for (;;) {
    ASSIGN_OR_RETURN(NodeCondition condition, ReadCondition(reader));
    filter.conditions.push_back(std::move(condition));
    const size_t end = reader.at();
    reader.SkipSpaces();
    if (reader.AtEnd()) return filter;
    if (reader.at() == end || reader.Word() != "and") {
      return reader.Expected("\"and\" or the end");
    }
    reader.Advance(reader.Word().size());
    reader.SkipSpaces();
  }
}

std::string ToString(const NodeFilter& filter) {
  std::string text;
  for (const NodeCondition& condition : filter.conditions) {
    if (!text.empty()) text += " and ";
    for (const Field& field : kFields) {
      if (field.field == condition.field) text += field.name;
    }
    for (const Operator& candidate : kOperators) {
      if (candidate.comparison == condition.comparison) text += candidate.text;
    }
    switch (condition.field) {
      case NodeField::kYear:
      case NodeField::kCount:
        absl::StrAppend(&text, condition.number);
        break;
      case NodeField::kKind:
        text += NodeKindName(condition.kind);
        break;
      case NodeField::kName:
        text += Quoted(condition.text);
        break;
    }
  }
  return text;
}

}  // namespace coterie
