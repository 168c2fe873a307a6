#!/bin/sh
# Set-up for the Makefile: R, a C compiler and the R packages that DESCRIPTION
# names (through apt-get where there is one; R packages that it does not have from
# CRAN, into the private library .ggc-library), then the package itself into that
# library. Where all is there, it does nothing and needs no network.
#
#     sh .ci/setup.sh [PROGRAM[=PACKAGE,...] ...]
#
# Programs are brought along where apt may be used, by Debian packages of the same
# name unless others are given; without them set-up goes on.
set -eu
cd "$(dirname "$0")/.."
library=$PWD/.ggc-library
oldest=4.2.0
with_r='methods|stats|utils|graphics|grDevices|grid|parallel|tools'

# Variables given to make would reach R's own make through these.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL
case ":${R_LIBS:-}:" in
*":$library:"*) ;;
*) export R_LIBS="$library${R_LIBS:+:$R_LIBS}" ;;
esac

# The packages of Imports and Suggests that do not come with R, one a line.
wanted() {
    awk '/^[^ \t]/ { on = /^(Imports|Suggests):/; sub(/^[^:]*:/, "") }
        on {
            gsub(/\([^)]*\)|[ \t]/, "")
            n = split($0, name, ",")
            for (i = 1; i <= n; i++)
                if (name[i] != "") print name[i]
        }' DESCRIPTION | grep -v -x -E "$with_r"
}

# Can R's compiler make and link a program with what src/Makevars asks for?
compiles() {
    probe=$(mktemp -d)
    echo 'int main(void) { return 0; }' >"$probe/probe.c"
    flags="$(R CMD config LAPACK_LIBS) $(R CMD config BLAS_LIBS)"
    # Unquoted: compiler and flags are lists of words.
    $(R CMD config CC) "$probe/probe.c" -o "$probe/probe" $flags \
        >/dev/null 2>&1 && made=0 || made=1
    rm -rf "$probe"
    return $made
}

# What is missing, one a line: "R", "compiler" or the name of an R package.
lacking() {
    if ! command -v Rscript >/dev/null 2>&1; then
        echo R
        echo compiler
        wanted
        return
    fi
    Rscript -e 'arg <- commandArgs(TRUE)
        if (getRversion() < arg[[1L]]) cat("lacks: R\n")
        for (name in arg[-1L])
            if (!nzchar(system.file(package = name)))
                cat("lacks: ", name, "\n", sep = "")' "$oldest" $(wanted) |
        sed -n 's/^lacks: //p'
    if [ ! -d "$library/ggc" ] && ! compiles; then
        echo compiler
    fi
}

