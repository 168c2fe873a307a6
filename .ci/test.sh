#!/bin/sh
# All tests: the C suite, the lint rules, then testthat on the installed package.
# The last line is "N passed, N failed, N skipped" over all of them; the status
# is 0 only if every part ran something and nothing failed.
set -u
cd "$(dirname "$0")/.."
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL
logs=.ggc-test
rm -rf "$logs"
mkdir "$logs"
passed=0
failed=0
skipped=0

# part NAME COMMAND ...: run it, and add its closing line of counts. A part that
# closes without counts is one failure, and so is a bad status without one.
part() {
    name=$1
    shift
    echo "== $name"
    {
        "$@" 2>&1
        echo $? >"$logs/$name.status"
    } | tee "$logs/$name.log"
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

part C sh tests/c/run.sh
part lint sh tests/c/lint.sh
part lint-R Rscript tests/r/lint.R
part testthat Rscript .ci/test.R
echo
echo "$passed passed, $failed failed, $skipped skipped" | tee "$logs/summary"
[ "$failed" -eq 0 ]
