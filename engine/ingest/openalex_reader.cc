// Layer: engine. simdjson's DOM parser checks UTF-8 and the whole syntax before a field is read, so
// a record is either whole or rejected; it refuses nesting deeper than 1,024.
#include "engine/ingest/openalex_reader.h"

#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include "engine/ingest/block_builder.h"
#include "engine/ingest/openalex_emitter.h"
#include "engine/ingest/openalex_json.h"
#include "engine/ingest/openalex_read.h"
#include "engine/ingest/text.h"
#include "schema/base.h"
#include "schema/quoted.h"
#include "simdjson.h"

namespace coterie {
namespace {

// A parser keeps 8 to 20 bytes of scratch a byte of its longest document; above this it is dropped.
constexpr size_t kParserBytesKept = size_t{8} << 20;

std::string_view Trim(std::string_view line) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t begin = line.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(kSpace) - begin + 1);
}

// The first number of a document that simdjson refuses, and why; "" if none is found.
std::string NumberProblem(std::string_view text) {
  simdjson::dom::parser parser;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (in_string && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (!in_string && (text[i] == '-' || (text[i] >= '0' && text[i] <= '9'))) {
      const std::string_view number =
          text.substr(i, text.find_first_not_of("0123456789+-.eE", i) - i);
      i += number.size() - 1;
      const std::string padded = std::string(number) + std::string(kBlockPaddingBytes, ' ');
      if (parser.parse(padded.data(), number.size(), false).error() == simdjson::SUCCESS) continue;
      double value = 0;
      const bool overflows =
          std::from_chars(number.data(), number.data() + number.size(), value).ec ==
          std::errc::result_out_of_range;
      const std::string_view digits = number.substr(number[0] == '-' ? 1 : 0);
      const bool is_whole = !digits.empty() && digits[0] != '0' &&
                            digits.find_first_not_of("0123456789") == digits.npos;
      return overflows || is_whole
                 ? absl::StrCat("the number ", Shortened(number), " takes more than 64 bits")
                 : absl::StrCat(Quoted(number), " is not a number as JSON writes them");
    }
  }
  return "";
}

std::string SyntaxReason(simdjson::error_code error, std::string_view text) {
  switch (error) {
    case simdjson::UTF8_ERROR:
      return "not valid UTF-8";
    case simdjson::DEPTH_ERROR:
      return "JSON nested deeper than 1,024";
    case simdjson::MEMALLOC:
      return "not enough memory to parse this record";
    case simdjson::UNCLOSED_STRING:
      return "JSON that ends in the middle of a string";
    case simdjson::UNESCAPED_CHARS:
      return "JSON string with a raw control character";
    case simdjson::NUMBER_ERROR:
      if (std::string reason = NumberProblem(text); !reason.empty()) return reason;
      break;
    default:
      break;
  }
  const char last = text.empty() ? ' ' : text.back();
  if (last != '}' && last != ']') return "JSON that ends in the middle";
  return absl::StrCat("not valid JSON: ", simdjson::error_message(error));
}

// Reads one entity and adds it. Errors: InvalidArgument with the reason for a reject.
absl::Status AddEntity(JsonElement element, uint64_t line, BlockBuilder& block) {
  std::string error;
  const JsonFields fields(element, "record", error);
  const std::string_view id = fields.String("id");
  if (!error.empty()) return absl::InvalidArgumentError(error);
  if (id.empty()) return absl::InvalidArgumentError("the record has no \"id\"");
  const char letter = OpenAlexLetter(PackOpenAlex(id));
  // Reads by `read`; what it returns is used only if no field had a wrong type.
  const auto add = [&](const auto& read, const auto& emit) {
    const auto record = read(fields);
    return error.empty() ? emit(record, line, block) : absl::InvalidArgumentError(error);
  };
  switch (letter) {
    case 'W':
      return add(ReadOpenAlexWork, EmitWork);
    case 'A':
      return add(ReadOpenAlexAuthor, EmitAuthor);
    case 'I':
      return add(ReadOpenAlexInstitution, EmitInstitution);
    case 'S':
      return add(ReadOpenAlexSource, EmitSource);
    case 'T':
    case 'C':
    case 's':
    case 'f':
    case 'd':
      return add(ReadOpenAlexTopic, EmitTopic);
    case 'P':
    case 'F':
      block.CountIgnored();
      return absl::OkStatus();
    default:
      return absl::InvalidArgumentError(absl::StrCat(Quoted(id),
                                                     " is not the id of an OpenAlex work, author, "
                                                     "institution, source, topic or concept"));
  }
}

}  // namespace

