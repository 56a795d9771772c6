// Loads a script and everything that it reaches through source().
#pragma once

#include <set>
#include <string>
#include <vector>

#include "compiler/parse/parser.h"
#include "compiler/validate/validate.h"
#include "runtime/io/file_system.h"

namespace lineal {

/// A main script on its way to the parser.
struct ScriptText {
  std::string text;
  uint32_t first_line = 1;   // of the longer text of which this is a piece
  size_t hidden_offset = 0;  // bytes that the user did not write, see SourceMap::hide
  uint32_t hidden_length = 0;
};

struct LoadResult {
  ModuleSet modules;
  std::vector<Error> errors;
  std::vector<Error> warnings;
  std::set<std::string, std::less<>> arguments;  // command-line arguments that the scripts use, without the dollar sign
  bool incomplete = false;
};

/// Parses `script` as the main script, then its imports, each file once; cycles are fine. Paths are looked up as given
/// (below the setwd in force), then below `folder`, then beside the importing file, then below scripts/.
LoadResult load_modules(SourceMap& sources, FileSystem& files, const std::string& folder, const std::string& name,
                        ScriptText script, const ScriptArguments& arguments);

}  // namespace lineal
