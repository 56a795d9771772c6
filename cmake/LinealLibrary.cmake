# One static library per folder. Sources are globbed, so adding a file touches no CMake.
#
#   lineal_library(runtime/io DEPS lineal_runtime_matrix OpenSSL::Crypto)
#
# defines the target lineal_runtime_io from runtime/io/*.cpp with the project's warnings, the shared precompiled header
# and the sanitizer flags.

function(lineal_target_options target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
  # Fields that a designated initialiser leaves out have their defaults. GCC 12 sees overlaps and overflows in
  # std::string's + that are not there (its bug 105651).
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wno-missing-field-initializers
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-stringop-overflow>
    $<$<BOOL:${LINEAL_WERROR}>:-Werror>)
  # Contract C4: fused and unfused cell kernels agree only when the compiler contracts nothing behind our back.
  # Nobody reads errno after a function of <cmath> or waits for a trap; both keep floor and sqrt from being vectorised.
  target_compile_options(${target} PUBLIC -ffp-contract=off -fno-math-errno -fno-trapping-math)
  if(LINEAL_SANITIZE)
    target_compile_options(${target} PUBLIC -fsanitize=${LINEAL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${LINEAL_SANITIZE})
  endif()
  if(LINEAL_NATIVE)
    target_compile_options(${target} PRIVATE -march=native)
  endif()
endfunction()

function(lineal_library folder)
  cmake_parse_arguments(arg "" "" "ROOMS;DEPS;SOURCES" ${ARGN})
  string(REPLACE "/" "_" name "lineal_${folder}")
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  foreach(room ${arg_ROOMS})
    file(GLOB room_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/${room}/*.cpp)
    list(APPEND sources ${room_sources})
  endforeach()
  list(APPEND sources ${arg_SOURCES})
  if(NOT sources)
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${arg_DEPS})
    return()
  endif()
  add_library(${name} STATIC ${sources})
  lineal_target_options(${name})
  target_link_libraries(${name} PUBLIC ${arg_DEPS})
  if(LINEAL_PCH)
    target_precompile_headers(${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled.h)
  endif()
endfunction()
