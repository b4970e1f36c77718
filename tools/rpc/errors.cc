#include "tools/rpc/errors.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "schema/base.h"

namespace coterie {
namespace {

using absl::StatusCode;

struct ErrorCode {
  std::string_view name;
  StatusCode status;
  std::string_view sentence;  // in place of the status's own words; empty: those may be told
};

// Both directions read this table; the first entry of a status is the one that is sent.
constexpr std::array kErrorCodes = {
    ErrorCode{"invalid_argument", StatusCode::kInvalidArgument, ""},
    ErrorCode{"not_found", StatusCode::kNotFound, ""},
    ErrorCode{"failed_precondition", StatusCode::kFailedPrecondition, ""},
    ErrorCode{"too_large", StatusCode::kOutOfRange, ""},
    ErrorCode{"overloaded", StatusCode::kResourceExhausted, ""},
    ErrorCode{"deadline_exceeded", StatusCode::kDeadlineExceeded, ""},
    ErrorCode{"cancelled", StatusCode::kCancelled, ""},
    ErrorCode{
        "unavailable", StatusCode::kUnavailable,
        "the store cannot be read now; try again, and if that does not help read the server's "
        "log"},
    ErrorCode{"data_loss", StatusCode::kDataLoss,
              "the store is damaged; the server's log says where"},
    ErrorCode{"unimplemented", StatusCode::kUnimplemented, ""},
    ErrorCode{"internal", StatusCode::kInternal,
              "the server failed on this call; its log has the details"},
    ErrorCode{"frame_invalid", StatusCode::kUnavailable, ""},
    ErrorCode{"frame_too_large", StatusCode::kUnavailable, ""},
    ErrorCode{"protocol_error", StatusCode::kUnavailable, ""},
    ErrorCode{"timed_out", StatusCode::kUnavailable, ""},
    ErrorCode{"too_many_unfinished", StatusCode::kUnavailable, ""},
};

const ErrorCode* FindByReason(std::string_view reason) {
  const size_t colon = reason.find(": ");
  if (colon == std::string_view::npos) return nullptr;
  for (const ErrorCode& code : kErrorCodes) {
    if (code.name == reason.substr(0, colon)) return &code;
  }
  return nullptr;
}

const ErrorCode& CodeOfStatus(StatusCode status) {
  const ErrorCode* internal = nullptr;
  for (const ErrorCode& code : kErrorCodes) {
    if (code.status == status) return code;
    if (code.name == "internal") internal = &code;
  }
  return *internal;
}

}  // namespace

std::string ReasonOf(const absl::Status& status) {
  const ErrorCode& code = CodeOfStatus(status.code());
  if (IsWithheld(status.code())) return absl::StrCat(Sv(code.name), ": ", Sv(code.sentence));
  return absl::StrCat(Sv(code.name), ": ", status.message());
}

bool HasErrorCode(std::string_view reason) { return FindByReason(reason) != nullptr; }

absl::Status StatusOfReason(std::string_view reason) {
  constexpr std::string_view kRemote = "remote exception: ";
  while (reason.substr(0, kRemote.size()) == kRemote) reason.remove_prefix(kRemote.size());
  const ErrorCode* code = FindByReason(reason);
  if (code == nullptr) return absl::UnavailableError(Sv(reason));
  // The name of a code that has a status of its own would only repeat what the status says.
  const bool is_own = &CodeOfStatus(code->status) == code;
  return {code->status, Sv(is_own ? reason.substr(code->name.size() + 2) : reason)};
}

}  // namespace coterie
