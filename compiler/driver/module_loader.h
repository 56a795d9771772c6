// Loads a script and everything that it reaches through source().
#pragma once

#include <string>
#include <vector>

#include "compiler/parse/parser.h"
#include "compiler/validate/validate.h"
#include "runtime/io/file_system.h"

namespace lineal {

struct LoadResult {
  ModuleSet modules;
  std::vector<Error> errors;
  std::vector<Error> warnings;
  bool incomplete = false;
};

/// Parses `text` as the main script, then its imports, each file once; cycles are fine. Paths are looked up as given
/// (below the setwd in force), then below `folder`, then beside the importing file, then below scripts/.
LoadResult load_modules(SourceMap& sources, FileSystem& files, const std::string& folder, const std::string& name,
                        std::string text, const ScriptArguments& arguments);

}  // namespace lineal
