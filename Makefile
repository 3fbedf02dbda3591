# Onward. Two commands matter: `make run` shows it, `make test` proves it.
# Every step of `make test` is a target of its own; `make help` lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# rustup installs here; a shell that was never restarted does not have it on its path yet.
export PATH := $(HOME)/.cargo/bin:$(PATH)

LISTEN ?= 127.0.0.1:8080
# dev starts soonest, and is what the tests build too; PROFILE=release is what one would deploy (three times the wait).
PROFILE ?= dev
BUILT = $(TARGET)/$(if $(filter dev,$(PROFILE)),debug,$(PROFILE))
TARGET := $(or $(CARGO_TARGET_DIR),target)
say = @printf '\n== %s  (%s)\n' '$(1)' "$$(date +%H:%M:%S)"

.PHONY: help run test setup fmt clippy test-rust test-redis fuzz fuzz-api test-web test-browser format cargo-present

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: cargo-present ## build Onward and open the demonstration on http://127.0.0.1:8080
	$(call say,building; the first time takes some minutes and later ones seconds)
	cargo build --profile $(PROFILE) --locked --bin onward
	$(call say,starting the demonstration; Ctrl-C stops it and leaves nothing behind)
	"$(BUILT)/onward" demo --listen "$(LISTEN)"

test: setup fmt clippy test-rust test-redis fuzz-api test-web test-browser ## everything that has to pass, from a fresh clone
	$(call say,all passed)

setup: ## install what the tests need and this computer lacks
	$(call say,setup)
	@bash scripts/setup-tests.sh </dev/null

fmt: cargo-present ## formatting
	$(call say,formatting)
	cargo fmt --all --check

clippy: cargo-present ## lints; a warning is an error
	$(call say,lints)
	cargo clippy --workspace --all-targets --locked -- -D warnings

test-rust: cargo-present ## Rust: unit tests and the one integration binary
	$(call say,Rust tests)
	cargo test --workspace --locked

test-redis: cargo-present ## the hub's promises once more, on a Redis instead of a file
	$(call say,the promises on Redis)
	ONWARD_TEST_STORE=redis cargo test --locked --test it promise::

KIND ?= aidx
MINUTES ?= 10
fuzz: cargo-present ## one parser against made-up bytes: make fuzz KIND=typeb MINUTES=10
	$(call say,fuzzing the parser $(KIND) for $(MINUTES) minutes)
	sh fuzz/run.sh "$(KIND)" "$(MINUTES)"

fuzz-api: cargo-present ## the API called in every way its description allows, and some that it does not
	$(call say,the API against its description; about two minutes)
	cargo build --locked --bin onward
	ONWARD_BIN="$${ONWARD_BIN:-$(abspath $(TARGET))/debug/onward}" target/venv/bin/python scripts/fuzz_api.py

test-web: ## front end: units under node, no browser
	$(call say,front-end units)
	@files=$$(find static tests/web -path '*/vendor/*' -prune -o \( -name '*.test.js' -o -name '*.test.mjs' \) -print 2>/dev/null | sort || true); \
	if [ -z "$$files" ]; then echo "no front-end units in this tree"; else node --test $$files; fi

# The browser tests start target/debug/onward themselves; ONWARD_BIN and CHROMIUM tell the configuration what to start.
test-browser: cargo-present ## the screens in a real browser
	$(call say,browser tests)
	@if [ ! -f package.json ]; then echo "no browser tests in this tree"; exit 0; fi; \
	cargo build --locked --bin onward; \
	export ONWARD_BIN="$${ONWARD_BIN:-$(TARGET)/debug/onward}"; \
	export CHROMIUM="$${CHROMIUM:-$$(bash scripts/setup-tests.sh --chromium)}"; \
	npx --no-install playwright test </dev/null

format: cargo-present ## rewrite the sources in the one format
	cargo fmt --all

cargo-present:
	@command -v cargo >/dev/null || { echo "Rust is missing. Install it with rustup, or with the system's package manager, in the version that rust-version in Cargo.toml names."; exit 1; }
