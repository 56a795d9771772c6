// .mtd files.
#include "runtime/io/metadata.h"

#include <catch2/catch.hpp>

#include "tests/unit/io/test_files.h"

using namespace lineal;

namespace {
std::string error_of(std::string_view text) {
  return message_of([&] { parse_metadata(text, "x.mtd"); });
}
}  // namespace

TEST_CASE("metadata is written in SystemDS's layout") {
  Metadata metadata;
  metadata.data_type = "matrix";
  metadata.value_type = "double";
  metadata.rows = 2;
  metadata.columns = 3;
  metadata.nonzeros = 5;
  metadata.format = "csv";
  metadata.author = "root";
  metadata.header = true;
  metadata.separator = ";";
  metadata.created = "2026-11-21 05:18:29 UTC";
  // What SystemDS 3.4.0 wrote for write(X, f, format="csv", sep=";", header=TRUE).
  CHECK(format_metadata(metadata) == R"({
    "data_type": "matrix",
    "value_type": "double",
    "rows": 2,
    "cols": 3,
    "nnz": 5,
    "format": "csv",
    "author": "root",
    "header": true,
    "sep": ";",
    "created": "2026-11-21 05:18:29 UTC"
})");
  const Metadata back = parse_metadata(format_metadata(metadata), "x.mtd");
  CHECK(back.rows == 2);
  CHECK(back.header == true);
  CHECK(back.separator == ";");
}

TEST_CASE("metadata accepts every known key and spelling") {
  const Metadata metadata = parse_metadata(
      R"({"data_type": "Frame", "schema": "STRING,FP64,", "rows": -1, "cols": 2, "format": "CSV", "header": "true",
          "fill": false, "default": "1.5", "naStrings": ["a", "b"], "indSep": ":", "privacy": {"level": "none"}})",
      "x.mtd");
  CHECK(metadata.data_type == "frame");
  CHECK_FALSE(metadata.rows.has_value());
  CHECK(metadata.columns == 2);
  CHECK(metadata.format == "csv");
  CHECK(metadata.header == true);
  CHECK(metadata.fill == false);
  CHECK(metadata.fill_value == 1.5);
  CHECK(metadata.na_strings == std::vector<std::string>{"a", "b"});
}

TEST_CASE("bad metadata is refused with file and key") {
  CHECK(error_of(R"({"rows": 1, "na.strings": "x"})") == "x.mtd: unknown key: \"na.strings\"");
  CHECK(error_of(R"({"rows": "many"})") == "x.mtd: rows: expected a whole number: \"many\"");
  CHECK(error_of(R"({"rows": -7})") == "x.mtd: rows: expected a number that is not negative: -7");
  CHECK(error_of(R"({"rows": 18446744073709551615})") ==
        "x.mtd: rows: expected a number below 2^63: 18446744073709551615");
  CHECK(error_of(R"({"rows": 1, "rows": 2})") == "x.mtd: key given twice: \"rows\"");
  CHECK(error_of(R"({"format": "excel"})") == "x.mtd: format: format is not supported: \"excel\"");
  CHECK(error_of(R"({"header": 3})") == "x.mtd: header: expected true or false: 3");
  CHECK(error_of("[1, 2]").starts_with("x.mtd: not a JSON object"));
  CHECK(error_of("{\"rows\": 1").starts_with("x.mtd: not a JSON object: parse error at line 1"));
  CHECK(error_of("").starts_with("x.mtd: not a JSON object"));
  const std::string deep = "{\"privacy\": " + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  CHECK(error_of(deep) == "x.mtd: nested deeper than 64 levels");
  const TemporaryFolder folder;
  write_file(real_file_system(), folder / "x.mtd", std::string((1 << 20) + 1, ' '));
  CHECK(message_of([&] { read_metadata(real_file_system(), folder / "x"); }).ends_with("larger than 1048576 bytes"));
}
