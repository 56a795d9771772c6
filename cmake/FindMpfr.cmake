# GNU MPFR and, beneath it, GMP: correct rounding of the few results that double-double arithmetic leaves open.
find_path(MPFR_INCLUDE_DIR mpfr.h REQUIRED)
find_library(MPFR_LIBRARY NAMES mpfr REQUIRED)
find_library(GMP_LIBRARY NAMES gmp REQUIRED)
add_library(mpfr::mpfr INTERFACE IMPORTED)
target_include_directories(mpfr::mpfr INTERFACE ${MPFR_INCLUDE_DIR})
target_link_libraries(mpfr::mpfr INTERFACE ${MPFR_LIBRARY} ${GMP_LIBRARY})
