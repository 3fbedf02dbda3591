#!/usr/bin/env bash
# Brings what `make test` needs and this computer lacks: the Rust lints, Redis, Python packages, node, a browser, an Arabic
# font, npm packages.
# Says each step before it takes it, asks nothing, and does nothing when all is there.
#   setup-tests.sh              check and install
#   setup-tests.sh --chromium   print the path of the browser the tests use
# Python packages go into target/venv and nowhere else; their versions are in scripts/requirements-tests.txt.
set -euo pipefail
cd "$(dirname "$0")/.."

browser() {
  local name
  for name in chromium chromium-browser google-chrome-stable google-chrome; do
    type -P "$name" && return 0
  done
  return 1
}

if [ "${1:-}" = "--chromium" ]; then
  browser || { echo "no Chromium found: run make setup" >&2; exit 1; }
  exit 0
fi

say() { printf '   %s\n' "$*"; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

refreshed=no
install_packages() {
  if ! command -v apt-get >/dev/null; then
    echo "missing: $*. Install them with this system's package manager, then run make test again." >&2
    exit 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  if [ "$refreshed" = no ]; then
    say "reading the package lists"
    as_root apt-get update -qq </dev/null
    refreshed=yes
  fi
  say "installing $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}

rust_component() {
  cargo "$1" --version >/dev/null 2>&1 && return 0
  if ! command -v rustup >/dev/null; then
    echo "cargo $1 is missing. Install it with the package manager that Rust came from." >&2
    exit 1
  fi
  say "adding $2 to the Rust toolchain"
  rustup component add "$2"
}

rust_component fmt rustfmt
rust_component clippy clippy
command -v cc >/dev/null || install_packages build-essential
# The tests start servers of their own. Debian's package would also start one for everybody: that one is not used.
command -v redis-server >/dev/null || install_packages redis-server

# Debian parts Python from what makes a virtual environment.
command -v python3 >/dev/null || install_packages python3 python3-venv
python3 -c 'import ensurepip' 2>/dev/null || install_packages python3-venv
venv=target/venv
if ! cmp -s scripts/requirements-tests.txt "$venv/installed.txt"; then
  say "installing the Python packages of the tests"
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement scripts/requirements-tests.txt </dev/null
  cp scripts/requirements-tests.txt "$venv/installed.txt"
fi

if [ -f package.json ]; then
  missing=()
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  browser >/dev/null || missing+=(chromium)
  # Screens in Arabic are checked by picture: without a font they are boxes.
  if ! command -v fc-list >/dev/null; then
    missing+=(fontconfig fonts-noto-core)
  elif [ -z "$(fc-list :lang=ar)" ]; then
    missing+=(fonts-noto-core)
  fi
  [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
  # npm writes its own copy of the lock when an install is complete: older or absent means not installed.
  if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    say "installing the npm packages of the browser tests"
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --ignore-scripts --loglevel=error </dev/null
  fi
fi
say "everything the tests need is here"
