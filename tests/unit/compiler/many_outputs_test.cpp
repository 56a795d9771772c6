// Operators of several outputs, of several kinds: run once, logged, replayed once.
#include <atomic>

#include <catch2/catch.hpp>

#include "compiler/driver/session.h"
#include "runtime/core/cat.h"
#include "runtime/io/file_system.h"
#include "runtime/matrix/frame.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/registry.h"
#include "tests/laws/temporary_folder.h"

namespace lineal {
namespace {

std::atomic<int> executions = 0;

/// Four multiples of a matrix, its shape, and a frame: more than fit where most operators put their outputs.
void six_parts(KernelCall& call) {
  ++executions;
  const MatrixBlock& x = call.matrix(0);
  for (size_t i = 0; i < 4; ++i) {
    NewMatrix part = NewMatrix::dense(x.rows(), x.columns());
    for (int64_t k = 0; k < x.cells(); ++k)
      part->data()[k] = x.data()[k] * static_cast<double>(i + 1);
    call.out[i] = Value::matrix(std::move(part));
  }
  call.out[4] = Value::integer(x.cells());
  call.out[5] = Value::frame(make_ref<Frame>(x.rows(), std::vector<Frame::Column>()));
}

// Before main, and so before anybody uses the program's operators.
const bool is_declared = [] {
  extend_operators([](OpRegistry& registry) {
    registry.add({.name = "sixParts",
                  .call = "sixParts",
                  .params = {{"X", kMatrix}},
                  .outputs = {kMatrix, kMatrix, kMatrix, kMatrix, kNumber, kFrame},
                  .traits = kDeterministic | kReusable,
                  .kernels = {dense_only(six_parts)},
                  .help = "Six outputs."});
  });
  return true;
}();

constexpr const char* kScript = R"(
X = rand(rows=300, cols=20, seed=1)
[a, b, c, d, n, f] = sixParts(X)
[a2, b2, c2, d2, n2, f2] = sixParts(X)
R = a + b + c + d + n + nrow(f) + d2
write(R, "result", format="binary")
print(sum(a) * 4 == sum(d2))
)";

}  // namespace

TEST_CASE("an operator of many outputs runs once, also in a replay") {
  REQUIRE(is_declared);
  const TemporaryFolder folder;
  Config config;
  config.folder = folder.path();
  std::string printed;
  {
    Session session(
        config, [&printed](std::string_view text) { printed += text; }, [](std::string_view) {});
    for (const Error& error : session.run("test.dml", kScript, {}).errors)
      FAIL(error.message());
  }
  CHECK(printed == "TRUE\n");
  CHECK(executions == 1);
  Session session(
      config, [](std::string_view) {}, [](std::string_view) {});
  const Session::Audit audit = session.audit(cat(folder.path(), "/result.lineage"), 0, {});
  CHECK(audit.verdict == Session::Verdict::kBitwiseEqual);
  CHECK(executions == 2);
}

}  // namespace lineal
