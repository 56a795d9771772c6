// Facts about the machine, for information: in lineage logs and shown by --version.
#pragma once

#include <string>
#include <string_view>

namespace lineal {

/// Architecture and instructions in use, and the C library: "x86-64 avx2; glibc 2.36".
std::string processor_facts();

/// Of the facts about a machine (Session::machine_facts), that about OpenBLAS; empty if there is none.
std::string_view openblas_of(std::string_view machine_facts);

}  // namespace lineal
