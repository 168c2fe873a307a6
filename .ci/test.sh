#!/bin/sh
# All tests: the C suite, the lint rules, the claims of README and vignettes,
# testthat on the installed package. The last line is "N passed, N failed,
# N skipped" over all of them; the status is 0 only if every part ran something
# and nothing failed.
set -u
cd "$(dirname "$0")/.."
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL
logs=.ggc-test
rm -rf "$logs"
mkdir "$logs"
passed=0
failed=0
skipped=0

# run NAME COMMAND ...: what it prints, and its status in a file.
run() {
    name=$1
    shift
    "$@" 2>&1
    echo $? >"$logs/$name.status"
}

# part NAME COMMAND ...: run it for all to see, and count.
part() {
    echo "== $1"
    run "$@" | tee "$logs/$1.log"
    count "$1"
}

# count NAME: add the closing line of counts of a part that has run. A part that
# closes without counts is one failure, and so is a bad status without one.
count() {
    name=$1
    status=$(cat "$logs/$name.status")
    counts=$(sed -n -E -e 's/^([A-Za-z]+: )?([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?$/\2 \3 \5/p' \
        "$logs/$name.log" | tail -n 1)
    # Unquoted: three words, the last of which may be absent.
    set -- $counts
    if [ $(( ${1:-0} + ${2:-0} )) -eq 0 ]; then
        echo "$name: nothing ran (status $status)"
        failed=$((failed + 1))
    elif [ "$status" -ne 0 ] && [ "$2" -eq 0 ]; then
        echo "$name: ended with status $status"
        failed=$((failed + 1))
    fi
    passed=$((passed + ${1:-0}))
    failed=$((failed + ${2:-0}))
    skipped=$((skipped + ${3:-0}))
}

# The C suite beside the first minutes of testthat, where nothing is timed.
run C sh tests/c/run.sh >"$logs/C.log" &
part lint sh tests/c/lint.sh
part lint-R Rscript tests/r/lint.R
part claims Rscript tests/r/claims.R
part testthat Rscript .ci/test.R
wait
echo "== C"
cat "$logs/C.log"
count C
echo
echo "$passed passed, $failed failed, $skipped skipped" | tee "$logs/summary"
[ "$failed" -eq 0 ]