# Debian's names for the R packages given: those that its lists know.
debian_names() {
    for name in "$@"; do
        lower=$(echo "$name" | tr '[:upper:]' '[:lower:]')
        for kind in cran bioc; do
            if apt-cache show "r-$kind-$lower" >/dev/null 2>&1; then
                echo "r-$kind-$lower"
            fi
        done
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

may_use_apt() {
    command -v apt-get >/dev/null 2>&1 &&
        { [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null 2>&1; }
}

# Once.
read_apt_lists() {
    if [ -z "${lists_read:-}" ]; then
        lists_read=yes
        echo "Reading apt's package lists ..."
        as_root apt-get update >/dev/null 2>&1 || true # old lists may do
    fi
}

# apt_install PACKAGE ...
apt_install() {
    log=$(mktemp)
    echo "Installing with apt-get (this may take some minutes): $*"
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes \
        --no-install-recommends "$@" >"$log" 2>&1; then
        tail -n 20 "$log"
        echo "apt-get failed; the whole output is in $log"
        return
    fi
    rm -f "$log"
}

install_with_apt() {
    read_apt_lists
    names=$(debian_names $1)
    case " $(echo $1) " in
    *" R "* | *" compiler "*) names="r-base-dev pandoc $names" ;;
    esac
    if [ -n "$names" ]; then
        apt_install $names
    fi
}

# The R packages given, from the mirror that R is set to (CRAN's own address where
# that is still open), into the private library.
install_from_cran() {
    log=$(mktemp)
    mkdir -p "$library"
    echo "Installing from CRAN into .ggc-library:" $1
    Rscript -e 'arg <- commandArgs(TRUE)
        repos <- getOption("repos")
        repos[repos == "@CRAN@"] <- "https://cloud.r-project.org"
        install.packages(arg[-1L], arg[[1L]], repos)' "$library" $1 \
        >"$log" 2>&1 || true # what is still missing is told below
    rm -f "$log"
}

# bring PROGRAM[=PACKAGE,...]
bring() {
    name=${1%%=*}
    if command -v "$name" >/dev/null 2>&1; then
        return
    fi
    if may_use_apt; then
        read_apt_lists
        apt_install $(echo "${1#*=}" | tr ',' ' ')
    fi
    if ! command -v "$name" >/dev/null 2>&1; then
        echo "Going on without the program $name."
    fi
}

# What to do by hand, given what is missing.
explain() {
    echo "ggc cannot be set up: this machine lacks" $1
    for name in $1; do
        case $name in
        R)
            echo "  R: version $oldest or later, from" \
                "https://cran.r-project.org or your system's packages"
            ;;
        compiler)
            echo "  compiler: the C compiler that R was built for, with" \
                "BLAS and LAPACK (macOS: xcode-select --install;" \
                "Windows: Rtools)"
            ;;
        esac
    done
    names=$(for name in $1; do
        case $name in R | compiler) ;; *) printf ', "%s"' "$name" ;; esac
    done)
    if [ -n "$names" ]; then
        echo "  R packages: start R and type"
        echo '    install.packages("BiocManager")'
        echo "    BiocManager::install(c(${names#, }))"
    fi
    if command -v apt-get >/dev/null 2>&1 && ! may_use_apt; then
        echo "  or: run make as root (or install sudo), and apt-get serves"
    fi
    echo "Then run make again."
}

# One number for everything that the installed package is made from.
fingerprint() {
    {
        R --version
        find DESCRIPTION NAMESPACE LICENSE R src man inst -type f \
            ! -name '*.o' ! -name '*.so' ! -name '*.dll' |
            LC_ALL=C sort | xargs cksum
    } | cksum
}

install_package() {
    print=$(fingerprint)
    if [ -d "$library/ggc" ] && [ -f "$library/fingerprint" ] &&
        [ "$print" = "$(cat "$library/fingerprint")" ]; then
        return
    fi
    echo "Installing ggc into .ggc-library ..."
    mkdir -p "$library"
    # From a copy: no objects of another compiler, none left in src.
    copy=$(mktemp -d)
    mkdir "$copy/ggc"
    cp -R DESCRIPTION NAMESPACE LICENSE R src man inst "$copy/ggc"
    rm -f "$copy"/ggc/src/*.o "$copy"/ggc/src/*.so
    if ! MAKEFLAGS=-j$(getconf _NPROCESSORS_ONLN) R CMD INSTALL --no-html \
        --library="$library" "$copy/ggc" >"$copy/log" 2>&1; then
        cat "$copy/log"
        rm -rf "$copy"
        echo "ggc could not be installed; see above."
        exit 1
    fi
    rm -rf "$copy"
    echo "$print" >"$library/fingerprint"
}

missing=$(lacking)
if [ -n "$missing" ] && may_use_apt; then
    install_with_apt "$missing"
    missing=$(lacking)
fi
if [ -n "$missing" ] && ! echo "$missing" | grep -q -x -E 'R|compiler'; then
    install_from_cran "$missing"
    missing=$(lacking)
fi
if [ -n "$missing" ]; then
    explain "$missing"
    exit 1
fi
install_package
for program in "$@"; do
    bring "$program"
done
