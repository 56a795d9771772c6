// SystemDS's spelling of the command line, translated to Lineal's.
#pragma once

#include <string>
#include <vector>

#include "compiler/parse/parser.h"

namespace lineal {

/// Returns the words in Lineal's spelling; `-nvargs` and `-args` go to `arguments`. Throws Error(kUsage). Words that
/// are not SystemDS's stay as they are.
std::vector<std::string> translate_systemds_spelling(const std::vector<std::string>& words, ScriptArguments& arguments);

}  // namespace lineal
