#include "tests/laws/program_runner.h"

#include <cstdlib>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {

ProgramOutput run_program(const GeneratedProgram& program, RunAs form, Config config, const TemporaryFolder& folder) {
  for (const auto& [name, text] : program.files)
    folder.write(name, text);
  config.folder = folder.path();
  config.seed = 7;
  config.verify = true;
  ProgramOutput out;
  Session session(
      config, [&out](std::string_view text) { out.printed += text; }, [](std::string_view) {});
  const auto note = [&](const RunResult& result) {
    for (const Error& error : result.errors)
      out.errors += cat(render(error, session.sources()), "\n");
  };
  if (form == RunAs::kScript) {
    note(session.run("random.dml", program.text(), {}));
  } else {
    for (const ProgramPiece& piece : program.pieces)
      note(session.run_prompt(piece.text));
  }
  return out;
}

int64_t number_from_environment(const char* name, int64_t otherwise) {
  const char* given = std::getenv(name);
  return given ? std::atoll(given) : otherwise;
}

}  // namespace lineal
