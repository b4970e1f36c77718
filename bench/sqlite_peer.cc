// SQLite as a peer: the honest competitor for single look-ups.
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "bench/peers.h"
#include "bench/synthetic_text.h"

namespace coterie::bench {
namespace {

constexpr const char* kSchema = R"(
  PRAGMA journal_mode = OFF; PRAGMA cache_size = -1000000;
  CREATE TABLE person_paper(person INTEGER, paper INTEGER, weight REAL, year INTEGER,
                            PRIMARY KEY (person, paper)) WITHOUT ROWID;
  CREATE TABLE paper_person(paper INTEGER, person INTEGER,
                            PRIMARY KEY (paper, person)) WITHOUT ROWID;
  CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT);
  BEGIN;)";

constexpr const char* kQuery = R"(
  SELECT r.id, r.s, r.n, r.first, r.last, p.name FROM (
    SELECT c.person AS id, SUM(a.weight) AS s, COUNT(*) AS n,
           MIN(a.year) AS first, MAX(a.year) AS last
    FROM person_paper a JOIN paper_person c ON c.paper = a.paper
    WHERE a.person = ?1 AND c.person <> ?1
    GROUP BY c.person ORDER BY s DESC, n DESC, last DESC, id LIMIT ?2) r
  JOIN person p ON p.id = r.id ORDER BY r.s DESC, r.n DESC, r.last DESC, r.id)";

class Sqlite : public CollaboratorPeer {
 public:
  Sqlite(const SyntheticGraph& graph, const Bylines& bylines) {
    Check(sqlite3_open(":memory:", &db_));
    Check(sqlite3_exec(db_, kSchema, nullptr, nullptr, nullptr));
    sqlite3_stmt* person_paper = Prepare("INSERT INTO person_paper VALUES (?,?,?,?)");
    sqlite3_stmt* person = Prepare("INSERT INTO person VALUES (?,?)");
    for (uint32_t p = 0; p < bylines.person_count(); ++p) {
      const std::string name = PersonName(graph, p);
      sqlite3_bind_int64(person, 1, p);
      sqlite3_bind_text(person, 2, name.data(), static_cast<int>(name.size()), SQLITE_TRANSIENT);
      Run(person);
      for (const uint32_t paper : bylines.PapersOf(p)) {
        const double weight = PaperWeight(bylines, paper);
        if (weight == 0) continue;
        sqlite3_bind_int64(person_paper, 1, p);
        sqlite3_bind_int64(person_paper, 2, paper);
        sqlite3_bind_double(person_paper, 3, weight);
        // MIN and MAX pass over null, as the definition passes over undated papers.
        if (bylines.years[paper] == 0) {
          sqlite3_bind_null(person_paper, 4);
        } else {
          sqlite3_bind_int(person_paper, 4, bylines.years[paper]);
        }
        Run(person_paper);
      }
    }
    sqlite3_stmt* paper_person = Prepare("INSERT OR IGNORE INTO paper_person VALUES (?,?)");
    for (uint32_t paper = 0; paper < bylines.years.size(); ++paper) {
      if (PaperWeight(bylines, paper) == 0) continue;
      for (const uint32_t p : bylines.PeopleOf(paper)) {
        sqlite3_bind_int64(paper_person, 1, paper);
        sqlite3_bind_int64(paper_person, 2, p);
        Run(paper_person);
      }
    }
    for (sqlite3_stmt* statement : {person_paper, person, paper_person})
      sqlite3_finalize(statement);
    Check(sqlite3_exec(db_, "COMMIT; ANALYZE;", nullptr, nullptr, nullptr));
    query_ = Prepare(kQuery);
  }
  ~Sqlite() override {
    sqlite3_finalize(query_);
    sqlite3_close(db_);
  }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;

  std::string_view name() const override { return "SQLite"; }

  std::vector<RankedPerson> Ask(uint32_t person, size_t limit) override {
    std::vector<RankedPerson> rows;
    sqlite3_bind_int64(query_, 1, person);
    sqlite3_bind_int64(query_, 2, static_cast<sqlite3_int64>(limit));
    int code = SQLITE_OK;
    while ((code = sqlite3_step(query_)) == SQLITE_ROW) {
      name_bytes_ += static_cast<size_t>(sqlite3_column_bytes(query_, 5));
      rows.push_back({static_cast<uint32_t>(sqlite3_column_int64(query_, 0)),
                      sqlite3_column_double(query_, 1),
                      static_cast<uint32_t>(sqlite3_column_int64(query_, 2)),
                      static_cast<int16_t>(sqlite3_column_int(query_, 3)),
                      static_cast<int16_t>(sqlite3_column_int(query_, 4))});
    }
    if (code != SQLITE_DONE) Check(code);
    Check(sqlite3_reset(query_));
    return rows;
  }

 private:
  void Check(int code) {
    if (code == SQLITE_OK) return;
    std::fprintf(stderr, "coterie_bench: SQLite: %s\n", sqlite3_errmsg(db_));
    std::abort();
  }
  sqlite3_stmt* Prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    Check(sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr));
    return statement;
  }
  void Run(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) Check(SQLITE_ERROR);
    Check(sqlite3_reset(statement));
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* query_ = nullptr;
  size_t name_bytes_ = 0;
};

}  // namespace

std::unique_ptr<CollaboratorPeer> SqlitePeer(const SyntheticGraph& graph, const Bylines& bylines) {
  return std::make_unique<Sqlite>(graph, bylines);
}

}  // namespace coterie::bench
