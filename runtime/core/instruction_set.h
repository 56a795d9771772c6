// Which instructions of the processor the kernels use. It changes the speed of a result, never its bits (contract C4).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lineal {

// g++ 12 warns that a scoped enumerator shadows the mask of op_def.h, which it cannot.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
/// Variants of kernels, narrow to wide. kPlain is portable C++ (fma by the C library where the processor has none) and
/// the reference for the others; kAvx2 needs AVX2 and FMA; kAvx512 needs AVX-512 F, DQ, BW and VL.
enum class InstructionSet : uint8_t { kPlain, kAvx2, kAvx512 };
#pragma GCC diagnostic pop

/// The widest variant that this processor runs.
InstructionSet best_instruction_set();
/// The variant in use: the best one unless another was forced.
InstructionSet instruction_set();
/// Forces a variant for the whole process; to be called before other threads run. False, and nothing happens, when the
/// processor does not run it.
bool force_instruction_set(InstructionSet set);

/// "plain", "avx2" or "avx512".
std::string_view name_of(InstructionSet set);
std::optional<InstructionSet> instruction_set_of(std::string_view name);

}  // namespace lineal
