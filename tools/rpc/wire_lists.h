// Lists and strings between C++ values and Cap'n Proto.
//
// Layer: tools/rpc; internal. Header-only templates shared by the wire_*.cc files.
//
// The getter of a list counts all of that list against the message's traversal limit, every time it
// is called: `in.getYears()[i]` in a loop over n rows costs n². So a list is taken once, as the
// argument of a function here or as a local; tidy_test refuses an index behind a getter.
#pragma once

#include <capnp/blob.h>
#include <capnp/list.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "schema/base.h"
#include "schema/pid.h"
#include "schema/rpc.capnp.h"

namespace coterie {

inline capnp::Text::Reader TextOf(const std::string& text) { return {text.c_str(), text.size()}; }
inline std::string StringOf(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

template <typename T>
std::vector<T> VectorOf(typename capnp::List<T>::Reader list) {
  std::vector<T> values;
  values.reserve(list.size());
  for (const T value : list) values.push_back(value);
  return values;
}

inline std::vector<std::string> StringsOf(capnp::List<capnp::Text>::Reader list) {
  std::vector<std::string> strings;
  strings.reserve(list.size());
  for (const capnp::Text::Reader text : list) strings.push_back(StringOf(text));
  return strings;
}

inline void FillTexts(capnp::List<capnp::Text>::Builder list,
                      const std::vector<std::string>& texts) {
  for (uint32_t i = 0; i < texts.size(); ++i) list.set(i, TextOf(texts[i]));
}

// list[i] = field(rows[i])
template <typename List, typename Rows, typename Field>
void FillColumn(List list, const Rows& rows, Field field) {
  uint32_t i = 0;
  for (const auto& row : rows) list.set(i++, field(row));
}

// What C++ keeps of an entry of a list.
template <typename T>
T EntryValue(T entry) {
  return entry;
}
inline std::string EntryValue(capnp::Text::Reader entry) { return StringOf(entry); }

// Undoes FillColumn(): `field` is the member to set to list[i], or is called as field(rows[i],
// list[i]). False, with nothing set, unless the list has one entry a row.
template <typename List, typename Rows, typename Field>
[[nodiscard]] bool ReadColumn(List list, Rows&& rows, Field field) {
  if (list.size() != rows.size()) return false;
  for (uint32_t i = 0; i < list.size(); ++i) {
    if constexpr (std::is_member_object_pointer_v<Field>) {
      rows[i].*field = {EntryValue(list[i])};  // in braces, which a narrower member does not take
    } else {
      field(rows[i], EntryValue(list[i]));
    }
  }
  return true;
}

// Where each row's entries begin in a column that belongs to them, and their end.
template <typename List, typename Rows, typename Count>
uint32_t FillBegins(List list, const Rows& rows, Count count) {
  uint32_t total = 0;
  uint32_t i = 0;
  for (const auto& row : rows) {
    list.set(i++, total);
    total += static_cast<uint32_t>(count(row));
  }
  list.set(i, total);
  return total;
}

// The Pid of a canonical text. Errors: Internal for anything else, since only a server sends it.
absl::StatusOr<Pid> PidOfCanonical(std::string_view text);
absl::StatusOr<std::vector<Pid>> PidsOf(capnp::List<capnp::Text>::Reader list);
void FillPidTexts(capnp::List<capnp::Text>::Builder list, const std::vector<Pid>& pids);

// What a client says of an answer that contradicts itself.
inline absl::Status MalformedAnswer(std::string_view what) {
  return absl::InternalError(absl::StrCat("the server's answer is malformed (", Sv(what),
                                          "); are client and server of the same version?"));
}

// True if `begins` has rows + 1 entries, ascending from 0 to `entries`.
bool AreBegins(capnp::List<uint32_t>::Reader begins, uint32_t rows, uint32_t entries);

}  // namespace coterie
