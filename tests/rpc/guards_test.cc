// The parts that need no server: frame tables, error codes, reply filter, worker pool, wire
// formats.
#include <capnp/rpc.capnp.h>
#include <capnp/serialize.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/rpc/raw_client.h"
#include "tests/rpc/render.h"
#include "tests/support/catch.h"
#include "tools/rpc/errors.h"
#include "tools/rpc/frame_guard.h"
#include "tools/rpc/log.h"
#include "tools/rpc/reply_filter.h"
#include "tools/rpc/wire_analyses.h"
#include "tools/rpc/wire_requests.h"
#include "tools/rpc/worker_pool.h"

namespace coterie::testing {
namespace {

FrameCheck Check(const std::string& bytes, const FrameLimits& limits = {}) {
  return CheckFrame({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()}, limits);
}

TEST_CASE("frame guard: FF FF FF FF is refused from its four bytes") {
  const FrameCheck check = Check("\xFF\xFF\xFF\xFF");
  REQUIRE(check.verdict == FrameVerdict::kTooManySegments);
  REQUIRE(check.segments == uint64_t{1} << 32);
  REQUIRE(Check("\xFE\xFF\xFF\xFF").verdict == FrameVerdict::kTooManySegments);
}

TEST_CASE("frame guard: 16 segments pass and 17 do not") {
  std::string table = Le32(15);
  for (int i = 0; i < 16; ++i) table += Le32(1);
  table += Le32(0);
  REQUIRE(Check(table).verdict == FrameVerdict::kAccepted);
  REQUIRE(Check(table).bytes == table.size() + 16 * 8);
  REQUIRE(Check(Le32(16)).verdict == FrameVerdict::kTooManySegments);
}

TEST_CASE("frame guard: a frame of 4 MiB with its table passes and a word more does not") {
  const uint32_t words = (4 << 20) / 8 - 1;  // 8 bytes are the table
  REQUIRE(Check(Le32(0) + Le32(words)).verdict == FrameVerdict::kAccepted);
  REQUIRE(Check(Le32(0) + Le32(words)).bytes == 4 << 20);
  REQUIRE(Check(Le32(0) + Le32(words + 1)).verdict == FrameVerdict::kTooLarge);
}

TEST_CASE(
    "frame guard: sizes that wrap 32 bits are too large, and no words at all are no message") {
  std::string table = Le32(15);
  for (int i = 0; i < 16; ++i) table += Le32(0xFFFFFFFF);
  table += Le32(0);
  REQUIRE(Check(table).verdict == FrameVerdict::kTooLarge);
  REQUIRE(Check(Le32(0) + Le32(0)).verdict == FrameVerdict::kEmpty);
}

TEST_CASE("frame guard: every prefix of a table asks for more, and never for more than the table") {
  for (uint32_t segments = 1; segments <= 16; ++segments) {
    std::string table = Le32(segments - 1);
    for (uint32_t i = 0; i < segments; ++i) table += Le32(i + 1);
    if (segments % 2 == 0) table += Le32(0);
    for (size_t size = 0; size < table.size(); ++size) {
      CAPTURE(segments, size);
      const FrameCheck check = Check(table.substr(0, size));
      REQUIRE(check.verdict == FrameVerdict::kNeedMore);
      REQUIRE(check.bytes > size);
      REQUIRE(check.bytes <= table.size());
    }
    REQUIRE(Check(table).verdict == FrameVerdict::kAccepted);
  }
}

TEST_CASE(
    "rpc errors: a status that users may read survives the wire, the others lose their words") {
  using absl::StatusCode;
  for (const StatusCode code :
       {StatusCode::kInvalidArgument, StatusCode::kNotFound, StatusCode::kFailedPrecondition,
        StatusCode::kOutOfRange, StatusCode::kResourceExhausted, StatusCode::kDeadlineExceeded,
        StatusCode::kCancelled, StatusCode::kUnimplemented}) {
    const absl::Status status(code, "A404: no such node");
    REQUIRE(HasErrorCode(ReasonOf(status)));
    REQUIRE(StatusOfReason(ReasonOf(status)) == status);
    REQUIRE(StatusOfReason("remote exception: " + ReasonOf(status)) == status);
    REQUIRE_FALSE(IsWithheld(code));
  }
  for (const StatusCode code :
       {StatusCode::kUnavailable, StatusCode::kDataLoss, StatusCode::kInternal,
        StatusCode::kUnknown, StatusCode::kPermissionDenied}) {
    const std::string reason = ReasonOf({code, "/var/db/000012.sst is corrupt at store.cc:12"});
    CAPTURE(reason);
    REQUIRE(HasErrorCode(reason));
    REQUIRE(reason.find("/var") == std::string::npos);
    REQUIRE(IsWithheld(code));
  }
  REQUIRE(StatusOfReason("frame_too_large: x").code() == StatusCode::kUnavailable);
  REQUIRE(StatusOfReason("expected a < b").code() == StatusCode::kUnavailable);
  REQUIRE_FALSE(HasErrorCode("foo.c++:12: failed"));
}

// What the filter sends in place of `message`; "" if it lets it pass.
std::string Filtered(capnp::MessageBuilder& message) {
  auto replacement = WithoutForeignErrors(message.getSegmentsForOutput(), nullptr);
  KJ_IF_MAYBE (copy, replacement) {
    const auto root = copy->get()->getRoot<capnp::rpc::Message>().asReader();
    return (root.isAbort() ? root.getAbort() : root.getReturn().getException()).getReason().cStr();
  }
  return "";
}

TEST_CASE("rpc errors: text of the library never leaves, in a return or in an abort") {
  capnp::MallocMessageBuilder leaking;
  auto answer = leaking.initRoot<capnp::rpc::Message>().initReturn();
  answer.setAnswerId(7);
  answer.initException().setReason("src/capnp/rpc.c++:99: expected foo == bar [1 == 2]");
  REQUIRE(Filtered(leaking).rfind("internal: ", 0) == 0);

  capnp::MallocMessageBuilder unknown;
  auto unimplemented = unknown.initRoot<capnp::rpc::Message>().initReturn().initException();
  unimplemented.setReason("Method not implemented.; interfaceName = x; methodId = 9");
  unimplemented.setType(capnp::rpc::Exception::Type::UNIMPLEMENTED);
  REQUIRE(Filtered(unknown).rfind("unimplemented: ", 0) == 0);

  capnp::MallocMessageBuilder abort;
  abort.initRoot<capnp::rpc::Message>().initAbort().setReason(
      "expected x; 'y' is not a capability");
  REQUIRE(Filtered(abort).rfind("protocol_error: ", 0) == 0);

  capnp::MallocMessageBuilder ours;
  ours.initRoot<capnp::rpc::Message>().initReturn().initException().setReason("not_found: no A404");
  REQUIRE(Filtered(ours).empty());
  capnp::MallocMessageBuilder fine;
  fine.initRoot<capnp::rpc::Message>().initReturn().initResults();
  REQUIRE(Filtered(fine).empty());
}

class FunctionTask : public WorkerPool::Task {
 public:
  explicit FunctionTask(std::function<void()> run) : run_(std::move(run)) {}
  void Run() override { run_(); }

