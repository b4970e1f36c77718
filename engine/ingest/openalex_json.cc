// Layer: engine.
#include "engine/ingest/openalex_json.h"

#include <charconv>

#include "schema/base.h"

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

std::optional<JsonElement> JsonFields::Find(std::string_view key) const {
  JsonElement value;
  if (!object_ || object_->at_key(key).get(value) != simdjson::SUCCESS || value.is_null())
    return {};
  return value;
}

std::string_view JsonFields::String(std::string_view key) const {
  const auto value = Find(key);
  std::string_view text;
  if (value && value->get(text) != simdjson::SUCCESS) WrongType(key, *value, "text");
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
      strings.push_back(text);
    } else if (!element.is_null()) {
      WrongType(key, element, "text");
    }
  }
  return strings;
}

}  // namespace coterie
