#!/bin/sh
# An OpenBLAS of its own for `make bench`, so that PyTorch and the peak of matrix
# products are measured at their best although the system's BLAS, which R goes
# on using, may be the slow reference. Debian's package is unpacked into the
# directory given; nothing is installed. Without apt-get nothing happens.
#
#   openblas.sh DIRECTORY
set -eu
directory=$1
if ls /usr/lib/*/openblas-openmp/libblas.so.3 "$directory"/libblas.so.3 \
    >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    exit 0
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
if apt-get download libopenblas0-openmp >log 2>&1 &&
    dpkg -x libopenblas0-openmp_*.deb tree >>log 2>&1; then
    mkdir -p "$directory"
    cp -R tree/usr/lib/*/openblas-openmp/. "$directory"
else
    echo "No OpenBLAS could be fetched; PyTorch has the system's BLAS."
fi
