// Slots for the values of a schedule, moves between them, and their release.
#pragma once

#include "compiler/lower/schedule.h"

namespace lineal {

/// Turns a schedule whose values were traced into code.
LoweredDag allocate_slots(Schedule schedule, const LowerScope& scope);

}  // namespace lineal
