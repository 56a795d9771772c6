// Operators that talk to the user or end the script: print, toString, stop, assert, time.
#include <algorithm>
#include <chrono>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/op_def.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/text/print_format.h"
#include "runtime/ops/text/to_string.h"

namespace lineal {
namespace {

void print_line(KernelCall& call, std::string text) {
  text += '\n';
  call.context.output.write(text);
}

void print_value(KernelCall& call) {
  print_line(call, to_string(call.in[0]));
}

void print_formatted(KernelCall& call) {
  print_line(call, format_values(call.in[0].text(), call.in.subspan(1)));
}

void to_string_value(KernelCall& call) {
  const int64_t decimals = call.integer(3);
  if (decimals < -1 || decimals > 400) {
    throw Error(ErrorKind::kRuntime, cat("toString: decimal is not in -1..400: ", decimals));
  }
  const ToStringOptions options{.rows = std::max<int64_t>(call.integer(1), 0),
                                .columns = std::max<int64_t>(call.integer(2), 0),
                                .decimals = static_cast<int>(decimals),
                                .sparse = call.flag(4),
                                .separator = call.in[5].text(),
                                .line_separator = call.in[6].text()};
  call.out[0] = Value::string(to_string(call.in[0], options));
}

void stop_script(KernelCall& call) {
  const std::string message = scalar_text(call.in[0]);
  throw Error(ErrorKind::kStopped, message.empty() ? "Stop Called" : message);
}

void assert_condition(KernelCall& call) {
  if (!call.flag(0)) throw Error(ErrorKind::kRuntime, "assertion failed");
}

void read_clock(KernelCall& call) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  call.out[0] = Value::integer(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

}  // namespace

void register_printing(OpRegistry& registry) {
  registry.add({.name = "print",
                .call = "print",
                .params = {{"value", kAny}},
                .outputs = {},
                .traits = 0,
                .effect = Effect::kPrints,
                .fails = Fails::kPossibly,
                .kernels = {any_form(print_value)},
                .help = "Prints a value and a line end."});
  registry.add({.name = "printf",
                .call = "print",
                .params = {{"format", kText}, {"values", kScalar}},
                .outputs = {},
                .traits = kVariadic,
                .effect = Effect::kPrints,
                .kernels = {dense_only(print_formatted)},
                .help = "Prints scalars in the given format: print(\"%.3f %d\", x, n)."});
  registry.add({.name = "toString",
                .call = "toString",
                .params = {{"target", kAny},
                           {"rows", kNumber, 100},
                           {"cols", kNumber, 100},
                           {"decimal", kNumber, 3},
                           {"sparse", kNumber, false},
                           {"sep", kText, " "},
                           {"linesep", kText, "\n"}},
                .style = CallStyle::kNamed,
                .outputs = {kText},
                .infer = infer::scalar_string,
                .kernels = {any_form(to_string_value)},
                .help = "The text of a matrix, frame or list, as print shows it."});
  registry.add({.name = "stop",
                .call = "stop",
                .params = {{"message", kScalar, ""}},
                .outputs = {},
                .traits = 0,
                .effect = Effect::kStops,
                .kernels = {dense_only(stop_script)},
                .help = "Ends the script with an error message."});
  registry.add({.name = "assert",
                .call = "assert",
                .params = {{"condition", kNumber}},
                .outputs = {},
                .traits = 0,
                .effect = Effect::kStops,
                .kernels = {dense_only(assert_condition)},
                .help = "Ends the script with an error if the condition is false."});
  registry.add({.name = "time",
                .call = "time",
                .params = {},
                .outputs = {kNumber},
                .traits = kRecorded,
                .effect = Effect::kReads,
                .fails = Fails::kNever,
                .infer = infer::scalar_int,
                .kernels = {dense_only(read_clock)},
                .help = "The time in nanoseconds since 1970, as an int."});
}

}  // namespace lineal
