// Typed access to the fields of a JSON object; the first field of a wrong type, or of a value that
// none of its kind has, is remembered.
//
// Layer: engine. Absent and null are the same ("not asserted"). Values are views into the parsed
// document and die with the next one. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ingest/text.h"
#include "simdjson.h"

namespace coterie {

using JsonElement = simdjson::dom::element;

class JsonFields {
 public:
  // Of the value `element`, which should be an object; `errors` outlives this.
  JsonFields(JsonElement element, std::string_view name, std::string& error);
  // No fields at all.
  explicit JsonFields(std::string& error) : error_(&error) {}

  // Whether there is an object to read from.
  bool exists() const { return object_.has_value(); }
  // Whether the field is there and not null.
  bool Has(std::string_view key) const { return Find(key).has_value(); }

  // "" where absent. Longer text is wrong.
  std::string_view String(std::string_view key, size_t bytes_max = kTextBytesMax) const;
  std::optional<int64_t> Integer(std::string_view key) const;
  std::optional<bool> Boolean(std::string_view key) const;
  // Also a number inside a string, as concept scores of 2022 are.
  std::optional<double> Number(std::string_view key) const;
  // The same from 0 to 1.
  std::optional<double> Score(std::string_view key) const;
  // A whole number from 0 to 2^32 - 1.
  std::optional<uint32_t> Count(std::string_view key) const;
  // A year from 1000 to 2100.
  std::optional<int16_t> Year(std::string_view key) const;
  std::string_view Date(std::string_view key) const;       // YYYY-MM-DD; "" where absent
  std::string_view Timestamp(std::string_view key) const;  // that, with or without a time
  // The object under the key; one without fields where absent.
  JsonFields Object(std::string_view key) const;
  // The elements of the array under the key; empty where absent.
  std::optional<std::vector<JsonElement>> Array(std::string_view key) const;
  // The strings of an array; nulls and, where `error` is set for them, others are left out.
  std::vector<std::string_view> Strings(std::string_view key) const;
  // The element itself, absent or null being empty.
  std::optional<JsonElement> Find(std::string_view key) const;

  // Remembers that the field is not what it should be ("\"title\" is a number, not text").
  void WrongType(std::string_view key, JsonElement found, std::string_view wanted) const;
  // The same of a value ("\"publication_year\" is 9999, not a year from 1000 to 2100").
  void WrongValue(std::string_view key, JsonElement found, std::string_view wanted) const;
  void TooLong(std::string_view key, size_t bytes, size_t bytes_max) const;
  std::string& error() const { return *error_; }

 private:
  std::optional<simdjson::dom::object> object_;
  std::string* error_;
};

// "a number", "text", "an object", …
std::string_view JsonTypeName(JsonElement element);

}  // namespace coterie
