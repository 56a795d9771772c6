# ANTLR: the tool that generates the parser (Debian: antlr4 4.7.2) and its C++ runtime (libantlr4-runtime-dev 4.9). The
# two interoperate, since 4.7 to 4.9 share the format of the serialised grammar.
find_program(ANTLR_TOOL antlr4 REQUIRED)
find_path(ANTLR_INCLUDE_DIR antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR_LIBRARY NAMES antlr4-runtime REQUIRED)
add_library(antlr::runtime INTERFACE IMPORTED)
target_include_directories(antlr::runtime INTERFACE ${ANTLR_INCLUDE_DIR})
target_link_libraries(antlr::runtime INTERFACE ${ANTLR_LIBRARY})
