// Import does not depend on the order of lines and files nor on the number of threads.
#include <algorithm>
#include <random>

#include "tests/ingest/compress.h"
#include "tests/ingest/import_fixture.h"

namespace coterie {
namespace {

using testing::ImportFixture;
using testing::StoreText;
using testing::ValueOf;

// Records with many versions of few nodes: every group of every kind is contested.
std::vector<std::string> ContestedLines(uint32_t seed) {
  std::mt19937 random(seed);
  const auto pick = [&random](int n) {
    return std::to_string(1 + random() % static_cast<unsigned>(n));
  };
  const auto institution = [&] {
    const std::string id = pick(6);
    std::string text = R"({"id":"I)" + id + R"(","display_name":"Inst )" + pick(3) + R"(")";
    if (random() % 2 == 0) text += R"(,"country_code":"US")";
    if (random() % 2 == 0) text += R"(,"lineage":["I)" + id + R"(","I)" + pick(6) + R"("])";
    return text + "}";
  };
  std::vector<std::string> lines;
  for (int i = 0; i < 400; ++i) {
    std::string line = R"({"id":"W)" + pick(60) + R"(","title":"Title )" + pick(9) + R"(")";
    if (random() % 3 != 0)
      line += R"(,"updated_date":"202)" + pick(6) + R"(-01-0)" + pick(9) + R"(")";
    if (random() % 3 == 0) line += R"(,"doi":"10.1234/)" + pick(20) + R"(")";
    if (random() % 2 == 0) line += R"(,"abstract_inverted_index":{"word)" + pick(9) + R"(":[0]})";
    if (random() % 2 == 0) {
      line += R"(,"referenced_works":["W)" + pick(90) + R"(","W)" + pick(90) + R"("])";
    }
    if (random() % 2 == 0) {
      line += R"(,"authorships":[{"author":{"id":"A)" + pick(30) + R"(","display_name":"Name )" +
              pick(9) + R"("},"institutions":[)" + institution() + "," + institution() + "]}]";
    }
    if (random() % 2 == 0) {
      line += R"(,"topics":[{"id":"T)" + pick(9) + R"(","display_name":"Topic )" + pick(4) +
              R"(","score":0.)" + pick(9) + R"(,"subfield":{"id":"subfields/)" + pick(3) +
              R"(","display_name":"S"},"field":{"id":"fields/)" + pick(2) + R"("}}])";
    }
    lines.push_back(line + "}");
  }
  for (int i = 0; i < 60; ++i) {
    lines.push_back(R"({"id":"A)" + pick(30) + R"(","display_name":"Own )" + pick(9) +
                    R"(","updated_date":"202)" + pick(6) +
                    R"(-05-01","affiliations":[{"institution":)" + institution() +
                    R"(,"years":[20)" + pick(9) + R"(0]}]})");
    lines.push_back(R"({"id":"I)" + pick(6) + R"(","display_name":"Own )" + pick(3) +
                    R"(","updated_date":"202)" + pick(6) + R"(-05-01"})");
  }
  return lines;
}

