// Layer: engine.
#include "engine/ingest/reject_log.h"

#include <fstream>
#include <utility>

#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "schema/base.h"
#include "schema/utf8.h"

namespace coterie {
namespace {

constexpr size_t kFirstRejects = 20;

std::string JsonLine(const std::string& file, const Reject& reject) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  const auto text = [&writer](const char* key, const std::string& value) {
    writer.Key(key);
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  writer.StartObject();
  text("file", ToValidUtf8(file));
  writer.Key("line");
  writer.Uint64(reject.line);
  text("reason", ToValidUtf8(reject.reason));
  text("record", reject.record);
  writer.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace

struct RejectLog::File {
  std::ofstream stream;
};

RejectLog::RejectLog(std::string path, std::unique_ptr<File> file)
    : path_(std::move(path)), file_(std::move(file)) {}
RejectLog::RejectLog(RejectLog&&) noexcept = default;
RejectLog::~RejectLog() = default;

absl::StatusOr<RejectLog> RejectLog::Open(const std::string& path) {
  if (path.empty()) return RejectLog(path, nullptr);
  auto file = std::make_unique<File>();
  file->stream.open(path, std::ios::binary | std::ios::trunc);
  if (!file->stream) {
    return absl::PermissionDeniedError(
        absl::StrCat(path, ": the reject file cannot be written; name another with --rejects"));
  }
  return RejectLog(path, std::move(file));
}

absl::Status RejectLog::Add(const std::string& file, const Reject& reject) {
  ++count_;
  if (first_.size() < kFirstRejects) first_.push_back({file, reject.line, reject.reason});
  if (file_ == nullptr) return absl::OkStatus();
  file_->stream << JsonLine(file, reject);
  if (file_->stream) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat(path_, ": writing the reject file failed; is the disk full?"));
}

absl::Status RejectLog::Close() {
  if (file_ == nullptr) return absl::OkStatus();
  file_->stream.close();
  if (file_->stream) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat(path_, ": writing the reject file failed; is the disk full?"));
}

}  // namespace coterie