struct OpenAlexReader::Impl {
  AfterReject after_reject;
  simdjson::dom::parser parser;

  bool Stopped(const BlockBuilder& block) const {
    return after_reject == AfterReject::kStop && block.rejects() > 0;
  }

  // Records skipped for their length were met before the block's first line.
  void AddLongRecords(const TextBlock& text, BlockBuilder& block) {
    for (const LongRecord& record : text.long_records) {
      if (Stopped(block)) return;
      block.CountRecord();
      block.AddReject(record.line, "longer than 64 MiB; \"record\" holds its first 1 KB",
                      record.prefix);
    }
  }

  void AddElements(const simdjson::dom::array& list, uint64_t line, BlockBuilder& block) {
    for (const JsonElement element : list) {
      if (Stopped(block)) return;
      block.CountRecord();
      const absl::Status added = AddEntity(element, line, block);
      if (!added.ok()) {
        block.AddReject(line, std::string(added.message()), simdjson::minify(element));
      }
    }
  }

  // REQUIRES: kBlockPaddingBytes readable bytes behind the text.
  void AddDocument(std::string_view text, uint64_t line, BlockBuilder& block) {
    JsonElement root;
    const simdjson::error_code error = parser.parse(text.data(), text.size(), false).get(root);
    if (error != simdjson::SUCCESS) {
      block.CountRecord();
      block.AddReject(line, SyntaxReason(error, text), text);
      return;
    }
    simdjson::dom::array list;
    if (root.get(list) == simdjson::SUCCESS) return AddElements(list, line, block);
    simdjson::dom::object object;
    if (root.get(object) == simdjson::SUCCESS &&
        object.at_key("id").error() == simdjson::NO_SUCH_FIELD &&
        object.at_key("results").get(list) == simdjson::SUCCESS) {
      return AddElements(list, line, block);
    }
    block.CountRecord();
    const absl::Status added = AddEntity(root, line, block);
    if (!added.ok()) block.AddReject(line, std::string(added.message()), text);
  }

  void DropLargeParser() {
    if (parser.capacity() > kParserBytesKept) parser = simdjson::dom::parser();
  }
};

OpenAlexReader::OpenAlexReader(AfterReject after_reject) : impl_(std::make_unique<Impl>()) {
  impl_->after_reject = after_reject;
}
OpenAlexReader::~OpenAlexReader() = default;

ParsedBlock OpenAlexReader::ParseLines(const TextBlock& text, size_t file_index) {
  BlockBuilder block(file_index, text.first_line, text.text_bytes);
  impl_->AddLongRecords(text, block);
  std::string_view rest = text.text();
  for (uint64_t line = text.first_line; !rest.empty() && !impl_->Stopped(block); ++line) {
    const size_t newline = std::min(rest.find('\n'), rest.size() - 1);
    const std::string_view record = Trim(rest.substr(0, newline + 1));
    rest.remove_prefix(newline + 1);
    if (!record.empty()) impl_->AddDocument(record, line, block);
  }
  impl_->DropLargeParser();
  return std::move(block).Finish();
}

ParsedBlock OpenAlexReader::ParseDocument(const TextBlock& text, size_t file_index) {
  BlockBuilder block(file_index, text.first_line, text.text_bytes);
  impl_->AddLongRecords(text, block);
  const std::string_view record = Trim(text.text());
  if (!record.empty() && !impl_->Stopped(block)) {
    impl_->AddDocument(record, text.first_line, block);
  }
  impl_->DropLargeParser();
  return std::move(block).Finish();
}

}  // namespace coterie
