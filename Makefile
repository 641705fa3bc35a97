# Every chore of the project, by name. `make` alone lists them; `make run` and `make test` need nothing before them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Arguments for `tally serve`, a filter for the suites, seconds per fuzz target, and how often `make crash` kills the server.
ARGS ?=
FILTER ?=
SECONDS ?= 60
CRASH_ROUNDS ?= 200

# What a fresh Debian lacks beside Swift: the C libraries of Package.swift, the rest for the scripts and the tests.
PACKAGES := ca-certificates chromium curl dpkg-dev git jq libcurl4-openssl-dev libsqlite3-dev libssl-dev pkg-config \
  python3 python3-pip python3-venv sqlite3 strace zlib1g-dev
# What the suites run under the sanitizers when no filter is given: all of them.
SUITES = $(if $(FILTER),--filter "$(FILTER)")
FUZZ_TARGETS := FuzzCSVReader FuzzJourneys FuzzMultipart FuzzRequestParser FuzzS3Answer
SCRIPTS = $(shell git ls-files '*.py')
SHELL_SCRIPTS = .ci/run .deb/build .deb/postinst .deb/prerm .deb/postrm $(shell git ls-files '*.sh')

.PHONY: help setup run build test contract browser screenshots docs-test check format tsan asan coverage fuzz crash \
  bench clean deb deb-test docker image-test

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

setup: ## Install the Debian packages that are missing and the H3 library, and pack the web pages.
	@command -v swift >/dev/null || { echo 'make: Swift 6.3 is not on the PATH; see swift.org/install' >&2; exit 1; }
	@command -v dpkg-query >/dev/null || { echo 'make: not a Debian system; needed are: $(PACKAGES)' >&2; exit 0; }; \
	missing=$$(comm -23 <(printf '%s\n' $(PACKAGES) | sort) \
	  <(dpkg-query -W -f='$${Package} $${db:Status-Status}\n' $(PACKAGES) 2>/dev/null | awk '$$2 == "installed" { print $$1 }' | sort)); \
	[ -z "$$missing" ] && exit 0; \
	echo "make: installing" $$missing; \
	root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	$$root apt-get update -qq; \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing
	@.ci/install-h3.sh
	@.ci/pack-site.sh

run: setup ## Build for release and serve data/ on http://127.0.0.1:8080 (ARGS="--port 9000").
	swift build -c release --product tally
	.build/release/tally serve $(ARGS)

build: setup ## Build everything for release.
	swift build -c release

test: setup ## Build, then run every test (FILTER=name for some).
	@.ci/install-moto.sh
	@.ci/install-contract.sh
	@.ci/install-browser.sh
	swift build
	swift test --disable-xctest $(SUITES)

contract: setup ## Ask a running server for all that /openapi.json allows and forbids (ARGS="--seed 7").
	@.ci/install-contract.sh
	swift build
	.build-tools/contract/bin/python3 Tests/Contract/contract.py $(ARGS)

browser: setup ## Build, then run the tests of the web pages in a browser.
	@.ci/install-browser.sh
	swift build
	.build-tools/browser/bin/python3 -m pytest Tests/Browser

screenshots: setup ## Take pictures of every web page into .build-tools/screenshots.
	@.ci/install-browser.sh
	swift build
	.build-tools/browser/bin/python3 Tests/Browser/screenshots.py .build-tools/screenshots

docs-test: setup ## Run every command of README and docs, and compare what it prints with what they say.
	@.ci/install-moto.sh
	swift build
	swift test --disable-xctest --filter DocumentationTests

