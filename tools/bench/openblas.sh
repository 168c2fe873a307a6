#!/bin/sh
# An OpenBLAS of its own for `make bench`, so that PyTorch and the peak of
# matrix products are measured at their best although the system's BLAS, which
# R goes on using, may be the slow reference. Debian's package is unpacked into
# the directory given; nothing is installed. Without apt-get nothing happens.
#
#   openblas.sh DIRECTORY
set -eu
for place in /usr/lib/*/openblas-openmp "$1"; do
    if [ -e "$place/libblas.so.3" ]; then
        exit 0
    fi
done
command -v apt-get >/dev/null 2>&1 || exit 0
mkdir -p "$1"
directory=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
if apt-get download libopenblas0-openmp >log 2>&1 &&
    dpkg -x libopenblas0-openmp_*.deb tree >>log 2>&1; then
    cp -R tree/usr/lib/*/openblas-openmp/. "$directory"
else
    echo "No OpenBLAS could be fetched; PyTorch has the system's BLAS."
fi
