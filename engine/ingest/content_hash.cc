// Multiply-and-fold over 8-byte little-endian words; 2 bytes a cycle. Layer: engine.
#include "engine/ingest/content_hash.h"

namespace coterie {
namespace {

constexpr uint64_t kMultiplier = 0xD6E8FEB86659FD93u;

uint64_t Mix(uint64_t state, uint64_t word) {
  state = (state ^ word) * kMultiplier;
  return state ^ (state >> 32);
}

// Up to 8 bytes as a little-endian number, whatever the machine's own order is.
uint64_t LoadWord(const char* bytes, size_t size) {
  uint64_t word = 0;
  for (size_t i = 0; i < size; ++i) {
    word |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return word;
}

}  // namespace

ContentHash& ContentHash::Add(std::string_view text) {
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) state_ = Mix(state_, LoadWord(text.data() + at, 8));
  state_ = Mix(state_, LoadWord(text.data() + at, text.size() - at));
  state_ = Mix(state_, text.size());
  return *this;
}

ContentHash& ContentHash::Add(uint64_t number) {
  state_ = Mix(state_, number);
  return *this;
}

uint64_t ContentHash::value() const { return Mix(Mix(state_, 0), 0); }

}  // namespace coterie
