// .mtd files: JSON in and out.
#include "runtime/io/metadata.h"

#include <array>
#include <set>

#include <nlohmann/json.hpp>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/io/number_text.h"

namespace lineal {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMaxDepth = 64;
constexpr int64_t kMaxBytes = int64_t{1} << 20;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// Reads the entries of one .mtd file, naming file and key in every error.
class Reader {
 public:
  explicit Reader(std::string path) : path_(std::move(path)) {}

  Metadata read(const Json& object) const {
    Metadata result;
    for (const auto& [key, entry] : object.items())
      set(result, key, entry);
    return result;
  }

 private:
  [[noreturn]] void fail(const std::string& key, const Json& entry, std::string_view expected) const {
    std::string shown = entry.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (shown.size() > 60) shown = shown.substr(0, 60) + "...";
    throw Error(ErrorKind::kIo, cat(path_, ": ", key, ": expected ", expected, ": ", shown));
  }

  std::string text(const std::string& key, const Json& entry) const {
    if (!entry.is_string()) fail(key, entry, "a string");
    return entry.get<std::string>();
  }

  /// A dimension or count; -1 means that it is not known.
  std::optional<int64_t> count(const std::string& key, const Json& entry) const {
    if (entry.is_number_unsigned() && entry.get<uint64_t>() > static_cast<uint64_t>(INT64_MAX)) {
      fail(key, entry, "a number below 2^63");
    }
    if (!entry.is_number_integer()) fail(key, entry, "a whole number");
    const int64_t number = entry.get<int64_t>();
    if (number < -1) fail(key, entry, "a number that is not negative");
    return number < 0 ? std::nullopt : std::optional(number);
  }

  bool flag(const std::string& key, const Json& entry) const {
    if (entry.is_boolean()) return entry.get<bool>();
    if (entry.is_string()) {
      const std::string word = lower(entry.get<std::string>());
      if (word == "true") return true;
      if (word == "false") return false;
    }
    fail(key, entry, "true or false");
  }

  double number(const std::string& key, const Json& entry) const {
    if (entry.is_number()) return entry.get<double>();
    double value = 0;
    if (!entry.is_string() || !parse_number(entry.get<std::string>(), value)) fail(key, entry, "a number");
    return value;
  }

  std::vector<std::string> texts(const std::string& key, const Json& entry) const {
    if (entry.is_string()) return {entry.get<std::string>()};
    if (!entry.is_array()) fail(key, entry, "a string or an array of strings");
    std::vector<std::string> result;
    for (const Json& item : entry)
      result.push_back(text(key, item));
    return result;
  }

  void set(Metadata& to, const std::string& key, const Json& entry) const {
    const std::string where = cat(path_, ": ", key);
    if (key == "data_type") {
      to.data_type = normal_data_type(text(key, entry), where);
    } else if (key == "value_type") {
      to.value_type = normal_value_type(text(key, entry), where);
    } else if (key == "schema") {
      to.schema = text(key, entry);
    } else if (key == "rows") {
      to.rows = count(key, entry);
    } else if (key == "cols") {
      to.columns = count(key, entry);
    } else if (key == "nnz") {
      to.nonzeros = count(key, entry);
    } else if (key == "format") {
      to.format = normal_format(text(key, entry), where);
    } else if (key == "description") {
      to.description = text(key, entry);
    } else if (key == "author") {
      to.author = text(key, entry);
    } else if (key == "created") {
      to.created = text(key, entry);
    } else if (key == "header") {
      to.header = flag(key, entry);
    } else if (key == "sep") {
      to.separator = text(key, entry);
    } else if (key == "fill") {
      to.fill = flag(key, entry);
    } else if (key == "default") {
      to.fill_value = number(key, entry);
    } else if (key == "naStrings") {
      to.na_strings = texts(key, entry);
    } else if (key == "indSep") {
      to.index_separator = text(key, entry);
    } else if (key != "rows_in_block" && key != "cols_in_block" && key != "iofilename" && key != "dataset" &&
               key != "privacy" && key != "fine_grained_privacy") {
      throw Error(ErrorKind::kIo, cat(path_, ": unknown key: \"", key, "\""));
    }
  }

  std::string path_;
};

template <class T>
std::string shown(const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    return value ? "TRUE" : "FALSE";
  } else if constexpr (std::is_same_v<T, std::string>) {
    return cat("\"", value, "\"");
  } else if constexpr (std::is_arithmetic_v<T>) {
    return cat(value);
  } else {
    std::string all;
    for (const std::string& item : value)
      all += cat(all.empty() ? "" : ", ", "\"", item, "\"");
    return cat("[", all, "]");
  }
}

template <class T>
void merge(std::optional<T>& to, const std::optional<T>& from, std::string_view key, const std::string& path) {
  if (!from) return;
  if (to && !(*to == *from)) {
    throw Error(ErrorKind::kIo, cat("read: argument ", key, "=", shown(*to), " contradicts '", path,
                                    ".mtd', which says ", shown(*from)));
  }
  to = from;
}