check: setup ## Format, warnings (errors here), imports between rooms, syntax of the scripts.
	bash -n $(SHELL_SCRIPTS)
	python3 -c 'import ast, sys; [ast.parse(open(name).read(), name) for name in sys.argv[1:]]' $(SCRIPTS)
	swift format lint --strict --parallel --recursive Sources Tests Package.swift
	@copy=$$(mktemp -d); trap 'rm -rf "$$copy"' EXIT; \
	cp -r .swift-format Package.swift Sources Tests "$$copy"; \
	swift format --in-place --parallel --recursive --configuration .swift-format "$$copy"; \
	for part in Package.swift Sources Tests; do diff -ru "$$part" "$$copy/$$part"; done || \
	  { echo 'make: run "make format"' >&2; exit 1; }
	swift build -c release --explicit-target-dependency-import-check error

format: ## Lay out the Swift sources as .swift-format says.
	swift format --in-place --parallel --recursive Sources Tests Package.swift

tsan: setup ## Run the suites under the thread sanitizer (FILTER=name for some).
	swift test --disable-xctest --scratch-path .build-tsan --sanitize=thread -Xswiftc -DRACE_CHECK $(SUITES) 2>&1 \
	  | tee .build-tsan.log
	@! grep -n 'ThreadSanitizer' .build-tsan.log

asan: setup ## Run the suites under the address sanitizer (FILTER=name for some).
	ASAN_OPTIONS=detect_leaks=0 swift test --disable-xctest --scratch-path .build-asan --sanitize=address $(SUITES) 2>&1 \
	  | tee .build-asan.log
	@! grep -n 'AddressSanitizer' .build-asan.log

coverage: setup ## Lines covered by the suites, room by room; the rooms without input and output need 95 %.
	swift test --disable-xctest --scratch-path .build-coverage --enable-code-coverage
	python3 .ci/coverage.py "$$(swift test --scratch-path .build-coverage --show-codecov-path)"

fuzz: setup ## Feed each parser random bytes for SECONDS=60.
	for target in $(FUZZ_TARGETS); do \
	  TALLY_FUZZ=1 swift build -c release --sanitize=fuzzer -Xswiftc -parse-as-library --scratch-path .build-fuzz --product $$target; \
	  mkdir -p .build-fuzz/corpus/$$target .build-fuzz/findings; \
	  SWIFT_BACKTRACE=enable=no .build-fuzz/release/$$target -max_total_time=$(SECONDS) -timeout=2 -rss_limit_mb=2048 -print_final_stats=1 \
	    -artifact_prefix=.build-fuzz/findings/$$target- .build-fuzz/corpus/$$target Tests/Fuzz/Corpus/$$target; \
	done

crash: setup ## Kill a serving release binary CRASH_ROUNDS=200 times, and hold what is left against what clients were promised.
	swift build -c release --product tally
	swift build --build-tests
	CRASH_ROUNDS=$(CRASH_ROUNDS) TESTED_BINARY="$$PWD/.build/release/tally" \
	  swift test --skip-build --disable-xctest --no-parallel --filter JobCrashTests

bench: setup ## Measure against other servers and table engines, in the same run; installs what is missing.
	swift build -c release
	python3 Benchmarks/http_bench.py
	python3 Benchmarks/data_bench.py
	python3 Benchmarks/tables_bench.py --large
	python3 Benchmarks/jobs_bench.py
	python3 Benchmarks/events_bench.py
	python3 Benchmarks/pipelines_bench.py
	python3 Benchmarks/collector_bench.py
	python3 Benchmarks/pages_bench.py

deb: setup ## Make the package for Debian, .build/tally_<version>_<architecture>.deb.
	@.deb/build

deb-test: deb ## Install that package in a Debian of its own, serve from there, remove and purge it (as root; needs mmdebstrap).
	.ci/try-package.sh "$$(ls -t .build/tally_*.deb | head -n 1)"

docker: ## Build the image.
	docker build --tag tally .

image-test: setup ## Make the image's files as the Dockerfile says and run them, without an engine (as root; needs mmdebstrap).
	swift build -c release --product tally --static-swift-stdlib --scratch-path .build-deb
	python3 .ci/image_layout.py .build-deb/release/tally

clean: ## Remove what was built.
	rm -rf .build .build-* Benchmarks/peers/*/.build Benchmarks/__pycache__
