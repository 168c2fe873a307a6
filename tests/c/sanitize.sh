#!/bin/sh
# Native code under every instrument at hand. Usage: sh tests/c/sanitize.sh [STEP ...]
#
#   core     the C tests (run.sh) under AddressSanitizer, UndefinedBehaviorSanitizer
#            and LeakSanitizer by gcc and by clang, ThreadSanitizer, and valgrind
#   builds   the C tests by gcc and by clang, at -O0 and -O3, and without OpenMP; the
#            package likewise: every .Call entry (entries.R) gives the same bits
#   aarch64  the C tests on another architecture, emulated
#   package  every .Call entry and the R tests that reach C under AddressSanitizer and
#            UndefinedBehaviorSanitizer; every entry under valgrind
#   torture  every .Call entry while R collects garbage at each allocation
#   fork     fits in children forked after threads (fork.R)
#   fuzz     libFuzzer on each fuzz_*.c, for GGC_FUZZ_SECONDS (default 30) each, two at a
#            time; an input that ends one is kept in GGC_FUZZ_KEEP (default: nowhere)
#
# Without a step: all. What a step needs and does not find is skipped by name. Leaks are
# looked for in the C tests and under valgrind: R itself leaves much to the end of its
# process. One line for each part, "PART: ok" or "PART: N findings"; the last line is
# "N passed, N failed, N skipped", and the status is 0 when nothing failed.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
root=$(cd "$here/../.." && pwd) || exit 1
seconds=${GGC_FUZZ_SECONDS:-30}
work=$(mktemp -d "${TMPDIR:-/tmp}/ggc-sanitize.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT PIPE TERM
passed=0
failed=0
skipped=0

# The R tests whose files reach C and end within minutes when every access is checked.
tests="adjacency|dcor|determinism|fit|interrupt|layout|math|metrics|models|network"
tests="$tests|ranking|rng|roc|simulate"

has() {
    command -v "$1" >/dev/null 2>&1
}

# verdict PART FINDINGS LOG: one line, and the log where there is something to tell.
verdict() {
    if [ "$2" -eq 0 ]; then
        echo "$1: ok"
        passed=$((passed + 1))
    else
        echo "$1: $2 findings"
        sed -e 's/^/    /' "$3" | tail -n 60
        failed=$((failed + 1))
    fi
}

# skip PART REASON
skip() {
    echo "skipped $1: $2"
    skipped=$((skipped + 1))
}

# counted PART COMMAND ...: what ends with "N passed, N failed".
counted() {
    part=$1
    shift
    "$@" >"$work/log" 2>&1
    status=$?
    counts=$(sed -n -E 's/^(testthat: )?([0-9]+) passed, ([0-9]+) failed.*/\2 \3/p' "$work/log" |
        tail -n 1)
    # shellcheck disable=SC2086
    set -- $counts
    findings=${2:-1}
    if [ "$findings" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$1" -eq 0 ]; }; then
        findings=1
    fi
    reports=$(grep -c -E 'ERROR: (Address|Leak)Sanitizer|runtime error:' "$work/log")
    verdict "$part" $((findings > reports ? findings : reports)) "$work/log"
}

# ---- the core ----

core() {
    # The longest, beside the others.
    if has valgrind; then
        sh "$here/run.sh" valgrind >"$work/valgrind" 2>&1 &
        valgrind=$!
    fi
    for compiler in gcc clang; do
        if has "$compiler"; then
            counted "core: $compiler sanitizers" env CC="$compiler" sh "$here/run.sh" sanitize
        else
            skip "core: $compiler sanitizers" "no $compiler (Debian: $compiler)"
        fi
    done
    if ! has clang; then
        skip "core: ThreadSanitizer" "no clang (Debian: clang, libomp-dev)"
    elif ! counted_or_absent "core: ThreadSanitizer" tsan; then
        skip "core: ThreadSanitizer" "no OpenMP for clang (Debian: libomp-dev)"
    fi
    if has valgrind; then
        wait "$valgrind"
        counted "core: valgrind" sh -c "cat '$work/valgrind'; exit $?"
    else
        skip "core: valgrind" "no valgrind (Debian: valgrind)"
    fi
}

# counted_or_absent PART MODE: false where run.sh skipped the mode.
counted_or_absent() {
    sh "$here/run.sh" "$2" >"$work/mode" 2>&1
    status=$?
    if grep -q '^0 passed, 0 failed' "$work/mode"; then
        return 1
    fi
    counted "$1" sh -c "cat '$work/mode'; exit $status"
}

# ---- the package in other builds ----

# install NAME COMPILER FLAGS OPENMP [LINK]: the package into $work/NAME, the hooks of the
# tests beside it.
install() {
    mkdir -p "$work/$1" "$work/$1.src"
    (cd "$root" && cp -R DESCRIPTION NAMESPACE LICENSE R src inst "$work/$1.src")
    rm -f "$work/$1.src"/src/*.o "$work/$1.src"/src/*.so
    cat >"$work/$1.mk" <<MAKEVARS
CC = $2
CFLAGS = -g $3
SHLIB_OPENMP_CFLAGS = $4
LDFLAGS = ${5:-}
MAKEVARS
    # Loaded only when the sanitizer's library is there before it.
    R_MAKEVARS_USER="$work/$1.mk" MAKEFLAGS=-j2 R CMD INSTALL --no-test-load --no-docs \
        --no-byte-compile --library="$work/$1" "$work/$1.src" >"$work/$1.log" 2>&1 &&
        R_MAKEVARS_USER="$work/$1.mk" GGC_HOOKS="$work/$1.hooks.so" Rscript -e '
            source(file.path(commandArgs(TRUE), "tests", "hooks", "hooks.R"))
            hook_home(commandArgs(TRUE))
            build_library(hook_sources(.hooks$top), .hooks$path)' "$root" >>"$work/$1.log" 2>&1
}

# in_library NAME COMMAND ...
in_library() {
    library=$work/$1
    hooks=$work/$1.hooks.so
    shift
    R_LIBS="$library${R_LIBS:+:$R_LIBS}" GGC_HOOKS="$hooks" "$@"
}

# usual: the package as R builds it, once.
usual() {
    [ -d "$work/usual" ] || install usual "$(R CMD config CC)" -O2 \
        "$(R CMD config SHLIB_OPENMP_CFLAGS)"
}

# same_bits NAME COMPILER FLAGS OPENMP: does each entry give the usual bits?
same_bits() {
    if ! install "$@"; then
        verdict "builds: package, $1" 1 "$work/$1.log"
        return
    fi
    in_library "$1" Rscript "$here/entries.R" >"$work/$1.bits" 2>"$work/log"
    diff "$work/usual.bits" "$work/$1.bits" >>"$work/log" 2>&1
    verdict "builds: package, $1" "$(diff "$work/usual.bits" "$work/$1.bits" | grep -c '^>')" \
        "$work/log"
}

builds() {
    counted "builds: C, gcc -O0" env CC=gcc sh "$here/run.sh" O0
    counted "builds: C, gcc -O3" env CC=gcc sh "$here/run.sh" O3
    counted "builds: C, without OpenMP" sh "$here/run.sh" serial
    if has clang; then
        counted "builds: C, clang" env CC=clang sh "$here/run.sh" plain
    else
        skip "builds: C, clang" "no clang (Debian: clang, libomp-dev)"
    fi
    if ! has Rscript; then
        skip "builds: package" "no R (Debian: r-base-dev)"
        return
    fi
    usual
    in_library usual Rscript "$here/entries.R" >"$work/usual.bits" 2>"$work/log"
    verdict "builds: package, usual" $(($(grep -c '^entry' "$work/usual.bits") == 0)) "$work/log"
    same_bits O0 gcc -O0 -fopenmp
    same_bits O3 gcc -O3 -fopenmp
    same_bits serial gcc -O2 ""
    if has clang; then
        same_bits clang clang -O2 -fopenmp
    else
        skip "builds: package, clang" "no clang (Debian: clang, libomp-dev)"
    fi
}

aarch64() {
    if ! counted_or_absent "aarch64: C" aarch64; then
        skip aarch64 "no cross compiler or no emulator (Debian: gcc-aarch64-linux-gnu, \
libc6-dev-arm64-cross, qemu-user)"
    fi
}

# ---- the package under sanitizers ----

package() {
    if ! has Rscript || ! has gcc; then
        skip package "no R or no gcc (Debian: r-base-dev)"
        return
    fi
    asan=$(gcc -print-file-name=libasan.so)
    checks="-fsanitize=address,undefined -fno-sanitize-recover=undefined"
    if [ ! -e "$asan" ]; then
        skip "package: sanitizers" "no libasan (Debian: libgcc-dev of your gcc)"
    elif ! install asan gcc "-O1 -fno-omit-frame-pointer $checks" -fopenmp "$checks"; then
        verdict "package: sanitizers, build" 1 "$work/asan.log"
    else
        instrument="env LD_PRELOAD=$(readlink -f "$asan") ASAN_OPTIONS=detect_leaks=0"
        # shellcheck disable=SC2086
        counted "package: sanitizers, entries" in_library asan $instrument \
            Rscript "$here/entries.R"
        # shellcheck disable=SC2086
        counted "package: sanitizers, R tests" in_library asan $instrument \
            env NOT_CRAN=true Rscript -e "
            seen <- as.data.frame(testthat::test_dir('$root/tests/testthat',
                filter = '^($tests)$', package = 'ggc', load_package = 'installed',
                stop_on_failure = FALSE))
            cat(sum(seen\$passed), 'passed,', sum(seen\$failed, seen\$error), 'failed\n')"
    fi
    if ! has valgrind; then
        skip "package: valgrind" "no valgrind (Debian: valgrind)"
        return
    fi
    usual
    in_library usual R -d "valgrind --leak-check=full --log-file=$work/valgrind.log" \
        --vanilla --no-echo -f "$here/entries.R" >"$work/log" 2>&1
    # Reports are paragraphs; those that pass through the package are its own.
    sed 's/^==[0-9]*== *//' "$work/valgrind.log" |
        awk 'BEGIN { RS = "" } /ggc\.so|\(ggc_|\(r_/ && !/possibly lost|still reachable/' \
            >>"$work/log"
    verdict "package: valgrind, entries" "$(sed 's/^==[0-9]*== *//' "$work/valgrind.log" |
        awk 'BEGIN { RS = "" } /ggc\.so|\(ggc_|\(r_/ && !/possibly lost|still reachable/ { n++ }
            END { print n + 0 }')" "$work/log"
}

torture() {
    if ! has Rscript; then
        skip torture "no R (Debian: r-base-dev)"
        return
    fi
    usual
    counted "torture: entries" in_library usual Rscript "$here/entries.R" torture
}

fork() {
    if ! has Rscript || ! has timeout; then
        skip fork "no R or no timeout (Debian: r-base-dev, coreutils)"
        return
    fi
    usual
    counted "fork: after threads" in_library usual timeout 120 Rscript "$here/fork.R"
}

# ---- fuzzing ----

fuzz() {
    # Without UNROLL, as in run.sh.
    flags="-g -O1 -std=gnu99 -fno-omit-frame-pointer -fno-sanitize-recover=undefined -DUNROLL="
    printf '%s\n' 'int LLVMFuzzerTestOneInput(const char *d, unsigned long n)
{ return d == 0 && n > 0; }' >"$work/probe.c"
    if ! clang -fsanitize=fuzzer,address,undefined -fopenmp "$work/probe.c" -o "$work/probe" \
        >/dev/null 2>&1; then
        skip fuzz "no clang with libFuzzer and OpenMP (Debian: clang, libomp-dev)"
        return
    fi
    mkdir -p "$work/core"
    # shellcheck disable=SC2086
    (cd "$work/core" && printf '%s\0' "$root"/src/ggc_*.c | xargs -0 -n 1 -P 2 clang $flags \
        -fsanitize=fuzzer-no-link,address,undefined -fopenmp -I"$root/src" -c) || exit 1
    ar rc "$work/core.a" "$work"/core/*.o
    running=
    for file in "$here"/fuzz_*.c; do
        name=$(basename "$file" .c)
        # shellcheck disable=SC2086
        clang $flags -fsanitize=fuzzer,address,undefined -fopenmp -I"$root/src" -I"$here" \
            "$file" "$work/core.a" -lm -o "$work/$name" || exit 1
        mkdir -p "$work/$name.seen" "${GGC_FUZZ_KEEP:-$work/keep}"
        # Threads that wait for work are not to take a processor.
        KMP_BLOCKTIME=0 "$work/$name" -max_total_time="$seconds" -max_len=4096 -timeout=60 \
            -artifact_prefix="${GGC_FUZZ_KEEP:-$work/keep}/$name-" "$work/$name.seen" \
            >"$work/$name.log" 2>&1 &
        running="$running $name:$!"
        # shellcheck disable=SC2086
        set -- $running
        [ $# -lt 2 ] || { fuzzed $running; running=; }
    done
    # shellcheck disable=SC2086
    fuzzed $running
}

# fuzzed NAME:PID ...: wait for them and tell.
fuzzed() {
    for one; do
        name=${one%:*}
        bad=0
        wait "${one#*:}" || bad=1
        runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$work/$name.log")
        verdict "fuzz: ${name#fuzz_}, ${runs:-too few} inputs in $seconds s" "$bad" \
            "$work/$name.log"
    done
}

[ $# -gt 0 ] || set -- core builds aarch64 package torture fork fuzz
for wanted; do
    case $wanted in
    core | builds | aarch64 | package | torture | fork | fuzz) "$wanted" ;;
    *)
        echo "unknown step: $wanted" >&2
        exit 2
        ;;
    esac
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
