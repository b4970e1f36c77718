#include "bench/adjacency_layouts.h"

#include <rocksdb/merge_operator.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "bench/adjacency_codec.h"

namespace coterie::bench {
namespace {

constexpr size_t kChunkBytesMax = size_t{64} << 10U;
constexpr uint32_t kBucketBits = 16;

std::string_view View(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

uint32_t KindPlace(std::string_view key) { return static_cast<uint32_t>(key[8]) - 1; }
uint32_t VertexOf(std::string_view key) {
  return static_cast<uint32_t>(ReadBigEndian(key.substr(1, 7))) - 1;
}

// Calls visit(key, value) for every key with the prefix.
template <typename Visit>
void ForPrefix(AdjacencyDb& db, rocksdb::ColumnFamilyHandle* family, const std::string& prefix,
               Visit visit) {
  std::string end = prefix;
  ++end.back();  // an edge kind or a small number, never 255
  const rocksdb::Slice bound(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> it(db.db->NewIterator(options, family));
  for (it->Seek(prefix); it->Valid(); it->Next()) visit(View(it->key()), View(it->value()));
  Check(it->status());
}

template <typename Visit>
void ForAll(AdjacencyDb& db, rocksdb::ColumnFamilyHandle* family, Visit visit) {
  rocksdb::ReadOptions options;
  options.readahead_size = size_t{2} << 20U;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> it(db.db->NewIterator(options, family));
  for (it->SeekToFirst(); it->Valid(); it->Next()) visit(View(it->key()), View(it->value()));
  Check(it->status());
}

// Ends the rows before `row`, so that entries of `row` can follow.
void StartRow(FlatRows& rows, uint32_t row) {
  while (rows.row_count() < row) rows.EndRow();
}

class KeyPerEdgeForward : public ForwardLayout {
 public:
  void Put(const PaperLists& lists, rocksdb::WriteBatch& batch, AdjacencyDb& db) const override {
    Emit(lists, [&](const std::string& key, const std::string& value) {
      Check(batch.Put(db.out, key, value));
    });
  }
  void AddReference(uint32_t paper, std::span<const uint32_t> /*references*/, uint32_t added,
                    rocksdb::WriteBatch& batch, AdjacencyDb& db) const override {
    PaperLists lists;
    lists.paper = paper;
    lists.targets[2] = {&added, 1};
    Put(lists, batch, db);
  }
  void WriteSorted(const FlatGraph& graph, uint32_t papers, SortedSink& sink) const override {
    std::vector<std::pair<std::string, std::string>> byline;
    for (uint32_t paper = 0; paper < papers; ++paper) {
      byline.clear();
      Emit(graph.ListsOf(paper), [&](const std::string& key, const std::string& value) {
        byline.emplace_back(key, value);
      });
      std::sort(byline.begin(), byline.end());  // bylines come in their own order
      for (const auto& [key, value] : byline) sink.Put(key, value);
    }
  }
  std::vector<uint32_t> Read(AdjacencyDb& db, uint32_t paper, EdgeKind kind) const override {
    std::vector<uint32_t> targets;
    std::string prefix;
    MakePrefix(prefix, PaperNode(paper), kind);
    ForPrefix(db, db.out, prefix, [&](std::string_view key, std::string_view) {
      targets.push_back(VertexOf(key.substr(9)));
    });
    return targets;
  }
  void Scan(AdjacencyDb& db, std::array<FlatRows, 3>& rows) const override {
    ForAll(db, db.out, [&](std::string_view key, std::string_view value) {
      FlatRows& to = rows[KindPlace(key)];
      StartRow(to, VertexOf(key));
      to.targets.push_back(VertexOf(key.substr(9)));
      if (value.size() >= 2)
        to.payload.push_back(static_cast<uint16_t>(ReadBigEndian(value.substr(0, 2))));
    });
  }

 private:
  template <typename EmitEdge>
  static void Emit(const PaperLists& lists, EmitEdge emit) {
    std::string key;
    std::string value;
    for (uint32_t k = 0; k < 3; ++k) {
      for (size_t i = 0; i < lists.targets[k].size(); ++i) {
        MakePrefix(key, PaperNode(lists.paper), kMeasuredKinds[k]);
        PutBigEndian(key, TargetNode(k, lists.targets[k][i]).value(), 8);
        value.clear();
        if (!lists.payload[k].empty()) PutBigEndian(value, lists.payload[k][i], 2);
        if (k == 0) PutVarint(value, i);  // position on the byline
        emit(key, value);
      }
    }
  }
};

class ListForward : public ForwardLayout {
 public:
  void Put(const PaperLists& lists, rocksdb::WriteBatch& batch, AdjacencyDb& db) const override {
    Emit(lists, [&](const std::string& key, const std::string& value) {
      Check(batch.Put(db.out, key, value));
    });
  }
  void AddReference(uint32_t paper, std::span<const uint32_t> references, uint32_t /*added*/,
                    rocksdb::WriteBatch& batch, AdjacencyDb& db) const override {
    PaperLists lists;
    lists.paper = paper;
    lists.targets[2] = references;
    Put(lists, batch, db);
  }
  void WriteSorted(const FlatGraph& graph, uint32_t papers, SortedSink& sink) const override {
    for (uint32_t paper = 0; paper < papers; ++paper) {
      Emit(graph.ListsOf(paper),
           [&](const std::string& key, const std::string& value) { sink.Put(key, value); });
    }
  }
  std::vector<uint32_t> Read(AdjacencyDb& db, uint32_t paper, EdgeKind kind) const override {
    std::string key;
    MakePrefix(key, PaperNode(paper), kind);
    PutBigEndian(key, 0, 2);
    rocksdb::PinnableSlice value;
    const rocksdb::Status status = db.db->Get({}, db.out, key, &value);
    FlatRows rows;
    if (status.IsNotFound()) return {};
    Check(status);
    Decode(View(value), kind, rows);
    return std::move(rows.targets);
  }
  void Scan(AdjacencyDb& db, std::array<FlatRows, 3>& rows) const override {
    ForAll(db, db.out, [&](std::string_view key, std::string_view value) {
      FlatRows& to = rows[KindPlace(key)];
      StartRow(to, VertexOf(key));
      Decode(value, static_cast<EdgeKind>(key[8]), to);
    });
  }

 private:
  // One chunk a list: the longest of the synthetic graph has 400 places.
  template <typename EmitList>
  static void Emit(const PaperLists& lists, EmitList emit) {
    std::string key;
    std::string value;
    for (uint32_t k = 0; k < 3; ++k) {
      if (lists.targets[k].empty()) continue;
      MakePrefix(key, PaperNode(lists.paper), kMeasuredKinds[k]);
      PutBigEndian(key, 0, 2);
      value.clear();
      int64_t previous = 0;
      for (size_t i = 0; i < lists.targets[k].size(); ++i) {
        const int64_t step = lists.targets[k][i] - previous;
        PutVarint(value, (static_cast<uint64_t>(step) << 1U) ^ static_cast<uint64_t>(step >> 63U));
        previous = lists.targets[k][i];
        if (!lists.payload[k].empty()) PutBigEndian(value, lists.payload[k][i], 2);
      }
      emit(key, value);
    }
  }
  static void Decode(std::string_view bytes, EdgeKind kind, FlatRows& to) {
    const char* at = bytes.data();
    const char* end = at + bytes.size();
    int64_t previous = 0;
    while (at != end) {
      const uint64_t zigzag = TakeVarint(at);
      previous += static_cast<int64_t>((zigzag >> 1U) ^ (~(zigzag & 1U) + 1));
      to.targets.push_back(static_cast<uint32_t>(previous));
      if (kind == EdgeKind::kCitation) continue;
      to.payload.push_back(static_cast<uint16_t>(ReadBigEndian({at, 2})));
      at += 2;
    }
  }
};

class KeyPerEdgeReverse : public ReverseLayout {
 public:
  void Add(std::span<const ReverseOp> added, rocksdb::WriteBatch& batch,
           AdjacencyDb& db) const override {
    std::string key;
    for (const ReverseOp& op : added) {
      MakeKey(key, op.kind, op.target, op.source);
      Check(batch.Put(db.in, key, {}));
    }
  }
  void WriteSorted(uint32_t kind, const FlatRows& transposed, SortedSink& sink) const override {
    std::string key;
    for (uint32_t target = 0; target < transposed.row_count(); ++target) {
      for (const uint32_t source : transposed.Row(target)) {
        MakeKey(key, kind, target, source);
        sink.Put(key, {});
      }
    }
  }
  std::vector<uint32_t> Read(AdjacencyDb& db, uint32_t kind, uint32_t target) const override {
    std::vector<uint32_t> sources;
    std::string prefix;
    MakePrefix(prefix, TargetNode(kind, target), kMeasuredKinds[kind]);
    ForPrefix(db, db.in, prefix, [&](std::string_view key, std::string_view) {
      sources.push_back(VertexOf(key.substr(9)));
    });
    return sources;
  }
  void Scan(AdjacencyDb& db, std::array<FlatRows, 3>& rows) const override {
    ForAll(db, db.in, [&](std::string_view key, std::string_view) {
      FlatRows& to = rows[KindPlace(key)];
      StartRow(to, VertexOf(key));
      to.targets.push_back(VertexOf(key.substr(9)));
    });
  }

 private:
  static void MakeKey(std::string& key, uint32_t kind, uint32_t target, uint32_t source) {
    MakePrefix(key, TargetNode(kind, target), kMeasuredKinds[kind]);
    PutBigEndian(key, PaperNode(source).value(), 8);
  }
};

// What the two layouts with lists share: values that hold ascending sources.
class ListReverse : public ReverseLayout {
 public:
  std::vector<uint32_t> Read(AdjacencyDb& db, uint32_t kind, uint32_t target) const override {
    std::vector<uint32_t> sources;
    std::string prefix;
    MakePrefix(prefix, TargetNode(kind, target), kMeasuredKinds[kind]);
    ForPrefix(db, db.in, prefix,
              [&](std::string_view, std::string_view value) { AppendAscending(value, sources); });
    return sources;
  }
  void Scan(AdjacencyDb& db, std::array<FlatRows, 3>& rows) const override {
    ForAll(db, db.in, [&](std::string_view key, std::string_view value) {
      FlatRows& to = rows[KindPlace(key)];
      StartRow(to, VertexOf(key));
      AppendAscending(value, to.targets);
    });
  }

 protected:
  static void MakeKey(std::string& key, uint32_t kind, uint32_t target, uint32_t tail) {
    MakePrefix(key, TargetNode(kind, target), kMeasuredKinds[kind]);
    PutBigEndian(key, tail, 4);
  }
  // Calls visit(ops of one target) for each.
  template <typename Visit>
  static void ForTargets(std::span<const ReverseOp> ops, Visit visit) {
    while (!ops.empty()) {
      size_t size = 1;
      while (size < ops.size() && ops[size].kind == ops[0].kind &&
             ops[size].target == ops[0].target)
        ++size;
      visit(ops.first(size));
      ops = ops.subspan(size);
    }
  }
};

// The first chunk of a target has tail 0; later ones the first source that they hold.
class ChunkReverse : public ListReverse {
 public:
  void Add(std::span<const ReverseOp> added, rocksdb::WriteBatch& batch,
           AdjacencyDb& db) const override {
    ForTargets(added, [&](std::span<const ReverseOp> ops) {
      // Almost all lists have one chunk, so look for that alone and go on only where it is full.
      std::string key;
      MakeKey(key, ops[0].kind, ops[0].target, 0);
      rocksdb::PinnableSlice value;
      const rocksdb::Status status = db.db->Get({}, db.in, key, &value);
      if (!status.IsNotFound()) Check(status);
      if (status.ok() && value.size() > kChunkBytesMax / 2 - 16) {
        AddToLastChunk(ops, batch, db);
      } else {
        Merge(ops, status.ok() ? View(value) : std::string_view(), 0, batch, db);
      }
    });
  }
  void WriteSorted(uint32_t kind, const FlatRows& transposed, SortedSink& sink) const override {
    for (uint32_t target = 0; target < transposed.row_count(); ++target) {
      const std::span<const uint32_t> row = transposed.Row(target);
      if (!row.empty()) {
        Split(kind, target, 0, row,
              [&](const std::string& key, const std::string& value) { sink.Put(key, value); });
      }
    }
  }

 private:
  // The chunk whose range holds the ops' first source. New papers have the greatest ids, so the
  // rest of the ops belongs to it as well.
  static void AddToLastChunk(std::span<const ReverseOp> ops, rocksdb::WriteBatch& batch,
                             AdjacencyDb& db) {
    std::string key;
    MakeKey(key, ops[0].kind, ops[0].target, ops[0].source);
    const std::unique_ptr<rocksdb::Iterator> it(db.db->NewIterator({}, db.in));
    it->SeekForPrev(key);
    Check(it->status());
    const std::string_view found = View(it->key());
    Merge(ops, View(it->value()), static_cast<uint32_t>(ReadBigEndian(found.substr(9))), batch, db);
  }
  static void Merge(std::span<const ReverseOp> ops, std::string_view stored, uint32_t tail,
                    rocksdb::WriteBatch& batch, AdjacencyDb& db) {
    std::vector<uint32_t> sources;
    AppendAscending(stored, sources);
    const auto middle = static_cast<std::ptrdiff_t>(sources.size());
    for (const ReverseOp& op : ops) sources.push_back(op.source);
    std::inplace_merge(sources.begin(), sources.begin() + middle, sources.end());
    sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
    Split(ops[0].kind, ops[0].target, tail, sources,
          [&](const std::string& key, const std::string& value) {
            Check(batch.Put(db.in, key, value));
          });
  }
  // Chunks are filled to the half, so that a middle one can grow.
  template <typename EmitChunk>
  static void Split(uint32_t kind, uint32_t target, uint32_t tail,
                    std::span<const uint32_t> sources, EmitChunk emit) {
    std::string key;
    std::string value;
    PutAscending(value, sources.data(), sources.data() + sources.size());
    if (value.size() <= kChunkBytesMax) {
      MakeKey(key, kind, target, tail);
      emit(key, value);
      return;
    }
    const size_t half = sources.size() / 2;
    Split(kind, target, tail, sources.first(half), emit);
    Split(kind, target, sources[half], sources.subspan(half), emit);
  }
};

class BucketReverse : public ListReverse {
 public:
  void Add(std::span<const ReverseOp> added, rocksdb::WriteBatch& batch,
           AdjacencyDb& db) const override {
    std::vector<uint32_t> sources;
    ForTargets(added, [&](std::span<const ReverseOp> ops) {
      sources.clear();
      for (const ReverseOp& op : ops) sources.push_back(op.source);
      ForBuckets(ops[0].kind, ops[0].target, sources,
                 [&](const std::string& key, const std::string& value) {
                   Check(batch.Merge(db.in, key, value));
                 });
    });
  }
  void WriteSorted(uint32_t kind, const FlatRows& transposed, SortedSink& sink) const override {
    for (uint32_t target = 0; target < transposed.row_count(); ++target) {
      ForBuckets(kind, target, transposed.Row(target),
                 [&](const std::string& key, const std::string& value) { sink.Put(key, value); });
    }
  }

 private:
  template <typename EmitBucket>
  static void ForBuckets(uint32_t kind, uint32_t target, std::span<const uint32_t> sources,
                         EmitBucket emit) {
    std::string key;
    std::string value;
    while (!sources.empty()) {
      const uint32_t bucket = sources[0] >> kBucketBits;
      size_t size = 1;
      while (size < sources.size() && sources[size] >> kBucketBits == bucket) ++size;
      MakeKey(key, kind, target, bucket);
      value.clear();
      PutAscending(value, sources.data(), sources.data() + size);
      emit(key, value);
      sources = sources.subspan(size);
    }
  }
};

// Values and operands are lists of ascending sources; merging is their union.
class UnionOperator : public rocksdb::MergeOperator {
 public:
  const char* Name() const override { return "coterie.bench.union"; }
  bool FullMergeV2(const MergeOperationInput& in, MergeOperationOutput* out) const override {
    std::vector<uint32_t> sources;
    if (in.existing_value != nullptr) AppendAscending(View(*in.existing_value), sources);
    for (const rocksdb::Slice& operand : in.operand_list) AppendAscending(View(operand), sources);
    Union(sources, out->new_value);
    return true;
  }
  bool PartialMergeMulti(const rocksdb::Slice& /*key*/, const std::deque<rocksdb::Slice>& operands,
                         std::string* value, rocksdb::Logger* /*logger*/) const override {
    std::vector<uint32_t> sources;
    for (const rocksdb::Slice& operand : operands) AppendAscending(View(operand), sources);
    value->clear();
    Union(sources, *value);
    return true;
  }

 private:
  static void Union(std::vector<uint32_t>& sources, std::string& value) {
    if (!std::is_sorted(sources.begin(), sources.end())) std::sort(sources.begin(), sources.end());
    sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
    PutAscending(value, sources.data(), sources.data() + sources.size());
  }
};

}  // namespace

std::unique_ptr<ForwardLayout> ForwardKeyPerEdge() { return std::make_unique<KeyPerEdgeForward>(); }
std::unique_ptr<ForwardLayout> ForwardLists() { return std::make_unique<ListForward>(); }
std::unique_ptr<ReverseLayout> ReverseKeyPerEdge() { return std::make_unique<KeyPerEdgeReverse>(); }
std::unique_ptr<ReverseLayout> ReverseChunks() { return std::make_unique<ChunkReverse>(); }
std::unique_ptr<ReverseLayout> ReverseMergedBuckets() { return std::make_unique<BucketReverse>(); }
std::shared_ptr<rocksdb::MergeOperator> BucketMergeOperator() {
  return std::make_shared<UnionOperator>();
}

}  // namespace coterie::bench
