// Layer: engine.
#include "engine/ingest/openalex_json.h"

#include <charconv>

#include "schema/base.h"
#include "schema/quoted.h"
#include "schema/records.h"

namespace coterie {

using simdjson::dom::element_type;

std::string_view JsonTypeName(JsonElement element) {
  switch (element.type()) {
    case element_type::ARRAY:
      return "a list";
    case element_type::OBJECT:
      return "an object";
    case element_type::STRING:
      return "text";
    case element_type::BOOL:
      return "a truth value";
    case element_type::NULL_VALUE:
      return "null";
    default:
      return "a number";
  }
}

JsonFields::JsonFields(JsonElement element, std::string_view name, std::string& error)
    : error_(&error) {
  simdjson::dom::object object;
  if (element.get(object) == simdjson::SUCCESS) {
    object_ = object;
  } else if (!element.is_null()) {
    WrongType(name, element, "an object");
  }
}

void JsonFields::WrongType(std::string_view key, JsonElement found, std::string_view wanted) const {
  if (!error_->empty()) return;
  *error_ = absl::StrCat("\"", Sv(key), "\" is ", Sv(JsonTypeName(found)), ", not ", Sv(wanted));
}

void JsonFields::WrongValue(std::string_view key, JsonElement found,
                            std::string_view wanted) const {
  if (!error_->empty()) return;
  *error_ = absl::StrCat("\"", Sv(key), "\" is ", Shortened(simdjson::minify(found)), ", not ",
                         Sv(wanted));
}

void JsonFields::TooLong(std::string_view key, size_t bytes, size_t bytes_max) const {
  if (!error_->empty()) return;
  *error_ = absl::StrCat("\"", Sv(key), "\" is text of ", bytes, " bytes; at most ", bytes_max,
                         " are stored");
}

std::optional<JsonElement> JsonFields::Find(std::string_view key) const {
  JsonElement value;
  if (!object_ || object_->at_key(key).get(value) != simdjson::SUCCESS || value.is_null())
    return {};
  return value;
}

std::string_view JsonFields::String(std::string_view key, size_t bytes_max) const {
  const auto value = Find(key);
  std::string_view text;
  if (value && value->get(text) != simdjson::SUCCESS) WrongType(key, *value, "text");
  if (text.size() > bytes_max) TooLong(key, text.size(), bytes_max);
  return text;
}

std::optional<int64_t> JsonFields::Integer(std::string_view key) const {
  const auto value = Find(key);
  if (!value) return {};
  int64_t number = 0;
  if (value->get(number) == simdjson::SUCCESS) return number;
  uint64_t huge = 0;
  if (value->get(huge) == simdjson::SUCCESS) return INT64_MAX;
  WrongType(key, *value, "a whole number");
  return {};
}

std::optional<uint32_t> JsonFields::Count(std::string_view key) const {
  const auto number = Integer(key);
  if (!number) return {};
  if (*number >= 0 && *number <= int64_t{UINT32_MAX}) return static_cast<uint32_t>(*number);
  WrongValue(key, *Find(key), "a whole number from 0 to 4294967295");
  return {};
}

std::optional<int16_t> JsonFields::Year(std::string_view key) const {
  const auto number = Integer(key);
  if (!number) return {};
  const int16_t year = YearOrNone(*number);
  if (year != kNoYear) return year;
  WrongValue(key, *Find(key), "a year from 1000 to 2100");
  return {};
}

std::string_view JsonFields::Date(std::string_view key) const {
  const std::string_view text = String(key);
  if (text.empty() || IsDate(text)) return text;
  WrongValue(key, *Find(key), "a date such as 2024-12-31");
  return {};
}

std::string_view JsonFields::Timestamp(std::string_view key) const {
  const std::string_view text = String(key);
  if (text.empty() || ParseTimestamp(text)) return text;
  WrongValue(key, *Find(key), "a date such as 2024-12-31");
  return {};
}

std::optional<bool> JsonFields::Boolean(std::string_view key) const {
  const auto value = Find(key);
  if (!value) return {};
  bool flag = false;
  if (value->get(flag) == simdjson::SUCCESS) return flag;
  WrongType(key, *value, "true or false");
  return {};
}

std::optional<double> JsonFields::Number(std::string_view key) const {
  const auto value = Find(key);
  if (!value) return {};
  double number = 0;
  if (value->get(number) == simdjson::SUCCESS) return number;
  std::string_view text;
  if (value->get(text) == simdjson::SUCCESS) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return number;
  }
  WrongType(key, *value, "a number");
  return {};
}

std::optional<double> JsonFields::Score(std::string_view key) const {
  const auto score = Number(key);
  if (!score || (*score >= 0 && *score <= 1)) return score;
  WrongValue(key, *Find(key), "a number from 0 to 1");
  return {};
}

JsonFields JsonFields::Object(std::string_view key) const {
  const auto value = Find(key);
  return value ? JsonFields(*value, key, *error_) : JsonFields(*error_);
}

std::optional<std::vector<JsonElement>> JsonFields::Array(std::string_view key) const {
  const auto value = Find(key);
  if (!value) return {};
  simdjson::dom::array array;
  if (value->get(array) != simdjson::SUCCESS) {
    WrongType(key, *value, "a list");
    return {};
  }
  std::vector<JsonElement> elements;
  for (const JsonElement element : array) elements.push_back(element);
  return elements;
}

std::vector<std::string_view> JsonFields::Strings(std::string_view key) const {
  std::vector<std::string_view> strings;
  const auto elements = Array(key);
  if (!elements) return strings;
  strings.reserve(elements->size());
  for (const JsonElement element : *elements) {
    std::string_view text;
    if (element.get(text) == simdjson::SUCCESS) {
      if (text.size() > kTextBytesMax) TooLong(key, text.size(), kTextBytesMax);
      strings.push_back(text);
    } else if (!element.is_null()) {
      WrongType(key, element, "text");
    }
  }
  return strings;
}

}  // namespace coterie
