#!/bin/sh
# The core without R: builds src/ggc_*.c and tests/hooks/ggc_*.c with each
# tests/c/test_*.c in a temporary directory and runs them. Usage: sh tests/c/run.sh [MODE ...]
#
#   plain     $CC -O2 with OpenMP
#   sanitize  AddressSanitizer and UndefinedBehaviorSanitizer, arena gaps poisoned
#   serial    without OpenMP
#   O0, O3    as plain, at that level of optimisation
#   warnings  every file of the core and of the tests, and the glue, under gcc and
#             clang where present, warnings being errors; nothing is run
#   tsan      ThreadSanitizer: clang with libomp and its OMPT library (not gcc,
#             whose OpenMP run-time it cannot see into)
#   valgrind  leaks and invalid accesses
#   aarch64   the portable kernels on another architecture: Debian's cross compiler, and
#             qemu-user to run what it makes
#
# Without a mode: plain sanitize serial warnings. CC is the compiler (default cc); with
# ONLY=NAME the programs are test_NAME.c alone.
# The last line is "N passed, N failed, N skipped"; the status is 0 when nothing
# failed and something passed. A program may take TEST_SECONDS (default 300).
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
src=$here/../../src
hooks=$here/../hooks
cc=${CC:-cc}
std=-std=gnu99
strict="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"
limit=${TEST_SECONDS:-300}
work=$(mktemp -d "${TMPDIR:-/tmp}/ggc-c.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT PIPE TERM
passed=0
failed=0
skipped=0

has() {
    command -v "$1" >/dev/null 2>&1
}

fail() {
    echo "FAILED $1"
    [ -z "${2:-}" ] || sed -e 's/^/    /' -e 40q "$2"
    failed=$((failed + 1))
}

skip() {
    echo "skipped $1"
    skipped=$((skipped + 1))
}

# compiles COMPILER FLAGS PROGRAM: can the compiler build and run this?
compiles() {
    printf '%s\n' "$3" >"$work/probe.c"
    # shellcheck disable=SC2086
    $1 $std $2 "$work/probe.c" -o "$work/probe" >/dev/null 2>&1 &&
        "$work/probe" >/dev/null 2>&1
}

openmp() {
    if compiles "$1" -fopenmp '#include <omp.h>
int main(void) { return omp_get_max_threads() < 1; }'; then
        echo -fopenmp
    fi
}

# rolled COMPILER: what keeps the kernels' loops, which clang takes minutes to check
# access by access once they are unrolled.
rolled() {
    case $1 in
    *clang*) echo -DUNROLL= ;;
    esac
}

