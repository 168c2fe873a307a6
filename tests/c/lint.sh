#!/bin/sh
# Rules of the sources that no compiler checks. Usage: sh tests/c/lint.sh [GGC_SO]
#
# GGC_SO: an installed ggc.so, whose exported symbols are checked; by default the
# one in .ggc-library, if there. The last line is "N passed, N failed, N skipped",
# one for each rule; a broken rule lists file:line. POSIX sh, awk, grep, sed, nm.
set -u
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d "${TMPDIR:-/tmp}/ggc-lint.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT PIPE TERM
LC_ALL=C
export LC_ALL
passed=0
failed=0
skipped=0
word='(^|[^A-Za-z0-9_.])'

# verdict RULE: broken when $found has lines, which are shown.
found=$work/found
verdict() {
    if [ -s "$found" ]; then
        echo "FAILED $1"
        sed 's/^/    /' "$found"
        failed=$((failed + 1))
    else
        passed=$((passed + 1))
    fi
}

# C as "file:line:code": comments and the insides of strings are blanked (but not
# names of included files), a line that ends in a backslash is joined to the next.
strip_c() {
    awk '
    FNR == 1 { inside = 0; joined = "" }
    {
        out = ""
        include = $0 ~ /^[ \t]*#[ \t]*include/
        n = length($0)
        for (i = 1; i <= n; i++) {
            c = substr($0, i, 1)
            two = substr($0, i, 2)
            if (inside) {
                if (two == "*/") { inside = 0; i++; out = out " " }
            } else if (two == "/*") { inside = 1; i++ }
            else if (two == "//") break
            else if (!include && (c == "\"" || c == "\047")) {
                for (j = i + 1; j <= n && substr($0, j, 1) != c; j++)
                    if (substr($0, j, 1) == "\\") j++
                out = out c c
                i = j
            } else out = out c
        }
        if (joined == "") first = FNR
        if (out ~ /\\[ \t]*$/) {
            sub(/\\[ \t]*$/, " ", out)
            joined = joined out
            next
        }
        print FILENAME ":" first ":" joined out
        joined = ""
    }' "$@"
}

strip_c src/ggc_*.[ch] >"$work/core"
strip_c src/*.[ch] tests/hooks/*.[ch] >"$work/all"
if [ ! -s "$work/core" ]; then
    echo "no sources in $(pwd)/src"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi

core() {
    grep -E "$1" "$work/core"
}

# ---- the core knows neither R nor the outside world ----

core '#[ \t]*include[ \t]*[<"](R[.h/]|R_ext|Rinternals|Rmath|Rdefines|r_[a-z]|.*/r_[a-z])' >"$found"
verdict "the core includes no header of R or of the glue"
memory='malloc|calloc|realloc|free|alloca|strdup|aligned_alloc|posix_memalign|R_alloc'
core "$word($memory)[ \t]*\\(" >"$found"
verdict "the core allocates no memory"
output='v?(f|s|sn)?printf|puts|putchar|fputs|fopen|fwrite|perror'
core "<stdio\\.h>|$word($output)[ \t]*\\(" >"$found"
verdict "the core does not print"
core "$word(exit|_exit|_Exit|abort|quick_exit|longjmp|raise|Rf_error)[ \t]*\\(" >"$found"
verdict "the core does not end the process or jump"
# Of libm only sqrt and fabs: the rest differs between platforms.
libm='a?(sin|cos|tan)h?|atan2|exp2?|expm1|log(2|10|1p|b)?|pow|cbrt|hypot|erfc?|[lt]gamma'
libm="$libm|l?l?(rint|round)|nearbyint|trunc|floor|ceil|fmod|remainder|fma|fmin|fmax"
libm="$libm|ldexp|frexp|scalbl?n|modf|copysign|nextafter"
core "$word($libm)[fl]?[ \t]*\\(" >"$found"
verdict "of libm the core uses sqrt and fabs only"