std::string Join(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST_CASE("order: shuffled lines in one, two or many files give the same store") {
  const uint32_t seed = 20261123;
  INFO("seed " << seed);
  std::vector<std::string> lines = ContestedLines(seed);
  ImportFixture straight;
  straight.ImportText(Join(lines));
  const std::string expected = StoreText(straight.store());
  std::mt19937 random(seed + 1);
  for (const size_t parts : {1, 2, 7}) {
    std::shuffle(lines.begin(), lines.end(), random);
    ImportFixture shuffled;
    std::vector<std::vector<std::string>> split(parts);
    for (size_t i = 0; i < lines.size(); ++i) split[i % parts].push_back(lines[i]);
    for (size_t i = 0; i < parts; ++i) {
      ImportOptions options;
      options.threads = static_cast<int>(1 + i % 3);
      shuffled.Import({shuffled.Write("part" + std::to_string(i), Join(split[i]))}, options);
    }
    CHECK(StoreText(shuffled.store()) == expected);
  }
}

TEST_CASE("order: the same files twice change nothing, not even the sequence number") {
  ImportFixture f;
  const std::string text = Join(ContestedLines(7));
  f.ImportText(text);
  const std::string before = StoreText(f.store());
  const uint64_t sequence = f.store().Read().sequence();
  const ImportReport again = f.ImportText(text);
  CHECK(again.records == 520);
  CHECK(again.papers + again.people + again.topics + again.institutions + again.venues == 0);
  CHECK(StoreText(f.store()) == before);
  CHECK(f.store().Read().sequence() == sequence);
}

TEST_CASE("order: compressed, split into many blocks, on any number of threads: the same NodeIds") {
  // Long lines, so that the text makes several blocks.
  std::string text;
  for (int i = 0; i < 3'000; ++i) {
    text += R"({"id":"W)" + std::to_string(1 + i * 37 % 3'000) + R"(","title":")" +
            std::string(1'000, 'x') + R"(","referenced_works":["W)" +
            std::to_string(1 + i * 101 % 5'000) + R"("]})" + "\n";
  }
  ImportFixture one;
  ImportOptions single;
  single.threads = 1;
  one.Import({one.Write("a.jsonl", text)}, single);
  for (const int threads : {2, 5}) {
    ImportFixture many;
    ImportOptions options;
    options.threads = threads;
    many.Import(
        {many.Write("a.jsonl.zst", threads == 2 ? testing::Zstd(text) : testing::Gzip(text))},
        options);
    for (int i = 1; i <= 5'000; i += 97) {
      const std::string id = "W" + std::to_string(i);
      CHECK(one.Has(id) == many.Has(id));
      if (one.Has(id)) CHECK(one.Find(id) == many.Find(id));
    }
    CHECK(StoreText(one.store()) == StoreText(many.store()));
  }
}

TEST_CASE("order: a dry run writes nothing and counts what the real import then does") {
  ImportFixture f;
  const std::string text = Join(ContestedLines(99));
  f.ImportText(R"({"id":"W1","title":"Already here","referenced_works":["W2"]})");
  const std::string before = StoreText(f.store());
  const uint64_t sequence = f.store().Read().sequence();
  ImportOptions options;
  options.dry_run = true;
  const ImportReport dry = f.ImportText(text, options);
  CHECK(StoreText(f.store()) == before);
  CHECK(f.store().Read().sequence() == sequence);
  const ImportReport real = f.ImportText(text);
  CHECK(dry.records == real.records);
  CHECK(dry.papers == real.papers);
  CHECK(dry.people == real.people);
  CHECK(dry.topics == real.topics);
  CHECK(dry.institutions == real.institutions);
  CHECK(dry.venues == real.venues);
}

TEST_CASE("order: a dry run tells the references that would stay open") {
  ImportFixture f;
  ImportOptions options;
  options.dry_run = true;
  const auto dry = f.ImportText(
      "{\"id\":\"W1\",\"title\":\"A\",\"referenced_works\":[\"W2\",\"W3\"]}\n"
      "{\"id\":\"W3\",\"title\":\"C\",\"referenced_works\":[\"W1\"]}\n",
      options);
  CHECK(dry.papers == 2);
  CHECK(dry.unresolved_references == 1);
}

TEST_CASE("order: a dry run counts the references of the list that stays, not of all that came") {
  const auto work = [](const char* date, const char* references) {
    return std::string(R"({"id":"W1","title":"A","updated_date":")") + date +
           R"(","referenced_works":[)" + references + "]}\n";
  };
  const std::string old_list = work("2020-01-01", R"("W901","W902","W903")");
  const std::string new_list = work("2025-01-01", R"("W903","W904")");
  // More nodes than a batch holds, so that the dry run has forgotten the first list by the second.
  std::string between;
  for (int i = 0; i < 61'000; ++i) {
    between += "{\"id\":\"W" + std::to_string(10'000 + i) + "\",\"title\":\"B\"}\n";
  }
  for (const std::string& text : {old_list + new_list, new_list + old_list, old_list + old_list,
                                  old_list + between + new_list, new_list + between + old_list}) {
    ImportFixture dry, real;
    ImportOptions options;
    options.dry_run = true;
    const uint64_t told = dry.ImportText(text, options).unresolved_references;
    CHECK(told == real.ImportText(text).unresolved_references);
    CHECK(told == (text.find("2025") == std::string::npos ? 3 : 2));
  }
}

}  // namespace
}  // namespace coterie
