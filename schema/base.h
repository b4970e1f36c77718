// Status macros and the bridge between std and absl string views.
//
// Layer: schema. No I/O, no state. Debian 12's abseil has a string_view of its own, so an
// absl::NotFoundError(std::string_view) does not compile; Debian 13's is std's. Sv() serves both.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace coterie {

// The absl view of the same characters.
inline absl::string_view Sv(std::string_view text) { return {text.data(), text.size()}; }

// The status with `context` before its message ("works.jsonl:17: bad DOI"); OK stays OK.
inline absl::Status Annotate(const absl::Status& status, std::string_view context) {
  if (status.ok()) return status;
  return {status.code(), absl::StrCat(Sv(context), ": ", status.message())};
}

// A hash that lets maps keyed by std::string be searched with std::string_view
// (with std::equal_to<>), which absl's own hash of std::string does not allow on Debian 12.
struct StringHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

}  // namespace coterie

#define COTERIE_CONCAT_INNER(a, b) a##b
#define COTERIE_CONCAT(a, b) COTERIE_CONCAT_INNER(a, b)

// Both number their variable, so that one may stand in a lambda within another's argument.

// Returns the status from the enclosing function unless it is OK.
#define RETURN_IF_ERROR(expression) \
  RETURN_IF_ERROR_INNER(COTERIE_CONCAT(coterie_status_, __COUNTER__), expression)
#define RETURN_IF_ERROR_INNER(status, expression)           \
  do {                                                      \
    if (absl::Status status = (expression); !status.ok()) { \
      return status;                                        \
    }                                                       \
  } while (false)

// Declares or assigns `target` from a StatusOr, or returns its status.
#define ASSIGN_OR_RETURN(target, expression) \
  ASSIGN_OR_RETURN_INNER(COTERIE_CONCAT(coterie_result_, __COUNTER__), target, expression)
#define ASSIGN_OR_RETURN_INNER(result, target, expression) \
  auto result = (expression);                              \
  if (!result.ok()) return std::move(result).status();     \
  target = *std::move(result)