# Variables that outlive a call: `static` that is not const (of a pointer, the
# pointer itself), thread-local ones, and definitions at the left margin.
awk '{
    code = $0
    sub(/^[^:]*:[0-9]*:/, "", code)
    declared = code
    sub(/=.*/, "", declared)
    ends = code ~ /[=;{,]/
    bad = code ~ /(^|[^A-Za-z0-9_])(_Thread_local|__thread)[^A-Za-z0-9_]/
    if (code ~ /^[ \t]*static[ \t]/) {
        pointer = declared
        if (sub(/.*\*/, "", pointer) == 0) pointer = declared
        is_function = declared ~ /^[^(]*\([ \t]*[^* \t]/
        if (ends && !is_function && pointer !~ /(^|[^A-Za-z0-9_])const([^A-Za-z0-9_]|$)/)
            bad = 1
    } else if (code ~ /^[A-Za-z_]/ && code ~ /[=;]/ && declared !~ /\(/ &&
        code !~ /^(typedef|return|extern|goto|const|struct|enum|union)[ \t]/)
        bad = 1
    if (bad) print
}' "$work/core" >"$found"
verdict "the core has no mutable variables that outlive a call"

# ---- the form of functions ----

# Definitions with more than 8 parameters, from lines as strip_c() gives them: what
# stands before a brace at the left margin and ends in a bracket.
many_parameters() {
    awk '
    function judge(    i, c, deep, commas, name) {
        sub(/[ \t]+$/, "", head)
        if (head !~ /\)$/) return
        for (i = length(head); i > 0; i--) {
            c = substr(head, i, 1)
            if (c == ")") deep++
            else if (c == "(" && --deep == 0) break
            else if (c == "," && deep == 1) commas++
        }
        name = substr(head, 1, i - 1)
        sub(/[ \t]+$/, "", name)
        sub(/.*[^A-Za-z0-9_]/, "", name)
        if (commas > 7) print where ": " name "() has " commas + 1
    }
    {
        match($0, /^[^:]*:[0-9]*:/)
        place = substr($0, 1, RLENGTH - 1)
        code = substr($0, RLENGTH + 1)
        file = place
        sub(/:.*/, "", file)
        if (file != last) { depth = 0; head = ""; last = file }
        if (code ~ /^[ \t]*#/) next
        for (i = 1; i <= length(code); i++) {
            c = substr(code, i, 1)
            if (c == "{") { if (depth++ == 0) judge(); head = "" }
            else if (c == "}") { if (depth > 0) depth--; head = "" }
            else if (c == ";") head = ""
            else if (depth == 0) {
                if (head == "" && c != " ") where = place
                if (head != "" || c != " ") head = head c
            }
        }
        if (head != "") head = head " "
    }' "$1"
}

many_parameters "$work/all" >"$found"
verdict "no function has more than 8 parameters"

# ---- the form of files ----

for file in src/*.[ch] tests/hooks/*.[ch]; do
    head -n 1 "$file" | grep -q -F "/* $(basename "$file") - " ||
        echo "$file:1: does not begin with /* $(basename "$file") - what it is"
done >"$found"
verdict "every source begins with a comment of its name and what it is"
awk 'length($0) > 100 { print FILENAME ":" FNR ": " length($0) " columns" }' src/*.[ch] tests/hooks/*.[ch] >"$found"
verdict "no line of C is wider than 100 columns"
grep -n -E '^[ \t]*/\* ?--' src/*.[ch] tests/hooks/*.[ch] | grep -v -E ':/\* --- [^-].*[^-] --- \*/$' >"$found"
verdict "sections begin with /* --- name --- */"
rule="the sources are as clang-format has them"
if command -v clang-format >/dev/null 2>&1; then
    for file in src/*.[ch] tests/hooks/*.[ch]; do
        clang-format --dry-run -Werror "$file" >/dev/null 2>&1 || echo "$file"
    done >"$found"
    verdict "$rule"
else
    echo "skipped: $rule (no clang-format; Debian: clang-format)"
    skipped=$((skipped + 1))
fi
# Of survivors of the mutation check, the file and line that a reason is given for.
awk -F '\t' '
    function one(x) { gsub(/[ \t]+/, " ", x); sub(/^ /, "", x); sub(/ $/, "", x); return x }
    FILENAME ~ /\.tsv$/ { if (FNR > 1) wanted[$1 "\t" one($2)] = FNR; next }
    { name = FILENAME; sub(/.*\//, "", name); seen[name "\t" one($0)] = 1 }
    END {
        for (what in wanted)
            if (!(what in seen))
                print "tests/mutation/survivors.tsv:" wanted[what] ": no such line: " what
    }' tests/mutation/survivors.tsv src/*.[ch] >"$found"
verdict "survivors.tsv names lines that are there"

# ---- threads ----

grep -E '#[ \t]*pragma[ \t]+omp[ \t].*parallel' "$work/all" | grep -v 'num_threads[ \t]*(' >"$found"
verdict "every omp parallel has num_threads"
grep -E "${word}omp_set_[a-z_]+[ \t]*\\(" "$work/all" >"$found"
verdict "omp_set_*() is not called"
grep -E '#[ \t]*pragma[ \t]+omp[ \t].*reduction[ \t]*\(' "$work/all" >"$found"
verdict "no omp reduction: the order of a sum would depend on the threads"
# Hidden from the rules above, its text being a string.
grep -n -E '_Pragma[ \t]*\([ \t]*"omp' src/*.[ch] >"$found"
verdict "OpenMP is not spoken to through _Pragma"

# ---- the border ----

for file in R/*.R; do
    [ "$file" = R/native.R ] ||
        sed 's/#.*//' "$file" | grep -n -E '\.(Call|External2?|C|Fortran)[ \t]*\(' |
        sed "s|^|$file:|"
done >"$found"
verdict ".Call is in R/native.R only"

# "name arity" of: the prototypes, the table, and the calls.
awk '{ gsub(/\/\*.*\*\//, ""); text = text " " $0 }
    END {
        while (match(text, /SEXP[ \t]+C_ggc_[A-Za-z0-9_]+[ \t]*\([^)]*\)[ \t]*;/)) {
            one = substr(text, RSTART, RLENGTH)
            text = substr(text, RSTART + RLENGTH)
            name = one
            sub(/^SEXP[ \t]+/, "", name)
            sub(/[ \t]*\(.*/, "", name)
            sub(/^[^(]*\(/, "", one)
            print name, one ~ /^[ \t]*void[ \t]*\)/ ? 0 : gsub(/SEXP/, "", one)
        }
    }' src/r_entry.h | sort >"$work/prototypes"
sed -n 's/^.*CALLDEF(\(C_[A-Za-z0-9_]*\),[ ]*\([0-9]*\)).*$/\1 \2/p' src/r_init.c |
    sort >"$work/table"
sed 's/#.*//' R/native.R | awk '{ text = text " " $0 }
    END {
        while ((at = index(text, ".Call(")) > 0) {
            text = substr(text, at + 6)
            depth = 1
            commas = 0
            for (i = 1; depth > 0 && i <= length(text); i++) {
                c = substr(text, i, 1)
                if (c ~ /[({[]/) depth++
                else if (c ~ /[])}]/) depth--
                else if (c == "," && depth == 1) commas++
            }
            name = text
            gsub(/^[ \t]+/, "", name)
            sub(/[^A-Za-z0-9_].*/, "", name)
            print name, commas
        }
    }' | sort >"$work/calls"

# differences A B TEXT: lines of A that B does not have.
differences() {
    comm -23 "$1" "$2" | sed "s|\$| ($3)|"
}
{
    [ -s "$work/prototypes" ] || echo "src/r_entry.h: no prototypes found"
    uniq -d "$work/table" | sed 's/$/ (twice in r_init.c)/'
    differences "$work/prototypes" "$work/table" "in r_entry.h, not so in r_init.c"
    differences "$work/table" "$work/prototypes" "in r_init.c, not so in r_entry.h"
} >"$found"
verdict "r_init.c and r_entry.h agree on names and arity"
{
    sort -u "$work/calls" >"$work/called"
    differences "$work/called" "$work/table" "in R/native.R, not so in r_init.c"
    differences "$work/table" "$work/called" "in r_init.c, not so in R/native.R"
} >"$found"
verdict "R/native.R and r_init.c agree on names and arity"

# ---- the built library ----

library=${1:-.ggc-library/ggc/libs/ggc.so}
if [ $# -gt 0 ] && [ ! -e "$library" ]; then
    echo "there is no $library" >"$found"
    verdict "ggc.so exports only R_init_ggc"
elif [ ! -e "$library" ] || ! command -v nm >/dev/null 2>&1; then
    echo "skipped: ggc.so exports only R_init_ggc (not installed here, or no nm)"
    skipped=$((skipped + 1))
else
    # Some linkers add the marks of the segments.
    nm -D --defined-only "$library" | awk '{ print $NF }' |
        grep -v -E '^(_init|_fini|_edata|_end|__bss_start|_?_?bss_start__|__end__)$' \
            >"$work/exported"
    if grep -q -x R_init_ggc "$work/exported"; then
        grep -v -x R_init_ggc "$work/exported"
    else
        echo "R_init_ggc is not exported"
    fi >"$found"
    verdict "ggc.so exports only R_init_ggc"
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
