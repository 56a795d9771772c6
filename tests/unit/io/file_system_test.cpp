// Durable writes, reads and content hashes.
#include "runtime/io/file_system.h"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/core/sha256.h"
#include "runtime/io/file_content.h"
#include "runtime/io/write_value.h"
#include "tests/unit/io/test_files.h"

using namespace lineal;

TEST_CASE("sha256 gives the digests of FIPS 180-2") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256 hash;
  for (int i = 0; i < 1000; ++i)
    hash.update(std::string(1000, 'a'));
  CHECK(hash.finish() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a file that is written replaces the old one and leaves nothing else") {
  const TemporaryFolder folder;
  FileSystem& files = real_file_system();
  write_file(files, folder / "a", "old");
  ::chmod((folder / "a").c_str(), 0640);
  write_file(files, folder / "a", "new");
  CHECK(read_text_file(files, folder / "a") == "new");
  CHECK(folder.entries() == 1);
  struct stat status {};
  ::stat((folder / "a").c_str(), &status);
  CHECK((status.st_mode & 0777) == 0640);
}

TEST_CASE("a symbolic link stays one: the file at its end is replaced") {
  const TemporaryFolder folder;
  FileSystem& files = real_file_system();
  ::mkdir((folder / "deep").c_str(), 0755);
  write_file(files, folder / "deep/data", "old");
  REQUIRE(::symlink("deep/data", (folder / "link").c_str()) == 0);
  write_file(files, folder / "link", "new");
  CHECK(read_text_file(files, folder / "deep/data") == "new");
  CHECK(std::filesystem::is_symlink(folder / "link"));
  REQUIRE(::symlink("deep/other", (folder / "dangling").c_str()) == 0);
  write_file(files, folder / "dangling", "first");
  CHECK(read_text_file(files, folder / "deep/other") == "first");
  REQUIRE(::symlink("round", (folder / "round").c_str()) == 0);
  CHECK_THROWS_WITH(write_file(files, folder / "round", "x"), Catch::Contains("round"));
}

TEST_CASE("a device keeps no name, so nothing is written beside it") {
  const TemporaryFolder folder;
  FileSystem& files = real_file_system();
  CHECK(files.is_device("/dev/null"));
  CHECK_FALSE(files.is_device(folder.path()));
  CHECK_FALSE(files.is_device(folder / "missing"));
  write_value(files, "/dev/null", Value::integer(1), WriteOptions{});
  CHECK_FALSE(files.exists("/dev/null.mtd"));
  write_file(files, folder / "a", "x");
  files.remove(folder / "a");
  files.remove(folder / "a");
  CHECK(folder.entries() == 0);
}

TEST_CASE("folders on the way to a file are made") {
  const TemporaryFolder folder;
  write_file(real_file_system(), folder / "one/two/a", "x");
  CHECK(read_text_file(real_file_system(), folder / "one/two/a") == "x");
}

TEST_CASE("without commit nothing changes") {
  const TemporaryFolder folder;
  FileSystem& files = real_file_system();
  write_file(files, folder / "a", "old");
  { files.create(folder / "a")->write("half"); }
  CHECK(read_text_file(files, folder / "a") == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("errors of the system name path and reason") {
  const TemporaryFolder folder;
  FileSystem& files = real_file_system();
  CHECK(message_of([&] { files.open(folder / "no"); }) ==
        "cannot read '" + (folder / "no") + "': No such file or directory");
  write_file(files, folder / "file", "x");
  CHECK(message_of([&] { files.create(folder / "file/a"); }) ==
        "cannot write '" + (folder / "file/a") + "': Not a directory");
  CHECK(message_of([&] { files.create(folder.path()); }) == "cannot write '" + folder.path() + "': Is a directory");
  CHECK(message_of([&] { files.create("/dev/full/x"); }).find("Not a directory") != std::string::npos);
  write_file(files, folder / "big", std::string(100, 'x'));
  CHECK(message_of([&] { read_text_file(files, folder / "big", 99); }) ==
        "cannot read '" + (folder / "big") + "': larger than 99 bytes");
}

TEST_CASE("a write that fails at any step leaves the old files and no others") {
  const TemporaryFolder folder;
  const Value value = Value::matrix(NewMatrix::filled(3, 3, 1.5));
  const WriteOptions options{.format = DataFormat::kCsv};
  write_file(real_file_system(), folder / "x", "old data");
  write_file(real_file_system(), folder / "x.mtd", "old metadata");
  FaultyFileSystem counting(1000);
  write_value(counting, folder / "y", value, options);
  REQUIRE(counting.steps() == 6);
  for (int step = 1; step <= 5; ++step) {
    FaultyFileSystem files(step);
    const std::string message = message_of([&] { write_value(files, folder / "x", value, options); });
    CHECK(message.find("No space left on device") != std::string::npos);
    CHECK(read_text_file(real_file_system(), folder / "x") == "old data");
    CHECK(read_text_file(real_file_system(), folder / "x.mtd") == "old metadata");
    CHECK(folder.entries() == 4);
  }
}

TEST_CASE("content is hashed while it is read and remembered once it has settled") {
  const TemporaryFolder folder;
  FileSystem& files = real_file_system();
  write_file(files, folder / "a", "abc");
  FileIdentities identities;
  const FileContent content = read_content(files, folder / "a", identities);
  CHECK(content.text() == "abc");
  CHECK(content.sha256() == sha256_hex("abc"));
  // Written a moment ago: a second write could keep the time stamp.
  CHECK_FALSE(identities.find(files.stamp(folder / "a")).has_value());

  FileStamp settled = files.stamp(folder / "a");
  settled.modified_ns -= 10'000'000'000;
  settled.changed_ns -= 10'000'000'000;
  identities.remember(settled, "hash");
  CHECK(identities.find(settled) == "hash");
  settled.size += 1;
  CHECK_FALSE(identities.find(settled).has_value());
}

TEST_CASE("inputs are listed once, in order of first use") {
  FileIdentities identities;
  identities.record_input({.path = "b", .sha256 = "1", .size = 1});
  identities.record_input({.path = "a", .sha256 = "2", .size = 2});
  identities.record_input({.path = "b", .sha256 = "1", .size = 1});
  REQUIRE(identities.inputs().size() == 2);
  CHECK(identities.inputs()[0].path == "b");
  CHECK(identities.inputs()[1].path == "a");
}

TEST_CASE("part files are joined in order of their names, each as whole lines") {
  const TemporaryFolder folder;
  FileSystem& files = real_file_system();
  std::filesystem::create_directory(folder / "x");
  write_file(files, folder / "x/part-1", "3,4");
  write_file(files, folder / "x/part-0", "1,2");
  write_file(files, folder / "x/.hidden", "9,9");
  FileIdentities identities;
  CHECK(read_content(files, folder / "x", identities).text() == "1,2\n3,4");
  CHECK(message_of([&] {
          std::filesystem::create_directory(folder / "empty");
          read_content(files, folder / "empty", identities);
        }) == "cannot read '" + (folder / "empty") + "': the folder holds no part files");
}

TEST_CASE("relative paths are resolved against a folder") {
  CHECK(resolve_path("/run", "a.csv") == "/run/a.csv");
  CHECK(resolve_path("/run/", "a.csv") == "/run/a.csv");
  CHECK(resolve_path("/run", "/a.csv") == "/a.csv");
  CHECK(resolve_path("", "a.csv") == "a.csv");
}
