// What is written can be read back, to the last bit.
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include <catch2/catch.hpp>

#include "runtime/core/sha256.h"
#include "runtime/io/read_value.h"
#include "runtime/io/write_value.h"
#include "tests/unit/io/test_files.h"
#include "tests/unit/matrix/frame_samples.h"

using namespace lineal;

namespace {

Value read_back(const std::string& path) {
  FileIdentities identities;
  ThreadPool pool(2);
  FileSystem& files = real_file_system();
  return read_value(files, identities, pool, path, resolve_read_options(files, path, {})).value;
}

MatrixRef random_matrix(double share, uint64_t seed) {
  std::mt19937_64 random(seed);
  const Ref<MatrixBlock> matrix = MatrixBlock::filled(50, 40, 0);
  for (int64_t i = 0; i < matrix->cells(); ++i) {
    if (std::uniform_real_distribution<>(0, 1)(random) >= share) continue;
    double value = 0;
    const uint64_t bits = random();
    std::memcpy(&value, &bits, sizeof value);
    matrix->data()[i] = std::isnan(value) ? 1.0 : value;
  }
  matrix->data()[3] = std::numeric_limits<double>::infinity();
  matrix->data()[4] = std::numeric_limits<double>::denorm_min();
  matrix->data()[5] = std::numeric_limits<double>::max();
  return matrix;
}

bool same(const MatrixBlock& a, const MatrixBlock& b) {
  if (a.rows() != b.rows() || a.columns() != b.columns()) return false;
  for (int64_t r = 0; r < a.rows(); ++r) {
    for (int64_t c = 0; c < a.columns(); ++c) {
      if (a.at(r, c) != b.at(r, c)) return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("matrices keep every bit in every format") {
  const TemporaryFolder folder;
  for (const DataFormat format :
       {DataFormat::kCsv, DataFormat::kText, DataFormat::kMatrixMarket, DataFormat::kLibsvm, DataFormat::kBinary}) {
    for (const double share : {0.0, 0.1, 1.0}) {
      for (const bool as_sparse : {false, true}) {
        CAPTURE(format_name(format), share, as_sparse);
        const MatrixRef matrix = random_matrix(share, 42);
        const Value value = Value::matrix(as_sparse ? to_sparse(matrix) : matrix);
        const WriteResult result = write_value(real_file_system(), folder / "x", value, {.format = format});
        CHECK(same(read_back(folder / "x").as_matrix(), *matrix));
        const std::string bytes = read_text_file(real_file_system(), folder / "x");
        CHECK(result.sha256 == sha256_hex(bytes));
        CHECK(result.bytes == static_cast<int64_t>(bytes.size()));
      }
    }
  }
}

TEST_CASE("files have the bytes that SystemDS writes") {
  const TemporaryFolder folder;
  const Ref<MatrixBlock> x = MatrixBlock::dense(2, 3);
  const double cells[] = {1.5, 0, -3, 1e10, 5e-4, -1e-4};
  std::copy(cells, cells + 6, x->data());
  const auto written = [&](const WriteOptions& options) {
    write_value(real_file_system(), folder / "x", Value::matrix(x), options);
    return read_text_file(real_file_system(), folder / "x");
  };
  const std::string triplets = "1 1 1.5\n1 3 -3.0\n2 1 1.0E10\n2 2 5.0E-4\n2 3 -1.0E-4\n";
  CHECK(written({.format = DataFormat::kCsv}) == "1.5,0,-3.0\n1.0E10,5.0E-4,-1.0E-4\n");
  CHECK(written({.format = DataFormat::kCsv, .separator = ";", .header = true, .sparse = true}) ==
        "C1;C2;C3\n1.5;;-3.0\n1.0E10;5.0E-4;-1.0E-4\n");
  CHECK(written({}) == triplets);
  CHECK(written({.format = DataFormat::kMatrixMarket}) ==
        "%%MatrixMarket matrix coordinate real general\n2 3 5\n" + triplets);
  const auto scalar = [&](const Value& value) {
    write_value(real_file_system(), folder / "s", value);
    return read_text_file(real_file_system(), folder / "s");
  };
  CHECK(scalar(Value::real(3)) == "3.0");
  CHECK(scalar(Value::boolean(true)) == "true");
  CHECK(scalar(Value::integer(-7)) == "-7");
  CHECK(scalar(Value::string("a\nb")) == "a\nb");
  CHECK(read_back(folder / "s").text() == "a\nb");
  write_value(real_file_system(), folder / "z", Value::matrix(MatrixBlock::zero(2, 2)));
  CHECK(read_text_file(real_file_system(), folder / "z") == "0 0 0\n");
}

TEST_CASE("frames come back") {
  const TemporaryFolder folder;
  const std::vector<Frame::Column> columns{sample_column("a", ColumnType::kString, {"x y", std::nullopt, "z"}),
                                           sample_column("b", ColumnType::kFp64, {"1.5", "2.0", std::nullopt})};
  const Value value = Value::frame(make_ref<Frame>(3, columns));
  for (const DataFormat format : {DataFormat::kCsv, DataFormat::kText}) {
    write_value(real_file_system(), folder / "f", value, {.format = format, .header = format == DataFormat::kCsv});
    const Value back = read_back(folder / "f");
    REQUIRE(back.is_frame());
    CHECK(back.as_frame().rows() == 3);
    CHECK(texts_in(back.as_frame().column(0)) == texts_in(columns[0]));
    CHECK(texts_in(back.as_frame().column(1)) == texts_in(columns[1]));
    CHECK(back.as_frame().column(1).type == ColumnType::kFp64);
    if (format == DataFormat::kCsv) CHECK(back.as_frame().column(1).name == "b");
  }
}

TEST_CASE("a binary file does not tell which NaN the processor made") {
  const TemporaryFolder folder;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto bytes_with = [&](double cell, auto form) {
    const Ref<MatrixBlock> matrix = MatrixBlock::filled(3, 3, 0);
    matrix->data()[4] = cell;
    write_value(real_file_system(), folder / "x", Value::matrix(form(matrix)), {.format = DataFormat::kBinary});
    return read_text_file(real_file_system(), folder / "x");
  };
  const auto as_it_is = [](const MatrixRef& matrix) { return matrix; };
  const auto sparse = [](const MatrixRef& matrix) { return to_sparse(matrix); };
  CHECK(bytes_with(nan, as_it_is) == bytes_with(std::copysign(nan, -1), as_it_is));
  CHECK(bytes_with(nan, sparse) == bytes_with(std::copysign(nan, -1), sparse));
}

TEST_CASE("a damaged binary file is refused") {
  const TemporaryFolder folder;
  FileSystem& files = real_file_system();
  write_value(files, folder / "x", Value::matrix(to_sparse(random_matrix(0.1, 7))), {.format = DataFormat::kBinary});
  const std::string good = read_text_file(files, folder / "x");
  const auto error_with = [&](const std::string& bytes) {
    write_file(files, folder / "x", bytes);
    return message_of([&] { read_back(folder / "x"); });
  };
  CHECK(error_with(good) == "no error");
  CHECK(error_with(good.substr(0, good.size() - 8)) != "no error");
  CHECK(error_with(good.substr(0, 20)) != "no error");
  CHECK(error_with("LINEALM2" + good.substr(8)) != "no error");
  for (const size_t word : {2, 3, 4, 6, 55}) {  // rows, columns, entries, an offset, an offset or column
    std::string bad = good;
    bad[8 * word + 6] = '\x7f';
    CAPTURE(word);
    CHECK(error_with(bad) != "no error");
  }
}
