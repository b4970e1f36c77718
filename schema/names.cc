// Folding of names for look-ups.
//
// Layer: schema. The steps: repair UTF-8; NFKD and case folding by utf8proc; drop diacritics;
// letters with a stroke or a ligature that Unicode does not decompose become their base letters;
// what is neither letter, mark nor number becomes one space; NFC. Voicing marks of kana, and vowel
// signs and viramas of the Indic scripts, are letters to their readers and stay.
#include "schema/names.h"

#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <utility>

#include "schema/utf8.h"

namespace coterie {
namespace {

// Letters without a decomposition in Unicode, as search engines fold them (after case folding).
constexpr std::array<std::pair<char32_t, std::string_view>, 14> kBaseLetters = {{
    {U'æ', "ae"},
    {U'ð', "d"},
    {U'ø', "o"},
    {U'þ', "th"},
    {U'đ', "d"},
    {U'ħ', "h"},
    {U'ı', "i"},
    {U'ĸ', "k"},
    {U'ł', "l"},
    {U'ŋ', "n"},
    {U'œ', "oe"},
    {U'ŧ', "t"},
    {U'ə', "e"},
    {U'ɨ', "i"},
}};

bool IsAscii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

// A mark over, under or through a letter (classes from 10 on), or one of the marks that only select
// a glyph. Classes 8 (kana voicing) and 9 (virama) carry sounds, 0 the vowel signs.
bool IsDroppedMark(char32_t c, const utf8proc_property_t& property) {
  const bool variation_selector = (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
  return property.combining_class >= 10 || variation_selector || (c >= 0x0300 && c <= 0x036F);
}

// Apostrophes and their look-alikes join what they stand between: O'Brien, Shi'ur, Hawaiʻi.
bool IsJoiner(char32_t c, const utf8proc_property_t& property) {
  return c == U'\'' || c == U'`' || c == U'\u2018' || c == U'\u2019' || c == U'\u00B4' ||
         (c >= 0x02B9 && c <= 0x02BF) || property.category == UTF8PROC_CATEGORY_CF;
}

bool IsWordPart(const utf8proc_property_t& property) {
  return property.category >= UTF8PROC_CATEGORY_LU && property.category <= UTF8PROC_CATEGORY_NO;
}

// Collects the folded text; runs of separators become one space, none at the ends.
class Folder {
 public:
  void Add(char32_t c) {
    const utf8proc_property_t& property = *utf8proc_get_property(static_cast<utf8proc_int32_t>(c));
    if (IsDroppedMark(c, property) || IsJoiner(c, property)) return;
    if (!IsWordPart(property)) {
      pending_space_ = !text_.empty();
      return;
    }
    if (pending_space_) text_ += ' ';
    pending_space_ = false;
    for (const auto& [letter, base] : kBaseLetters) {
      if (letter != c) continue;
      text_ += base;
      return;
    }
    AppendUtf8(c, text_);
  }

  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
  bool pending_space_ = false;
};

// The text under utf8proc's options. REQUIRES: valid UTF-8, for which the mapping only fails
// without memory; the text is then returned as it is.
std::string Mapped(const std::string& text, int options) {
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                                             static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (size < 0) return text;
  return {reinterpret_cast<const char*>(mapped), static_cast<size_t>(size)};
}

}  // namespace

std::string FoldName(std::string_view name) {
  Folder folder;
  if (IsAscii(name)) {  // nine names of ten
    for (const char c : name) {
      const bool upper = c >= 'A' && c <= 'Z';
      folder.Add(static_cast<char32_t>(upper ? c - 'A' + 'a' : c));
    }
    return folder.Take();
  }
  const std::string decomposed = Mapped(ToValidUtf8(name), UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                               UTF8PROC_CASEFOLD | UTF8PROC_STABLE);
  for (std::string_view rest = decomposed; !rest.empty();) {
    const CodePoint point = FirstCodePoint(rest);
    folder.Add(point.value);
    rest.remove_prefix(point.bytes);
  }
  return Mapped(folder.Take(), UTF8PROC_COMPOSE | UTF8PROC_STABLE);
}

std::vector<std::string> PersonLookupForms(std::string_view folded) {
  if (folded.empty()) return {};
  std::vector<size_t> starts;
  for (size_t i = 1; i < folded.size(); ++i) {
    if (folded[i - 1] == ' ') starts.push_back(i);
  }
  // The whole name and its last five words, where the family name is.
  constexpr size_t kFormsMax = 6;
  if (starts.size() >= kFormsMax) {
    starts.erase(starts.begin(), starts.end() - static_cast<std::ptrdiff_t>(kFormsMax - 1));
  }
  std::vector<std::string> forms = {std::string(folded)};
  for (const size_t start : starts) forms.emplace_back(folded.substr(start));
  return forms;
}

}  // namespace coterie
