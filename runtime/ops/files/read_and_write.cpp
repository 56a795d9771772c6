// Operators read, readMM and write.
#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/io/file_identity.h"
#include "runtime/io/read_value.h"
#include "runtime/io/write_value.h"
#include "runtime/matrix/list.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/op_def.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

/// Positions of the parameters of read.
enum ReadParam : size_t {
  kFile,
  kRows,
  kColumns,
  kNonzeros,
  kFormat,
  kDataType,
  kValueType,
  kSchema,
  kSeparator,
  kHeader,
  kFill,
  kDefault,
  kNaStrings,
  kIndexSeparator,
};

std::vector<std::string> words_of(const Value& value, std::string_view what) {
  if (value.is_string()) return {value.text()};
  std::vector<std::string> words;
  for (const List::Element& element : value.as_list().elements) {
    if (!element.value.is_scalar()) throw Error(ErrorKind::kRuntime, cat("read: ", what, ": not a list of strings"));
    words.push_back(scalar_text(element.value));
  }
  return words;
}

/// The arguments that the call gave; -1 and "" stand for those left out.
Metadata given_arguments(const KernelCall& call) {
  Metadata given;
  const auto set_count = [&](std::optional<int64_t>& to, size_t i, std::string_view name) {
    const int64_t number = call.integer(i);
    if (number < -1) throw Error(ErrorKind::kRuntime, cat("read: ", name, " is negative: ", number));
    if (number >= 0) to = number;
  };
  const auto set_text = [&](std::optional<std::string>& to, size_t i) {
    if (!call.in[i].text().empty()) to = call.in[i].text();
  };
  const auto set_flag = [&](std::optional<bool>& to, size_t i) {
    if (!call.in[i].is_int() || call.integer(i) >= 0) to = call.flag(i);
  };
  set_count(given.rows, kRows, "rows");
  set_count(given.columns, kColumns, "cols");
  set_count(given.nonzeros, kNonzeros, "nnz");
  if (!call.in[kFormat].text().empty()) given.format = normal_format(call.in[kFormat].text(), "read: format");
  if (!call.in[kDataType].text().empty())
    given.data_type = normal_data_type(call.in[kDataType].text(), "read: data_type");
  if (!call.in[kValueType].text().empty()) {
    given.value_type = normal_value_type(call.in[kValueType].text(), "read: value_type");
  }
  set_text(given.schema, kSchema);
  set_text(given.separator, kSeparator);
  set_flag(given.header, kHeader);
  set_flag(given.fill, kFill);
  if (call.in[kDefault].is_number()) given.fill_value = call.number(kDefault);
  if (!call.in[kNaStrings].is_string() || !call.in[kNaStrings].text().empty()) {
    given.na_strings = words_of(call.in[kNaStrings], "naStrings");
  }
  set_text(given.index_separator, kIndexSeparator);
  return given;
}

Metadata arguments_of(const KernelCall& call) {
  if (call.op.name != "readMM") return given_arguments(call);
  Metadata given;
  given.format = "mm";
  given.data_type = "matrix";
  return given;
}

std::string path_of(const KernelCall& call, size_t i) {
  const std::string& path = call.in[i].text();
  if (path.empty() || path.find('\0') != std::string::npos) {
    throw Error(ErrorKind::kIo, cat(call.op.name, ": not a path: \"", path, "\""));
  }
  return resolve_path(call.context.config.folder, path);
}

/// A file that was hashed before and has not changed needs no reading to be named in lineage. Whatever is wrong with
/// the file is left to the kernel to report.
void prepare_read(KernelCall& call) {
  if (call.leaf == nullptr) return;
  FileSystem& files = call.context.files;
  const std::string path = path_of(call, kFile);
  if (!files.exists(path) || files.is_folder(path)) return;
  const FileStamp stamp = files.stamp(path);
  const std::optional<std::string> sha256 = call.context.identities.find(stamp);
  if (!sha256) return;
  *call.leaf = read_identity(*sha256, resolve_read_options(files, path, arguments_of(call)));
  call.context.identities.record_input({.path = call.in[kFile].text(), .sha256 = *sha256, .size = stamp.size});
}

