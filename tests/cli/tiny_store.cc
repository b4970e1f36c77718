// A store of a few papers, imported by the real program.
#include "tests/cli/tiny_store.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "tests/cli/child.h"

namespace coterie::testing {
namespace {

const std::vector<std::string>& Lines() {
  static const std::string delft =
      R"([{"id":"https://openalex.org/I98358874","display_name":"Delft University of Technology","ror":"https://ror.org/02e2c7k09","country_code":"NL","type":"education"}])";
  static const std::string ada =
      R"({"author_position":"first","author":{"id":"https://openalex.org/A5000000001","display_name":"Ada Østergård","orcid":"https://orcid.org/0000-0001-6187-6610"},"institutions":)" +
      delft + R"(,"is_corresponding":true,"raw_author_name":"A. Ostergard"})";
  static const std::string ben =
      R"({"author":{"id":"https://openalex.org/A5000000002","display_name":"Ben O’Malley"},"institutions":[]})";
  static const std::string cy =
      R"({"author":{"id":"https://openalex.org/A5000000003","display_name":"王 Cy"},"institutions":[]})";
  static const std::string dee =
      R"({"author":{"id":"https://openalex.org/A5000000004","display_name":"Dee"},"institutions":[]})";
  static const std::string anonymous =
      R"({"author":{"id":null,"display_name":null},"raw_author_name":"N. N.","institutions":[]})";
  static const std::string graphs =
      R"("id":"https://openalex.org/T10","display_name":"Graph Theory","subfield":{"id":"https://openalex.org/subfields/2614","display_name":"Theoretical Computer Science"},"field":{"id":"https://openalex.org/fields/26","display_name":"Mathematics"},"domain":{"id":"https://openalex.org/domains/3","display_name":"Physical Sciences"})";
  static const std::vector<std::string> lines = {
      R"({"id":"https://openalex.org/W1","doi":"https://doi.org/10.5555/One","title":"Graphs, and \"how\" to store them","display_name":"Graphs, and \"how\" to store them","publication_year":2020,"publication_date":"2020-03-01","type":"article","updated_date":"2025-01-01T00:00:00","authorships":[)" +
          ada + "," + ben + R"(],"topics":[{"score":0.9,)" + graphs +
          R"(}],"referenced_works":[],"abstract_inverted_index":{"We":[0],"store":[1],"graphs.":[2]}})",
      R"({"id":"https://openalex.org/W2","title":"Graphs II","display_name":"Graphs II","publication_year":2024,"type":"article","updated_date":"2025-01-01T00:00:00","authorships":[)" +
          ada + "," + ben + "," + cy + R"(],"topics":[{"score":0.5,)" + graphs +
          R"(},{"id":"https://openalex.org/T11","display_name":"Databases","score":0.25}],"referenced_works":["https://openalex.org/W1","https://openalex.org/W99"]})",
      R"({"id":"https://openalex.org/W3","title":"Trees","display_name":"Trees","publication_year":2019,"type":"preprint","updated_date":"2025-01-01T00:00:00","authorships":[)" +
          ben + "," + cy + R"(],"topics":[],"referenced_works":[]})",
      R"({"id":"https://openalex.org/W4","title":"Paths","display_name":"Paths","publication_year":2024,"type":"article","updated_date":"2025-01-01T00:00:00","authorships":[)" +
          ada + "," + anonymous +
          R"(],"topics":[],"referenced_works":["https://openalex.org/W1"]})",
      R"({"id":"https://openalex.org/W5","title":"Withdrawn","display_name":"Withdrawn","publication_year":null,"is_retracted":true,"type":"article","updated_date":"2025-01-01T00:00:00","authorships":[)" +
          ada + "," + dee + R"(],"topics":[],"referenced_works":[]})"};
  return lines;
}

}  // namespace

std::string TinyWorks(LineOrder order) {
  std::vector<std::string> lines = Lines();
  if (order == LineOrder::kBackward) std::reverse(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TinyStore::TinyStore() {
  WriteFile(Path("works.jsonl"), TinyWorks(LineOrder::kForward));
  const Finished import = RunCoterie(With({"import", Path("works.jsonl")}));
  INFO(import.messages);
  REQUIRE(import.exit_code == 0);
}

std::vector<std::string> TinyStore::With(std::vector<std::string> arguments) const {
  arguments.push_back("--db");
  arguments.push_back(db());
  return arguments;
}

void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  REQUIRE(file.good());
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace coterie::testing
