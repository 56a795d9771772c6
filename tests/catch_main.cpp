// The one translation unit with the main function of Catch2.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