void read_kernel(KernelCall& call) {
  KernelContext& context = call.context;
  const std::string path = path_of(call, kFile);
  const ReadOptions options = resolve_read_options(context.files, path, arguments_of(call));
  ReadResult result = read_value(context.files, context.identities, context.pool, path, options);
  context.counters.bytes_read += result.bytes;
  context.identities.record_input({.path = call.in[kFile].text(), .sha256 = result.sha256, .size = result.bytes});
  if (call.leaf != nullptr) *call.leaf = read_identity(result.sha256, options);
  call.out[0] = std::move(result.value);
}

void write_kernel(KernelCall& call) {
  WriteOptions options;
  options.format = parse_format(call.in[2].text());
  options.separator = call.in[3].text();
  options.header = call.flag(4);
  options.sparse = call.flag(5);
  if (!call.in[6].text().empty()) options.description = call.in[6].text();
  if (options.separator.empty()) throw Error(ErrorKind::kRuntime, "write: sep must not be empty");
  const std::string path = path_of(call, 1);
  const WriteResult result = write_value(call.context.files, path, call.in[0], options);
  call.context.counters.bytes_written += result.bytes;
  if (call.leaf != nullptr)
    *call.leaf = cat("sha256=", result.sha256, " format=", result.format, " bytes=", result.bytes);
}

}  // namespace

void register_files(OpRegistry& registry) {
  registry.add({.name = "read",
                .call = "read",
                .params = {{"file", kText},
                           {"rows", kNumber, -1},
                           {"cols", kNumber, -1},
                           {"nnz", kNumber, -1},
                           {"format", kText, ""},
                           {"data_type", kText, ""},
                           {"value_type", kText, ""},
                           {"schema", kText, ""},
                           {"sep", kText, ""},
                           {"header", kNumber, -1},
                           {"fill", kNumber, -1},
                           {"default", kNumber | kText, ""},
                           {"naStrings", kText | kList, ""},
                           {"indSep", kText, ""},
                           {"dataset", kText, ""},
                           {"rows_in_block", kNumber, -1},
                           {"cols_in_block", kNumber, -1}},
                .style = CallStyle::kNamed,
                .outputs = {kScalar | kMatrix | kFrame},

                // Not pure: a write to the same path may stand between two reads.
                .traits = kDeterministic | kReusable,
                .effect = Effect::kReads,
                .kernels = {dense_only(read_kernel)},
                .prepare = prepare_read,
                .help = "Reads a matrix, frame or scalar from a file (csv, text, mm, libsvm, binary)."});
  registry.add({.name = "readMM",
                .call = "readMM",
                .params = {{"file", kText}},
                .traits = kDeterministic | kReusable,
                .effect = Effect::kReads,
                .infer = infer::any_matrix,
                .kernels = {dense_only(read_kernel)},
                .prepare = prepare_read,
                .help = "Reads a matrix from a Matrix Market file."});
  registry.add({.name = "write",
                .call = "write",
                .params = {{"X", kScalar | kMatrix | kFrame},
                           {"file", kText},
                           {"format", kText, "text"},
                           {"sep", kText, ","},
                           {"header", kNumber, false},
                           {"sparse", kNumber, false},
                           {"description", kText, ""},
                           {"rows_in_block", kNumber, -1},
                           {"cols_in_block", kNumber, -1}},
                .style = CallStyle::kNamed,
                .outputs = {},
                .traits = 0,
                .effect = Effect::kWrites,
                .kernels = {any_form(write_kernel)},
                .help = "Writes a value and its .mtd file; an existing file is replaced only when all is written."});
}

}  // namespace lineal
