#include "compiler/driver/module_loader.h"

#include <map>
#include <utility>

#include "runtime/core/cat.h"

namespace lineal {
namespace {

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

class Loader {
 public:
  Loader(SourceMap& sources, FileSystem& files, const std::string& folder, const ScriptArguments& arguments,
         LoadResult& result)
      : sources_(sources), files_(files), folder_(folder), arguments_(arguments), result_(result) {}

  Module* add(const std::string& path, const std::string& name, ScriptText script) {
    const uint32_t file = sources_.add(name, std::move(script.text));
    sources_.starts_at(file, script.first_line);
    if (script.hidden_length > 0) sources_.hide(file, script.hidden_offset, script.hidden_length);
    ParseResult parsed = parse(sources_, file, arguments_);
    Module& module = *result_.modules.modules.emplace_back(std::make_unique<Module>());
    module.path = path;
    if (!path.empty()) by_path_[path] = &module;
    for (Error& error : parsed.errors)
      result_.errors.push_back(std::move(error));
    for (Error& warning : parsed.warnings)
      result_.warnings.push_back(std::move(warning));
    result_.arguments.merge(parsed.arguments);
    if (path.empty()) result_.incomplete = parsed.incomplete;
    module.script = std::move(parsed.script);
    for (const auto& function : module.script.functions)
      module.functions.emplace(function->name, function.get());
    return &module;
  }

  // Imports are worked off as a queue: a long chain of files does not recurse.
  void imports() {
    for (size_t at = 0; at < result_.modules.modules.size(); ++at) {
      Module& module = *result_.modules.modules[at];
      for (const ast::Import& import : module.script.imports)
        load(module, import);
    }
  }

 private:
  void load(Module& module, const ast::Import& import) {
    const std::string path = locate(module, import);
    if (path.empty()) {
      result_.errors.push_back(Error(ErrorKind::kInvalid, cat("source: no such file: ", import.path), import.where));
      return;
    }
    Module* target = nullptr;
    const auto known = by_path_.find(path);
    if (known != by_path_.end()) {
      target = known->second;
    } else {
      try {
        target = add(path, path, {.text = read_text_file(files_, path, static_cast<int64_t>(kMaxScriptBytes))});
      } catch (Error& error) {
        result_.errors.push_back(error.at(import.where));
        return;
      }
    }
    const auto [alias, inserted] = module.aliases.emplace(import.alias, target);
    if (!inserted && alias->second != target) {
      result_.errors.push_back(Error(
          ErrorKind::kInvalid,
          cat("source: namespace ", import.alias, " is already another file: ", alias->second->path), import.where));
    }
  }

  std::string locate(const Module& module, const ast::Import& import) {
    const std::string below_working = resolve_path(import.working_folder, import.path);
    const std::string candidates[] = {resolve_path(folder_, below_working),
                                      resolve_path(folder_of(module_file(module)), below_working),
                                      resolve_path(folder_, "scripts/" + import.path)};
    for (const std::string& path : candidates) {
      if (files_.exists(path) && !files_.is_folder(path)) return path;
    }
    return {};
  }

  std::string module_file(const Module& module) const {
    return module.path.empty() ? std::string(sources_.name(module.script.file)) : module.path;
  }

  SourceMap& sources_;
  FileSystem& files_;
  const std::string& folder_;
  const ScriptArguments& arguments_;
  LoadResult& result_;
  std::map<std::string, Module*> by_path_;
};

}  // namespace

LoadResult load_modules(SourceMap& sources, FileSystem& files, const std::string& folder, const std::string& name,
                        ScriptText script, const ScriptArguments& arguments) {
  LoadResult result;
  Loader loader(sources, files, folder, arguments, result);
  loader.add({}, name, std::move(script));
  if (result.errors.empty()) loader.imports();
  return result;
}

}  // namespace lineal