 private:
  std::function<void()> run_;
};

std::unique_ptr<WorkerPool::Task> TaskOf(std::function<void()> run) {
  return std::make_unique<FunctionTask>(std::move(run));
}

TEST_CASE("worker pool: a full queue refuses, and what was taken runs once") {
  std::atomic<int> ran{0};
  std::atomic<bool> go{false};
  std::atomic<bool> started{false};
  WorkerPool pool(1, 2);
  REQUIRE(pool.TrySubmit(TaskOf([&] {
    started = true;
    while (!go) std::this_thread::yield();
    ++ran;
  })));
  while (!started) std::this_thread::yield();
  REQUIRE(pool.TrySubmit(TaskOf([&] { ++ran; })));
  REQUIRE(pool.TrySubmit(TaskOf([&] { ++ran; })));
  REQUIRE_FALSE(pool.TrySubmit(TaskOf([&] { ++ran; })));
  REQUIRE(pool.queued() == 2);
  go = true;
  while (ran < 3) std::this_thread::yield();
  pool.Stop();
  REQUIRE(ran == 3);
  REQUIRE_FALSE(pool.TrySubmit(TaskOf([&] { ++ran; })));
}

TEST_CASE("worker pool: stopping drops what waits and finishes what runs") {
  std::atomic<int> ran{0};
  std::atomic<bool> go{false};
  WorkerPool pool(1, 10);
  REQUIRE(pool.TrySubmit(TaskOf([&] {
    while (!go) std::this_thread::yield();
    ++ran;
  })));
  while (pool.queued() > 0) std::this_thread::yield();
  for (int i = 0; i < 5; ++i) REQUIRE(pool.TrySubmit(TaskOf([&] { ran += 100; })));
  std::thread stopper([&] { pool.Stop(); });
  while (pool.queued() > 0) std::this_thread::yield();
  go = true;
  stopper.join();
  REQUIRE(ran == 1);
}

// Runs until it is cancelled, or a minute.
class CancelledTask final : public WorkerPool::Task {
 public:
  explicit CancelledTask(std::atomic<bool>& is_cancelled) : is_cancelled_(is_cancelled) {}
  void Run() override {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!is_cancelled_ && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  }
  void Cancel() override { is_cancelled_ = true; }

