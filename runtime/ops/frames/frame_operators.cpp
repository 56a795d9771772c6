// Operators on frames: making them, their names and types, comparisons, map.
#include <algorithm>

#include "cache/pool/memory_limit.h"
#include "runtime/core/cat.h"
#include "runtime/core/checked.h"
#include "runtime/core/error.h"
#include "runtime/io/read_options.h"
#include "runtime/matrix/columns/cells_builder.h"
#include "runtime/matrix/list.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/op_def.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/frames/frame_cells.h"
#include "runtime/ops/frames/frame_compare.h"
#include "runtime/ops/frames/frame_map.h"

namespace lineal {
namespace {

/// One row of STRING cells, one per column of `frame`.
template <class Text>
Value row_of_text(const Frame& frame, const Text& text) {
  std::vector<Frame::Column> columns(static_cast<size_t>(frame.columns()));
  for (int64_t c = 0; c < frame.columns(); ++c) {
    columns[static_cast<size_t>(c)] = {.name = default_column_name(c),
                                       .type = ColumnType::kString,
                                       .cells = single_cell(text(frame.column(c)), ColumnType::kString)};
  }
  return Value::frame(make_ref<Frame>(1, std::move(columns)));
}

void column_types(KernelCall& call) {
  call.out[0] = row_of_text(call.in[0].as_frame(), [](const Frame::Column& c) { return column_type_name(c.type); });
}

void column_names(KernelCall& call) {
  call.out[0] = row_of_text(call.in[0].as_frame(), [](const Frame::Column& c) { return std::string_view(c.name); });
}

/// The strings of a list, or of the cells of a frame of one row or column.
std::vector<std::string> texts_of(const Value& value, std::string_view subject) {
  std::vector<std::string> texts;
  if (value.is_string()) {
    texts.push_back(value.text());
  } else if (value.is_list()) {
    for (const List::Element& element : value.as_list().elements) {
      if (!element.value.is_scalar()) throw Error(ErrorKind::kRuntime, cat(subject, ": not a list of scalars"));
      texts.push_back(scalar_text(element.value));
    }
  } else if (value.is_frame()) {
    const Frame& frame = value.as_frame();
    std::string scratch;
    for (int64_t c = 0; c < frame.columns(); ++c) {
      const ColumnCells& cells = *frame.column(c).cells;
      for (int64_t r = 0; r < cells.size(); ++r)
        texts.emplace_back(cells.is_missing(r) ? std::string_view() : cells.text(r, scratch));
    }
  }
  return texts;
}

void to_frame(KernelCall& call) {
  Value value = call.in[0];
  if (value.is_list()) {
    if (value.as_list().elements.empty()) throw Error(ErrorKind::kRuntime, "as.frame: the list is empty");
    value = Value(value.as_list().elements.front().value);
  }
  Ref<const Frame> frame = as_frame_value(value, "as.frame");
  const std::vector<std::string> names = texts_of(call.in[1], "as.frame");
  const bool named = !call.in[1].is_string() || !call.in[1].text().empty();
  if (named) {
    if (static_cast<int64_t>(names.size()) != frame->columns()) {
      throw Error(ErrorKind::kRuntime,
                  cat("as.frame: ", static_cast<int64_t>(names.size()), " names for ", frame->columns(), " columns"));
    }
    const Ref<Frame> renamed = make_ref<Frame>(*frame);
    for (int64_t c = 0; c < renamed->columns(); ++c)
      renamed->column(c).name = names[static_cast<size_t>(c)];
    frame = renamed;
  }
  call.out[0] = Value::frame(std::move(frame));
}

std::vector<ColumnType> schema_of(const Value& value, int64_t columns) {
  std::vector<ColumnType> schema;
  for (const std::string& text : texts_of(value, "frame")) {
    for (const ColumnType type : parse_schema(text))
      schema.push_back(type);
  }
  if (schema.empty()) schema.push_back(ColumnType::kString);
  if (schema.size() == 1) schema.resize(static_cast<size_t>(std::max<int64_t>(columns, 1)), schema[0]);
  if (static_cast<int64_t>(schema.size()) != columns && columns > 0) {
    throw Error(ErrorKind::kRuntime,
                cat("frame: schema names ", static_cast<int64_t>(schema.size()), " columns, cols is ", columns));
  }
  return schema;
}

/// frame(data, rows, cols, schema): one value for all cells, or a list of values given row by row.
void make_frame(KernelCall& call) {
  const int64_t rows = call.integer(1);
  const int64_t columns = call.integer(2);
  if (checked_cells(rows, columns) > machine_memory() / kLeastCellBytes ||
      columns > machine_memory() / static_cast<int64_t>(sizeof(Frame::Column))) {
    throw Error(ErrorKind::kResource, cat("frame: out of memory for ", rows, "x", columns));
  }
  const std::vector<ColumnType> schema = schema_of(call.in[3], columns);
  std::vector<std::string> data =
      call.in[0].is_list() ? texts_of(call.in[0], "frame") : std::vector<std::string>{scalar_text(call.in[0])};
  const auto count = static_cast<int64_t>(data.size());
  if (count != 1 && count != columns && count != rows * columns) {
    throw Error(ErrorKind::kRuntime, cat("frame: ", count, " values for ", rows, "x", columns));
  }
  std::vector<Frame::Column> made(static_cast<size_t>(columns));
  for (int64_t c = 0; c < columns; ++c) {
    Frame::Column& column = made[static_cast<size_t>(c)];
    column.name = default_column_name(c);
    column.type = schema[static_cast<size_t>(c)];
    CellsBuilder builder(column.type);
    builder.reserve(rows);
    const auto append = [&](const std::string& text, int64_t times) {
      if (text.empty() && column.type != ColumnType::kString) {  // no number: missing
        builder.append_missing(times);
      } else if (times > 0) {
        builder.append_text(typed_cell(text, column.type), times);
      }
    };
    if (count == 1 || count == columns) {
      append(data[static_cast<size_t>(count == 1 ? 0 : c)], rows);
    } else {
      for (int64_t r = 0; r < rows; ++r)
        append(data[static_cast<size_t>(r * columns + c)], 1);
    }
    column.cells = builder.finish();
  }
  call.out[0] = Value::frame(make_ref<Frame>(rows, std::move(made)));
}

template <Relation relation>
void compare(KernelCall& call) {
  const Frame& a = call.in[0].as_frame();
  const Frame& b = call.in[1].as_frame();
  if (a.rows() != b.rows() || a.columns() != b.columns()) {
    throw Error(ErrorKind::kRuntime, cat(call.op.call, ": dimensions differ: ", a.rows(), "x", a.columns(), " and ",
                                         b.rows(), "x", b.columns()));
  }
  std::vector<Frame::Column> columns(static_cast<size_t>(a.columns()));
  for (int64_t c = 0; c < a.columns(); ++c) {
    columns[static_cast<size_t>(c)] = {.name = default_column_name(c),
                                       .type = ColumnType::kBoolean,
                                       .cells = compare_columns(relation, a.column(c), b.column(c))};
  }
  call.out[0] = Value::frame(make_ref<Frame>(a.rows(), std::move(columns)));
}

template <Relation relation>
void register_comparison(OpRegistry& registry, std::string_view name, std::string_view symbol) {
  registry.add({.name = name,
                .call = symbol,
                .params = {{"left", kFrame}, {"right", kFrame}},
                .outputs = {kFrame},
                .infer = infer::any_frame,
                .kernels = {dense_only(compare<relation>)},
                .help = "Compares two frames cell by cell and gives a frame of booleans."});
}

void map_cells(KernelCall& call) {
  call.out[0] = map_frame(call.in[0].as_frame(), call.in[1].text(), call.integer(2));
}

}  // namespace

void register_frames(OpRegistry& registry) {
  registry.add({.name = "as.frame",
                .call = "as.frame",
                .params = {{"x", kAny}, {"names", kText | kList | kFrame, ""}},
                .outputs = {kFrame},
                .infer = infer::any_frame,
                .kernels = {any_form(to_frame)},
                .law_cases = {"7x5, _", "2.5, _"},
                .help = "A matrix, scalar or list element as a frame; matrices give FP64 columns."});
  registry.add(
      {.name = "frame",
       .call = "frame",
       .params = {{"data", kScalar | kList}, {"rows", kNumber}, {"cols", kNumber}, {"schema", kText | kList, ""}},
       .style = CallStyle::kNamed,
       .outputs = {kFrame},
       .infer = infer::any_frame,
       .kernels = {dense_only(make_frame)},
       .law_cases = {"2.5, 3, 2, _", "'a', 2, 2, _"},
       .help = "A frame of the given size, filled with one value or with listed values."});
  registry.add({.name = "typeof",
                .call = "typeof",
                .params = {{"F", kFrame}},
                .outputs = {kFrame},
                .fails = Fails::kNever,
                .infer = infer::any_frame,
                .kernels = {dense_only(column_types)},
                .help = "The types of the columns, as a frame of one row."});
  registry.add({.name = "colnames",
                .call = "colnames",
                .params = {{"F", kFrame}},
                .outputs = {kFrame},
                .fails = Fails::kNever,
                .infer = infer::any_frame,
                .kernels = {dense_only(column_names)},
                .help = "The names of the columns, as a frame of one row."});
  registry.add({.name = "map",
                .call = "map",
                .params = {{"F", kFrame}, {"function", kText}, {"margin", kNumber, 0}},
                .outputs = {kFrame},
                .infer = infer::any_frame,
                .kernels = {dense_only(map_cells)},
                .law_cases = {"4x3 frame, 'x -> x.length()', _"},
                .help = "Applies a function such as \"x -> x.toLowerCase()\" to every cell of a frame."});
  register_comparison<Relation::kEqual>(registry, "frame==", "==");
  register_comparison<Relation::kDiffer>(registry, "frame!=", "!=");
  register_comparison<Relation::kLess>(registry, "frame<", "<");
  register_comparison<Relation::kLessEqual>(registry, "frame<=", "<=");
  register_comparison<Relation::kGreater>(registry, "frame>", ">");
  register_comparison<Relation::kGreaterEqual>(registry, "frame>=", ">=");
}

}  // namespace lineal
