# The two commands that matter on a fresh Debian 12: `make demo` and `make test`.
PRESET ?= release
BUILD := build/$(PRESET)
JOBS ?= 2
# Debian's has NumPy from packages.txt; another one that comes first on PATH may not.
PYTHON ?= $(firstword $(wildcard /usr/bin/python3) python3)

.PHONY: deps build program demo test test-slow bench lint format compare clean

deps:
	@tests/tools/install_packages.sh packages.txt

build: deps
	@mkdir -p build && cmake --preset $(PRESET) >build/configure.log || { cat build/configure.log; exit 1; }
	@cmake --build --preset $(PRESET) --parallel $(JOBS)

# The program alone, without the tests.
program: deps
	@mkdir -p build && cmake --preset $(PRESET) >build/configure.log || { cat build/configure.log; exit 1; }
	@cmake --build --preset $(PRESET) --parallel $(JOBS) --target lineal

demo: program
	@scripts/examples/demo.sh $(BUILD)/bin/lineal

test: build
	@tests/tools/run_all.sh $(BUILD)

test-slow: build
	@tests/tools/install_packages.sh packages.txt --slow
	@tests/tools/run_slow.sh $(BUILD)

bench: build
	@cmake --build --preset $(PRESET) --parallel $(JOBS) --target bench_programs
	@$(PYTHON) bench/run.py --build $(BUILD) --systemds "$(SYSTEMDS)"

lint: build
	@tests/tools/check_format.sh
	@tests/tools/check_tidy.sh --build $(BUILD)
	@$(PYTHON) tests/arch/check_includes.py .
	@$(PYTHON) tests/arch/check_documents.py .
	@$(PYTHON) tests/arch/check_threads.py . --build $(BUILD)

format:
	@git ls-files '*.h' '*.cpp' | xargs clang-format-14 -i

compare: build
	@$(PYTHON) tests/compare/run_systemds.py --systemds "$(SYSTEMDS)"

clean:
	@rm -rf build