 private:
  std::atomic<bool>& is_cancelled_;
};

TEST_CASE("worker pool: stopping cancels what runs, and only that") {
  std::atomic<bool> is_running_cancelled{false};
  std::atomic<bool> is_waiting_cancelled{false};
  WorkerPool pool(1, 10);
  REQUIRE(pool.TrySubmit(std::make_unique<CancelledTask>(is_running_cancelled)));
  while (pool.queued() > 0) std::this_thread::yield();
  REQUIRE(pool.TrySubmit(std::make_unique<CancelledTask>(is_waiting_cancelled)));
  pool.Stop();
  REQUIRE(is_running_cancelled);
  REQUIRE_FALSE(is_waiting_cancelled);
}

TEST_CASE("rpc log: at most 20 lines a second are written, and the rest is counted") {
  std::vector<std::string> lines;
  Log log([&](std::string_view line) { lines.emplace_back(line); });
  for (int i = 0; i < 1000; ++i) log.Write("line");
  REQUIRE(lines.size() >= 20);
  REQUIRE(lines.size() <= 60);  // the loop may touch three seconds on a busy machine
  std::this_thread::sleep_for(std::chrono::milliseconds(1010));
  log.Write("last");
  REQUIRE(lines[lines.size() - 2].find("more lines were left out") != std::string::npos);
}

// ------------------------------------------------------------------------------------------------

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>(engine_() % bound); }
  double Real() { return static_cast<double>(engine_()) / 1e18; }
  std::string Text() {
    std::string text;
    for (uint32_t size = Below(12); size > 0; --size) text.push_back(static_cast<char>(Below(256)));
    return text;
  }
  NodeRef Ref(NodeKind kind) {
    const NodeId id(kind, 1 + Below(20));
    return {id, absl::StrCat("name of ", ToString(id))};
  }
  std::vector<Pid> Pids() {
    std::vector<Pid> pids;
    for (uint32_t count = Below(3); count > 0; --count) {
      pids.push_back({static_cast<PidScheme>(1 + Below(8)), Text() + ":x"});
    }
    return pids;
  }
  LeftOut Left() { return {Below(9), Below(9), Below(9)}; }

 private:
  std::mt19937_64 engine_;
};

