// The text of --stats.
#pragma once

#include <string>

#include "compiler/driver/session.h"

namespace lineal {

std::string counters_text(const Session& session, const RunResult& result);

}  // namespace lineal
