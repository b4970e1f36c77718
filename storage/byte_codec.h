// Integers and strings as bytes: the alphabet of every key and value.
//
// Layer: storage. Writers append to a std::string; the reader never passes its end and turns sour
// once and for all on damaged bytes, so that a decoder may check once. The encodings never change.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace coterie::storage {

// Big endian, so that keys sort as their numbers.
inline std::array<char, 8> BigEndian64(uint64_t number) {
  std::array<char, 8> bytes;
  for (size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(number >> (56 - 8 * i));
  return bytes;
}
inline void PutBigEndian64(std::string& to, uint64_t number) {
  const std::array<char, 8> bytes = BigEndian64(number);
  to.append(bytes.data(), bytes.size());
}
// REQUIRES: 8 bytes at `bytes`.
inline uint64_t ReadBigEndian64(const char* bytes) {
  uint64_t number = 0;
  for (size_t i = 0; i < 8; ++i) number = number << 8 | static_cast<uint8_t>(bytes[i]);
  return number;
}

// LEB128: 7 bits a byte, least significant first, the top bit says that more follow.
inline void PutVarint(std::string& to, uint64_t number) {
  char bytes[10];
  size_t size = 0;
  while (number >= 0x80) {
    bytes[size++] = static_cast<char>(number | 0x80);
    number >>= 7;
  }
  bytes[size++] = static_cast<char>(number);
  to.append(bytes, size);
}

// Zigzag: 0, -1, 1, -2, … become 0, 1, 2, 3, …
inline void PutSignedVarint(std::string& to, int64_t number) {
  PutVarint(to, static_cast<uint64_t>(number) << 1 ^ static_cast<uint64_t>(number >> 63));
}

// [length: varint][bytes].
inline void PutString(std::string& to, std::string_view text) {
  PutVarint(to, text.size());
  to.append(text);
}

// IEEE 754 single precision, little endian.
inline void PutFloat(std::string& to, float number) {
  const auto bits = std::bit_cast<uint32_t>(number);
  for (int shift = 0; shift < 32; shift += 8) to.push_back(static_cast<char>(bits >> shift));
}

// Reads what the functions above wrote. After a read past the end or of a malformed number, ok()
// is false for good and every read gives 0 or "".
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  // Everything was read, and all of it was well formed.
  bool AtEnd() const { return ok_ && bytes_.empty(); }
  std::string_view rest() const { return bytes_; }

  uint8_t Byte() {
    if (bytes_.empty()) return Fail();
    const auto byte = static_cast<uint8_t>(bytes_[0]);
    bytes_.remove_prefix(1);
    return byte;
  }

  uint64_t BigEndian64() {
    if (bytes_.size() < 8) return Fail();
    const uint64_t number = ReadBigEndian64(bytes_.data());
    bytes_.remove_prefix(8);
    return number;
  }

  uint64_t Varint() {
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
      const uint8_t byte = Byte();
      if (shift == 63 && byte > 1) break;  // more than 64 bits
      number |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return number;
    }
    return Fail();
  }

  int64_t SignedVarint() {
    const uint64_t number = Varint();
    return static_cast<int64_t>(number >> 1 ^ (~(number & 1) + 1));
  }

  // A count of things that take at least `bytes_each` bytes, so that damaged bytes cannot ask for
  // more memory than their own length.
  size_t Count(size_t bytes_each) {
    const uint64_t count = Varint();
    if (count > bytes_.size() / bytes_each) return Fail();
    return count;
  }

  std::string_view String() {
    const size_t size = Count(1);
    const std::string_view text = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return text;
  }

  float Float() {
    if (bytes_.size() < 4) return static_cast<float>(Fail());
    uint32_t bits = 0;
    for (int shift = 0; shift < 32; shift += 8) bits |= static_cast<uint32_t>(Byte()) << shift;
    return std::bit_cast<float>(bits);
  }

  // Turns the reader sour, as a decoder does on a value that has no meaning.
  uint8_t Fail() {
    ok_ = false;
    bytes_ = {};
    return 0;
  }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace coterie::storage