NamedCollaborators RandomCollaborators(Random& random) {
  NamedCollaborators list{random.Ref(NodeKind::kPerson),
                          random.Text(),
                          random.Text(),
                          2023,
                          {},
                          random.Below(99),
                          random.Below(9),
                          random.Left(),
                          random.Below(9)};
  for (uint32_t rows = random.Below(8); rows > 0; --rows) {
    NamedCollaborator& row = list.rows.emplace_back();
    row.person = random.Ref(NodeKind::kPerson);
    row.pids = random.Pids();
    row.strength = random.Real();
    row.shared_papers = random.Below(99);
    row.first_year = static_cast<int16_t>(random.Below(2100));
    row.last_year = static_cast<int16_t>(random.Below(2100));
    row.is_close = random.Below(2) == 1;
    for (uint32_t i = random.Below(4); i > 0; --i)
      row.topics.push_back(random.Ref(NodeKind::kTopic));
    for (uint32_t i = random.Below(4); i > 0; --i) {
      row.institutions.push_back(random.Ref(NodeKind::kInstitution));
    }
    for (uint32_t i = random.Below(4); i > 0; --i) {
      row.papers.push_back({random.Ref(NodeKind::kPaper), static_cast<int16_t>(random.Below(2100)),
                            random.Below(30), random.Real()});
    }
  }
  return list;
}

TEST_CASE("rpc wire: every field of collaborators survives the trip") {
  Random random(1);
  for (int i = 0; i < 200; ++i) {
    const NamedCollaborators list = RandomCollaborators(random);
    capnp::MallocMessageBuilder message;
    const auto root = message.initRoot<rpc::Collaborators>();
    WriteCollaborators(list, root);
    REQUIRE(Render(ValueOf(ReadCollaborators(root.asReader()))) == Render(list));
  }
}

TEST_CASE("rpc wire: every field of an ego network survives the trip") {
  Random random(2);
  for (int i = 0; i < 200; ++i) {
    NamedEgo network{random.Ref(NodeKind::kPerson),
                     random.Text(),
                     random.Text(),
                     2021,
                     {},
                     {},
                     random.Below(99),
                     random.Below(9),
                     random.Below(9),
                     random.Below(9),
                     random.Real(),
                     random.Left(),
                     random.Below(9)};
    const uint32_t members = random.Below(8);
    for (uint32_t j = 0; j < members; ++j) {
      network.members.push_back({random.Ref(NodeKind::kPerson), random.Pids(), random.Real(),
                                 random.Below(9), random.Below(9), random.Below(9), random.Below(9),
                                 random.Real(), random.Real()});
    }
    for (uint32_t j = members == 0 ? 0 : random.Below(9); j > 0; --j) {
      network.ties.push_back(
          {random.Below(members), random.Below(members), random.Real(), random.Below(9)});
    }
    capnp::MallocMessageBuilder message;
    const auto root = message.initRoot<rpc::EgoNetwork>();
    WriteEgo(network, root);
    REQUIRE(Render(ValueOf(ReadEgo(root.asReader()))) == Render(network));
  }
}

TEST_CASE("rpc wire: an answer that contradicts itself is an error, not a crash") {
  Random random(3);
  NamedCollaborators list = RandomCollaborators(random);
  while (list.rows.size() < 2 || list.rows[0].topics.empty() || list.rows[1].pids.empty()) {
    list = RandomCollaborators(random);
  }
  const auto code_after = [&list](const std::function<void(rpc::Collaborators::Builder)>& damage) {
    capnp::MallocMessageBuilder message;
    const auto root = message.initRoot<rpc::Collaborators>();
    WriteCollaborators(list, root);
    damage(root);
    return ReadCollaborators(root.asReader()).status().code();
  };
  using Builder = rpc::Collaborators::Builder;
  const auto internal = absl::StatusCode::kInternal;
  REQUIRE(code_after([](Builder) {}) == absl::StatusCode::kOk);
  REQUIRE(code_after([](Builder b) { b.initNames(0); }) == internal);
  REQUIRE(code_after([](Builder b) { b.getTopics().set(0, 1'000'000); }) == internal);
  REQUIRE(code_after([](Builder b) { b.getTopicBegin().set(0, 1); }) == internal);
  REQUIRE(code_after([](Builder b) { b.getTopicBegin().set(1, 0xFFFFFFFF); }) == internal);
  REQUIRE(code_after([](Builder b) { b.initPidBegin(0); }) == internal);
  REQUIRE(code_after([](Builder b) { b.getPids().set(0, "no scheme"); }) == internal);
  REQUIRE(code_after([](Builder b) { b.initNodes(); }) == internal);
}