# objects DIRECTORY COMPILER FLAGS: the core's object files, two at a time.
objects() {
    mkdir -p "$1"
    running=0
    for file in "$src"/ggc_*.c "$hooks"/ggc_*.c; do
        name=$(basename "$file" .c)
        # shellcheck disable=SC2086
        { $2 $std $3 -I"$src" -I"$hooks" -c "$file" -o "$1/$name.o" >"$1/$name.log" 2>&1 ||
            touch "$1/$name.bad"; } &
        running=$((running + 1))
        if [ "$running" -ge 2 ]; then
            wait
            running=0
        fi
    done
    wait
    for bad in "$1"/*.bad; do
        [ -e "$bad" ] || continue
        fail "$mode: $(basename "$bad" .bad).c does not compile" "${bad%.bad}.log"
    done
}

# programs MODE COMPILER FLAGS [RUNNER]: build and run every test program.
programs() {
    mode=$1
    out=$work/$mode
    objects "$out" "$2" "$3"
    rm -f "$out/core.a"
    "${AR:-ar}" rc "$out/core.a" "$out"/*.o
    for file in "$here"/test_${ONLY:-*}.c; do
        name=$(basename "$file" .c)
        # shellcheck disable=SC2086
        if ! $2 $std $3 -I"$src" -I"$hooks" -I"$here" "$file" "$out/core.a" -lm -o "$out/$name" \
            >"$out/$name.log" 2>&1; then
            fail "$mode: $name does not build" "$out/$name.log"
            continue
        fi
        # shellcheck disable=SC2086
        ${timeout_command} ${4:-} "$out/$name" >"$out/$name.out" 2>"$out/$name.err"
        status=$?
        counts=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$out/$name.out")
        # shellcheck disable=SC2086
        set -- "$1" "$2" "$3" "${4:-}" $counts
        passed=$((passed + ${5:-0}))
        failed=$((failed + ${6:-0}))
        if [ "$status" -eq 0 ] && [ "${5:-0}" -gt 0 ]; then
            echo "$mode: $name: $5 passed"
        elif [ "${6:-0}" -gt 0 ]; then
            echo "$mode: $name: $5 passed, $6 FAILED"
            sed -e 's/^/    /' -e 40q "$out/$name.err"
        else
            fail "$mode: $name ended with status $status" "$out/$name.err"
        fi
    done
}

# silent COMPILER FLAGS FILE ...: one check for each file.
silent() {
    compiler=$1
    flags=$2
    shift 2
    for file; do
        # shellcheck disable=SC2086
        if $compiler $std -O2 $flags -I"$src" -I"$hooks" -I"$here" -c "$file" \
            -o "$work/silent.o" \
            >"$work/silent.log" 2>&1; then
            passed=$((passed + 1))
        else
            fail "warnings: $compiler: $(basename "$file")" "$work/silent.log"
        fi
    done
}

warnings() {
    before=$passed
    tried=
    for compiler in gcc clang; do
        if ! has "$compiler"; then
            skip "warnings: no $compiler"
            continue
        fi
        tried="$tried $compiler"
        omp=$(openmp "$compiler")
        # Without OpenMP its pragmas are unknown, and that is all right.
        silent "$compiler" "$strict ${omp:--Wno-unknown-pragmas}" "$src"/ggc_*.c \
            "$hooks"/ggc_*.c "$here"/test_*.c "$here"/fuzz_*.c
        # The glue uses R's headers, which are not ours to mend.
        if has R; then
            r=$(R CMD config --cppflags | sed 's/-I/-isystem /g')
            silent "$compiler" \
                "-Wall -Wextra -Wpedantic -Werror ${omp:--Wno-unknown-pragmas} $r" \
                "$src"/r_*.c "$hooks"/r_*.c
        else
            skip "warnings: $compiler: the glue, for want of R"
        fi
    done
    echo "warnings:${tried:- no compiler}: $((passed - before)) files silent"
}

tsan() {
    archer=
    for library in /usr/lib/llvm-*/lib/libarcher.so; do
        [ -e "$library" ] && archer=$library
    done
    if ! has clang || ! compiles clang "-fsanitize=thread -fopenmp" '#include <omp.h>
int main(void) { return omp_get_max_threads() < 1; }'; then
        skip "tsan: no clang with ThreadSanitizer and libomp"
        return
    fi
    [ -z "$archer" ] || export OMP_TOOL_LIBRARIES="$archer"
    export TSAN_OPTIONS="ignore_noninstrumented_modules=1 halt_on_error=1"
    programs tsan clang "-g -O1 -fopenmp -fsanitize=thread $(rolled clang)"
}

aarch64() {
    cross=aarch64-linux-gnu
    if ! has $cross-gcc || ! has qemu-aarch64; then
        skip "aarch64: no $cross-gcc or no qemu-aarch64"
        return
    fi
    AR=$cross-ar
    # The emulator is some fifteen times as slow.
    [ -z "$timeout_command" ] || timeout_command="timeout $((4 * limit))"
    # Products are rounded before they are added, as on x86 outside the kernels: the
    # tests of layout and optimiser follow rounding through hundreds of steps.
    programs aarch64 $cross-gcc "-O2 -fopenmp -ffp-contract=off" \
        "qemu-aarch64 -L /usr/$cross"
}

timeout_command=
if has timeout; then
    timeout_command="timeout $limit"
fi
[ $# -gt 0 ] || set -- plain sanitize serial warnings
for wanted; do
    case $wanted in
    plain) programs plain "$cc" "-O2 $(openmp "$cc")" ;;
    sanitize)
        flags="-fsanitize=address,undefined -fno-sanitize-recover=all"
        if compiles "$cc" "$flags" '#include <sanitizer/asan_interface.h>
int main(void) { return 0; }'; then
            programs sanitize "$cc" "-g1 -O1 -fno-omit-frame-pointer $flags $(openmp "$cc") \
                $(rolled "$cc")"
        else
            skip "sanitize: $cc has no AddressSanitizer that runs here"
        fi
        ;;
    serial) programs serial "$cc" -O2 ;;
    O0 | O3) programs "$wanted" "$cc" "-$wanted $(openmp "$cc")" ;;
    warnings) warnings ;;
    tsan | aarch64) "$wanted" ;;
    valgrind)
        if has valgrind; then
            programs valgrind "$cc" "-g -O1 $(openmp "$cc")" \
                "valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite"
        else
            skip "valgrind: not installed"
        fi
        ;;
    *)
        echo "unknown mode: $wanted" >&2
        exit 2
        ;;
    esac
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