template <class T>
void put(Json& object, const char* key, const std::optional<T>& entry) {
  if (entry) object[key] = *entry;
}

}  // namespace

std::string normal_data_type(std::string_view word, std::string_view where) {
  const std::string name = lower(word);
  for (const char* known : {"matrix", "frame", "scalar", "list"}) {
    if (name == known) return name;
  }
  throw Error(ErrorKind::kIo, cat(where, ": unknown data type: \"", word, "\""));
}

std::string normal_value_type(std::string_view word, std::string_view where) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kWords{{{"double", "double"},
                                                                                         {"fp64", "double"},
                                                                                         {"float", "double"},
                                                                                         {"fp32", "double"},
                                                                                         {"int", "int"},
                                                                                         {"int64", "int"},
                                                                                         {"int32", "int"},
                                                                                         {"integer", "int"},
                                                                                         {"string", "string"},
                                                                                         {"str", "string"},
                                                                                         {"boolean", "boolean"},
                                                                                         {"bool", "boolean"},
                                                                                         {"unknown", "unknown"}}};
  const std::string name = lower(word);
  for (const auto& [spelling, type] : kWords) {
    if (name == spelling) return std::string(type);
  }
  throw Error(ErrorKind::kIo, cat(where, ": unknown value type: \"", word, "\""));
}

std::string normal_format(std::string_view word, std::string_view where) {
  const std::string name = lower(word);
  for (const char* known : {"text", "csv", "mm", "libsvm", "binary"}) {
    if (name == known) return name;
  }
  throw Error(ErrorKind::kIo, cat(where, ": format is not supported: \"", word, "\""));
}

Metadata parse_metadata(std::string_view text, const std::string& path) {
  std::set<std::string> keys;
  const Json::parser_callback_t watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > kMaxDepth) throw Error(ErrorKind::kIo, cat(path, ": nested deeper than ", kMaxDepth, " levels"));
    if (event == Json::parse_event_t::key && depth == 1 && !keys.insert(parsed.get<std::string>()).second) {
      throw Error(ErrorKind::kIo, cat(path, ": key given twice: \"", parsed.get<std::string>(), "\""));
    }
    return true;
  };
  Json object;
  try {
    object = Json::parse(text, watch);
  } catch (const Json::exception& error) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: ..." without the library's own prefix.
    std::string reason = error.what();
    if (const size_t end = reason.find("] "); end != std::string::npos) reason.erase(0, end + 2);
    throw Error(ErrorKind::kIo, cat(path, ": not a JSON object: ", reason));
  }
  if (!object.is_object()) throw Error(ErrorKind::kIo, cat(path, ": not a JSON object: ", object.type_name()));
  return Reader(path).read(object);
}

std::optional<Metadata> read_metadata(FileSystem& files, const std::string& path) {
  const std::string name = path + ".mtd";
  if (!files.exists(name)) return std::nullopt;
  return parse_metadata(read_text_file(files, name, kMaxBytes), name);
}

std::string format_metadata(const Metadata& metadata) {
  Json object = Json::object();
  put(object, "data_type", metadata.data_type);
  if (metadata.schema) {
    put(object, "schema", metadata.schema);
  } else {
    put(object, "value_type", metadata.value_type);
  }
  put(object, "rows", metadata.rows);
  put(object, "cols", metadata.columns);
  put(object, "nnz", metadata.nonzeros);
  put(object, "format", metadata.format);
  put(object, "description", metadata.description);
  put(object, "author", metadata.author);
  put(object, "header", metadata.header);
  put(object, "sep", metadata.separator);
  put(object, "indSep", metadata.index_separator);
  put(object, "created", metadata.created);
  return object.dump(4, ' ', false, Json::error_handler_t::replace);
}

Metadata merge_metadata(const Metadata& arguments, const Metadata& file, const std::string& path) {
  Metadata all = arguments;
  if (all.data_type == "scalar") {
    // A read that asks for a scalar takes the file's text as it is, whatever wrote it; of the .mtd only a value type
    // that the call left open counts.
    if (!all.value_type && file.data_type == "scalar") all.value_type = file.value_type;
    return all;
  }
  merge(all.data_type, file.data_type, "data_type", path);
  // A value type of unknown says nothing.
  if (all.value_type == "unknown") all.value_type.reset();
  if (file.value_type != "unknown") merge(all.value_type, file.value_type, "value_type", path);
  merge(all.schema, file.schema, "schema", path);
  merge(all.rows, file.rows, "rows", path);
  merge(all.columns, file.columns, "cols", path);
  merge(all.nonzeros, file.nonzeros, "nnz", path);
  merge(all.format, file.format, "format", path);
  merge(all.header, file.header, "header", path);
  merge(all.separator, file.separator, "sep", path);
  merge(all.fill, file.fill, "fill", path);
  merge(all.fill_value, file.fill_value, "default", path);
  merge(all.na_strings, file.na_strings, "naStrings", path);
  merge(all.index_separator, file.index_separator, "indSep", path);
  return all;
}

}  // namespace lineal