TEST_CASE("rpc wire: every option of a query survives the trip") {
  CollaboratorQuery query;
  query.options = {.weights = {.half_life_years = 2.5,
                               .as_of_year = 2020,
                               .first_year = 1999,
                               .last_year = 2019,
                               .counting = Counting::kFull,
                               .max_authors = kNoLimit,
                               .include_retracted = false,
                               .topics = {},
                               .institutions = {},
                               .venues = {}},
                   .normalization = Normalization::kAssociation,
                   .limit = 7,
                   .detail_limit = 9,
                   .explain = true};
  query.filters = {{"T1", "T2"}, {"I1"}, {"S1", "", "S3"}};
  capnp::MallocMessageBuilder message;
  const auto root = message.initRoot<rpc::CollaboratorSpec>();
  WriteQuery(query, root);
  const CollaboratorQuery read = ValueOf(ReadQuery(root.asReader()));
  REQUIRE(read.options.weights.half_life_years == 2.5);
  REQUIRE(read.options.weights.as_of_year == 2020);
  REQUIRE(read.options.weights.first_year == 1999);
  REQUIRE(read.options.weights.last_year == 2019);
  REQUIRE(read.options.weights.counting == Counting::kFull);
  REQUIRE(read.options.weights.max_authors == kNoLimit);
  REQUIRE_FALSE(read.options.weights.include_retracted);
  REQUIRE(read.options.normalization == Normalization::kAssociation);
  REQUIRE(read.options.limit == 7);
  REQUIRE(read.options.detail_limit == 9);
  REQUIRE(read.options.explain);
  REQUIRE(read.filters.topics == query.filters.topics);
  REQUIRE(read.filters.institutions == query.filters.institutions);
  REQUIRE(read.filters.venues == query.filters.venues);

  // What a client leaves out means what it means on the command line.
  capnp::MallocMessageBuilder empty;
  const CollaboratorQuery defaults =
      ValueOf(ReadQuery(empty.initRoot<rpc::CollaboratorSpec>().asReader()));
  REQUIRE(defaults.options.weights.half_life_years ==
          CollaboratorOptions().weights.half_life_years);
  REQUIRE(defaults.options.weights.max_authors == CollaboratorOptions().weights.max_authors);
  REQUIRE(defaults.options.weights.include_retracted);
  REQUIRE(defaults.options.limit == CollaboratorOptions().limit);
  REQUIRE(defaults.options.detail_limit == CollaboratorOptions().detail_limit);
  capnp::MallocMessageBuilder empty_ego;
  REQUIRE(ValueOf(ReadQuery(empty_ego.initRoot<rpc::EgoSpec>().asReader())).options.limit ==
          EgoOptions().limit);
}

TEST_CASE("rpc wire: enum values of a newer client are refused, not misread") {
  capnp::MallocMessageBuilder message;
  auto root = message.initRoot<rpc::CollaboratorSpec>();
  root.initWeights().setCounting(static_cast<rpc::Counting>(9));
  REQUIRE(ReadQuery(root.asReader()).status().code() == absl::StatusCode::kInvalidArgument);
  root.initWeights();
  root.setNormalization(static_cast<rpc::Normalization>(77));
  REQUIRE(ReadQuery(root.asReader()).status().code() == absl::StatusCode::kInvalidArgument);
  REQUIRE(ReadKind(static_cast<rpc::NodeKind>(6)).status().code() ==
          absl::StatusCode::kInvalidArgument);
  REQUIRE(ValueOf(ReadKind(WireKind(NodeKind::kVenue))) == NodeKind::kVenue);
  REQUIRE_FALSE(ValueOf(ReadKind(WireKind(std::nullopt))).has_value());
}

}  // namespace
}  // namespace coterie::testing
