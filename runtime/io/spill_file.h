// Spilled cells in a file without a name.
#pragma once

#include <memory>
#include <string>

#include "cache/pool/spill_store.h"

namespace lineal {

/// A store in `folder`, whose file is made at the first write. It has no name from the start, so that the system
/// removes it with the process, however that ends. What is read back is checked against a hash of what was written.
std::shared_ptr<SpillStore> make_spill_file(std::string folder);

/// The folder that the environment names (TMPDIR), otherwise /var/tmp: /tmp may be memory itself.
std::string default_spill_folder();

}  // namespace lineal
