// JSON text: RapidJSON's writer, with numbers in the shortest form that reads back equal.
//
// Layer: engine. RapidJSON's own doubles are not always the shortest (Grisu2), hence std::to_chars.
// Not thread-safe; one writer a text.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace coterie {

class JsonWriter {
 public:
  JsonWriter() : writer_(buffer_) {}

  JsonWriter& StartObject() { return Done(writer_.StartObject()); }
  JsonWriter& EndObject() { return Done(writer_.EndObject()); }
  JsonWriter& StartArray() { return Done(writer_.StartArray()); }
  JsonWriter& EndArray() { return Done(writer_.EndArray()); }
  JsonWriter& Key(std::string_view key) {
    return Done(writer_.Key(key.data(), static_cast<rapidjson::SizeType>(key.size())));
  }
  JsonWriter& String(std::string_view text) {
    return Done(writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size())));
  }
  JsonWriter& Int(int64_t value) { return Done(writer_.Int64(value)); }
  JsonWriter& Uint(uint64_t value) { return Done(writer_.Uint64(value)); }
  // `value` is a truth value to print, not a mode.
  JsonWriter& Bool(bool value) { return Done(writer_.Bool(value)); }
  JsonWriter& Null() { return Done(writer_.Null()); }
  // Shortest form; null for infinities and NaN, which JSON lacks.
  JsonWriter& Number(double value) { return Shortest(value); }
  JsonWriter& Number(float value) { return Shortest(value); }

  std::string_view text() const { return {buffer_.GetString(), buffer_.GetSize()}; }
  // Forgets the text and starts the next one.
  void Reset() {
    buffer_.Clear();
    writer_.Reset(buffer_);
  }

 private:
  JsonWriter& Done(bool) { return *this; }  // a string buffer takes every write

  template <typename Float>
  JsonWriter& Shortest(Float value) {
    if (!std::isfinite(value)) return Null();
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof(digits), value).ptr;
    return Done(
        writer_.RawValue(digits, static_cast<size_t>(end - digits), rapidjson::kNumberType));
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

}  // namespace coterie
