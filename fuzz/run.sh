#!/bin/sh
# Fuzzes one kind for some minutes and keeps what it learned: run.sh KIND [MINUTES]
# New inputs go to fuzz/corpus/KIND, made as few as reach the same code; what failed lies in fuzz/found/KIND.
set -eu
cd "$(dirname "$0")/.."
kind=${1:?which kind, e.g. typeb}
minutes=${2:-10}
command -v cargo-fuzz >/dev/null || { echo "cargo-fuzz is missing: cargo install cargo-fuzz --locked"; exit 1; }
export ONWARD_FUZZ_KIND="$kind"
seeds="tests/golden/feeds/$kind"
corpus="fuzz/corpus/$kind"
found="fuzz/found/$kind"
work="fuzz/target/work/$kind"
mkdir -p "$corpus" "$found" "$work/corpus" "$work/seeds" "$work/least"
# Without a sanitizer: the parsers have no unsafe code, and the stable compiler suffices.
bare="-s none --fuzz-dir fuzz"
for file in "$seeds"/*; do
    case $file in *.said) ;; *) [ -f "$file" ] && cp "$file" "$work/seeds/" ;; esac
done
# The words of the seeds help the fuzzer to write messages of the format.
cat "$work/seeds"/* 2>/dev/null | grep -oE '[A-Za-z_]{2,24}' | sort -u | head -n 800 | sed 's/.*/"&"/' >"$work/words"
[ -s "$work/words" ] || echo '"null"' >"$work/words"
failed=0
bound="-max_len=65536 -rss_limit_mb=1024 -malloc_limit_mb=256 -timeout=20"
cargo fuzz run $bare parse "$work/corpus" "$corpus" "$found" "$work/seeds" -- $bound -dict="$work/words" \
    -artifact_prefix="$found/" -max_total_time=$((minutes * 60)) -print_final_stats=1 || failed=$?
# Inputs over 4 KiB are left out, and how often code was reached does not count: a corpus that is committed stays small.
rm -rf "$work/least" && mkdir -p "$work/least" "$work/all"
find "$work/corpus" "$corpus" -type f -size -9 -exec cp {} "$work/all/" \;
"${CARGO_TARGET_DIR:-fuzz/target}"/*/release/parse -set_cover_merge=1 -use_counters=0 "$work/least" "$work/all" >/dev/null 2>&1
rm -rf "$corpus" "$work/all" && mkdir -p "$corpus"
# The smallest first, up to 100 KiB and 200 files.
ls -Sr "$work/least" | head -n 200 | (
    room=102400
    while read -r name; do
        size=$(wc -c <"$work/least/$name")
        room=$((room - size))
        [ "$room" -gt 0 ] || break
        cp "$work/least/$name" "$corpus/"
    done
)
rmdir "$found" 2>/dev/null || true
echo "$kind: $(ls "$corpus" | wc -l) inputs, $(cat "$corpus"/* | wc -c) bytes in $corpus"
[ "$failed" -eq 0 ] || echo "$kind: a promise was broken; the input lies in $found"
exit "$failed"
