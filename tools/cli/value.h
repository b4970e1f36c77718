// What the command line prints: values that look the same in every format.
//
// Layer: tools. A verb makes values; tools/cli/result_writer.h makes them a table, TSV, CSV or
// JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/export/json_writer.h"
#include "schema/pid.h"
#include "schema/records.h"

namespace coterie::cli {

class Value;
using List = std::vector<Value>;
using Member = std::pair<std::string, Value>;
using Object = std::vector<Member>;  // in the order of printing

class Value {
 public:
  using Content = std::variant<std::monostate, bool, int64_t, uint64_t, float, double, std::string,
                               List, Object>;

  Value() = default;
  template <typename T>
  requires std::is_arithmetic_v<T> || std::is_same_v<T, List> || std::is_same_v<T, Object> ||
      std::is_constructible_v<std::string, T>
      Value(
          T content)  // NOLINT(google-explicit-constructor): values are written down in long lists
      : content_(ContentOf(std::move(content))) {}

  const Content& content() const { return content_; }
  bool IsNull() const { return std::holds_alternative<std::monostate>(content_); }
  bool IsNumber() const {
    return content_.index() >= 2 && content_.index() <= 5;  // int64_t … double
  }

 private:
  template <typename T>
  static Content ContentOf(T content) {
    if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, float> ||
                  std::is_same_v<T, double> || std::is_same_v<T, List> ||
                  std::is_same_v<T, Object>) {
      return Content(std::move(content));
    } else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
      return Content(static_cast<int64_t>(content));
    } else if constexpr (std::is_integral_v<T>) {
      return Content(static_cast<uint64_t>(content));
    } else {
      return Content(std::string(std::move(content)));
    }
  }

  Content content_;
};

// The value of the member of that name; null if there is none.
const Value* FindMember(const Object& object, std::string_view name);

// The text of a value in a table: six significant digits; the elements of a list with "; " between
// them; of an object its name; "" for null.
std::string TextOf(const Value& value);

// Numbers in the shortest form that reads back equal.
void WriteJson(const Value& value, JsonWriter& json);

// null where there is no year.
Value YearValue(int16_t year);
// A number, or "inf".
Value NumberOrInf(double number);
// The canonical texts.
List PidValues(const std::vector<Pid>& pids);
// {"id": "person:42", "name": "…"}.
Object RefValue(NodeId id, std::string_view name);
List TextValues(const std::vector<std::string>& texts);

// "1 paper", "2 papers".
std::string Counted(uint64_t count, std::string_view one, std::string_view many);

}  // namespace coterie::cli
