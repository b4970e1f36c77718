// The hash that breaks ties between assertions: the same on every machine and in every version.
//
// Layer: engine. Its low 28 bits reach the disk inside stamps, so it never changes (a test pins
// values). absl's and std's hashes differ between runs and libraries and cannot serve here.
#pragma once

#include <cstdint>
#include <string_view>

namespace coterie {

class ContentHash {
 public:
  // Mixes a field in; order and boundaries of fields count ("ab","c" differs from "a","bc").
  ContentHash& Add(std::string_view text);
  ContentHash& Add(uint64_t number);
  uint64_t value() const;

 private:
  uint64_t state_ = 0x9E3779B97F4A7C15u;
};

}  // namespace coterie
