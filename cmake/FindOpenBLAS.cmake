# OpenBLAS, which holds LAPACK as well. The pthread build is wanted: its thread count can be set at run time.
find_library(OPENBLAS_LIBRARY NAMES openblas PATH_SUFFIXES openblas-pthread REQUIRED)
add_library(openblas::openblas INTERFACE IMPORTED)
target_link_libraries(openblas::openblas INTERFACE ${OPENBLAS_LIBRARY})
