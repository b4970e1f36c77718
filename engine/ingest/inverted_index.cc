// Layer: engine.
#include "engine/ingest/inverted_index.h"

#include <vector>

#include "engine/ingest/text.h"

namespace coterie {
namespace {

// Puts the word at its positions; false where one is not a whole number.
bool PlaceWord(std::string_view word, JsonElement positions, std::vector<std::string_view>& words) {
  simdjson::dom::array list;
  if (positions.get(list) != simdjson::SUCCESS) return false;
  for (const JsonElement element : list) {
    int64_t position = 0;
    if (element.get(position) != simdjson::SUCCESS) return false;
    if (position < 0 || position >= static_cast<int64_t>(kAbstractWordsMax)) continue;
    const auto index = static_cast<size_t>(position);
    if (index >= words.size()) words.resize(index + 1);
    if (words[index].empty()) words[index] = word;
  }
  return true;
}

}  // namespace

std::string TextOfInvertedIndex(const JsonFields& work, std::string_view key) {
  const auto found = work.Find(key);
  simdjson::dom::object index;
  if (!found) return "";
  if (found->get(index) != simdjson::SUCCESS) {
    work.WrongType(key, *found, "an object");
    return "";
  }
  // The shape of the Microsoft Academic Graph, which early snapshots kept.
  simdjson::dom::object inner;
  if (index.at_key("InvertedIndex").get(inner) == simdjson::SUCCESS) index = inner;

  std::vector<std::string_view> words;
  for (const simdjson::dom::key_value_pair entry : index) {
    if (!PlaceWord(entry.key, entry.value, words)) {
      work.WrongType(key, entry.value, "a list of positions");
      return "";
    }
  }
  std::string text;
  for (const std::string_view word : words) {
    if (word.empty()) continue;
    if (!text.empty()) text.push_back(' ');
    text.append(word);
    if (text.size() <= kAbstractBytesMax) continue;
    work.TooLong(key, text.size(), kAbstractBytesMax);
    return "";
  }
  return CleanText(text);
}

}  // namespace coterie
