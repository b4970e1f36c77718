// What the command line prints: values that look the same in every format.
//
// Layer: tools.
#include "tools/cli/value.h"

#include <cmath>

#include "schema/base.h"
#include "schema/utf8.h"

namespace coterie::cli {
namespace {

template <typename... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

std::string SixDigits(double number) {
  char digits[32];
  const auto end =
      std::to_chars(digits, digits + sizeof(digits), number, std::chars_format::general, 6).ptr;
  return {digits, end};
}

}  // namespace

const Value* FindMember(const Object& object, std::string_view name) {
  for (const auto& [key, value] : object) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::string TextOf(const Value& value) {
  return std::visit(Overloaded{
                        [](std::monostate) { return std::string(); },
                        [](bool truth) { return std::string(truth ? "true" : "false"); },
                        [](int64_t number) { return std::to_string(number); },
                        [](uint64_t number) { return std::to_string(number); },
                        [](float number) { return SixDigits(number); },
                        [](double number) { return SixDigits(number); },
                        [](const std::string& text) { return text; },
                        [](const List& list) {
                          std::string text;
                          for (const Value& element : list) {
                            if (!text.empty()) text += "; ";
                            text += TextOf(element);
                          }
                          return text;
                        },
                        [](const Object& object) {
                          const Value* name = FindMember(object, "name");
                          return name == nullptr ? std::string() : TextOf(*name);
                        },
                    },
                    value.content());
}

void WriteJson(const Value& value, JsonWriter& json) {
  std::visit(Overloaded{
                 [&](std::monostate) { json.Null(); },
                 [&](bool truth) { json.Bool(truth); },
                 [&](int64_t number) { json.Int(number); },
                 [&](uint64_t number) { json.Uint(number); },
                 [&](float number) { json.Number(number); },
                 [&](double number) { json.Number(number); },
                 // JSON is UTF-8, whatever a user typed as a parameter.
                 [&](const std::string& text) { json.String(ToValidUtf8(text)); },
                 [&](const List& list) {
                   json.StartArray();
                   for (const Value& element : list) WriteJson(element, json);
                   json.EndArray();
                 },
                 [&](const Object& object) {
                   json.StartObject();
                   for (const auto& [key, member] : object) {
                     json.Key(key);
                     WriteJson(member, json);
                   }
                   json.EndObject();
                 },
             },
             value.content());
}

Value YearValue(int16_t year) { return year == kNoYear ? Value() : Value(year); }

Value NumberOrInf(double number) {
  if (std::isinf(number)) return Value("inf");
  if (number == std::floor(number) && std::abs(number) < 1e15) {
    return Value(static_cast<int64_t>(number));
  }
  return Value(number);
}

List PidValues(const std::vector<Pid>& pids) {
  List list;
  list.reserve(pids.size());
  for (const Pid& pid : pids) list.emplace_back(pid.ToString());
  return list;
}

Object RefValue(NodeId id, std::string_view name) {
  return {{"id", ToString(id)}, {"name", std::string(name)}};
}

List TextValues(const std::vector<std::string>& texts) { return List(texts.begin(), texts.end()); }

std::string Counted(uint64_t count, std::string_view one, std::string_view many) {
  return absl::StrCat(count, " ", Sv(count == 1 ? one : many));
}

}  // namespace coterie::cli
