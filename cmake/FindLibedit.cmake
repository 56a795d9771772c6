# libedit: line editing of the prompt (BSD licence; readline's is the GPL).
find_path(LIBEDIT_INCLUDE_DIR editline/readline.h REQUIRED)
find_library(LIBEDIT_LIBRARY NAMES edit REQUIRED)
add_library(libedit::libedit INTERFACE IMPORTED)
target_include_directories(libedit::libedit INTERFACE ${LIBEDIT_INCLUDE_DIR})
target_link_libraries(libedit::libedit INTERFACE ${LIBEDIT_LIBRARY})
