// Decompression: told by content, many members, damage.
#include "engine/ingest/byte_source.h"

#include <zlib.h>
#include <zstd.h>

#include <fstream>

#include "tests/ingest/compress.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie {
namespace {

using testing::Gzip;
using testing::TempDir;
using testing::ValueOf;
using testing::Zstd;

struct Content {
  std::string text;
  absl::Status end;
};

Content ReadAll(const std::string& bytes) {
  TempDir dir;
  const std::string path = dir.Path("f");
  std::ofstream(path, std::ios::binary) << bytes;
  auto source = ValueOf(ByteSource::Open(path));
  Content content;
  std::string buffer(1000, '\0');
  for (;;) {
    const auto got = source->Read(std::span<char>(buffer.data(), buffer.size()));
    if (!got.ok()) {
      content.end = got.status();
      return content;
    }
    if (*got == 0) return content;
    content.text.append(buffer, 0, *got);
  }
}

std::string LongText() {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i * 7919) + "\n";
  return text;
}

TEST_CASE("byte source: plain, gzip and zstd give the same bytes whatever the name says") {
  const std::string text = LongText();
  CHECK(ReadAll(text).text == text);
  CHECK(ReadAll(Gzip(text)).text == text);
  CHECK(ReadAll(Zstd(text)).text == text);
}

TEST_CASE("byte source: several gzip members and several zstd frames are one file") {
  const std::string text = LongText();
  CHECK(ReadAll(Gzip("a\n") + Gzip(text) + Gzip("") + Gzip("b\n")).text == "a\n" + text + "b\n");
  CHECK(ReadAll(Zstd("a\n") + Zstd(text) + Zstd("") + Zstd("b\n")).text == "a\n" + text + "b\n");
}

TEST_CASE("byte source: padding after the last gzip member is no error") {
  const Content content = ReadAll(Gzip("a\n") + std::string(512, '\0'));
  CHECK(content.text == "a\n");
  CHECK(content.end.ok());
}

TEST_CASE("byte source: what stands before a cut is read, then the cut is told") {
  const std::string text = LongText();
  for (const std::string& packed : {Gzip(text), Zstd(text)}) {
    const Content content = ReadAll(packed.substr(0, packed.size() / 2));
    CHECK(absl::IsDataLoss(content.end));
    CHECK(content.text.size() > text.size() / 4);
    CHECK(text.starts_with(content.text));
  }
}

TEST_CASE("byte source: damaged data is told, never crashes") {
  const std::string text = LongText();
  for (std::string packed : {Gzip(text), Zstd(text)}) {
    for (size_t i = packed.size() / 3; i < packed.size() / 3 + 50; ++i) packed[i] = '\xAA';
    const Content content = ReadAll(packed);
    CHECK_FALSE(content.end.ok());
  }
}

TEST_CASE("byte source: empty and tiny files are plain") {
  CHECK(ReadAll("").text.empty());
  CHECK(ReadAll("x").text == "x");
  CHECK(ReadAll("\x1F").text == "\x1F");
}

TEST_CASE("byte source: a directory and a missing file are refused by name") {
  TempDir dir;
  CHECK(absl::IsInvalidArgument(ByteSource::Open(dir.Path()).status()));
  const auto missing = ByteSource::Open(dir.Path("nothing")).status();
  CHECK(absl::IsNotFound(missing));
  CHECK(missing.message() ==
        "cannot be opened: No such file or directory; check the name, or where the link of that "
        "name leads");
}

}  // namespace
}  // namespace coterie
