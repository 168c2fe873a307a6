#!/bin/sh
# The tests under the newest R that Debian has, with its newest packages:
#
#   sudo sh tools/newest-r.sh DIRECTORY [GGC_DATA]
#
# Makes a Debian unstable in DIRECTORY (debootstrap, 3 GB; once), where R and the
# packages that DESCRIPTION names come from apt, clones the checkout into it, and
# runs the README's test command there. The closing lines, and what failed or was
# skipped, are the log tools/newest-r.log. (That log was made in a system that had
# been set up by hand with the same commands.)
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
root=${1:?a directory for the system}
data=${2:-}
log=$top/tools/newest-r.log

if [ ! -e "$root/usr/bin/make" ]; then
    debootstrap --variant=minbase sid "$root" http://deb.debian.org/debian
    mount --bind /proc "$root/proc"
    mount --bind /dev "$root/dev"
    chroot "$root" sh -c 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends make git procps locales'
fi
mountpoint -q "$root/proc" || mount --bind /proc "$root/proc"
mountpoint -q "$root/dev" || mount --bind /dev "$root/dev"
rm -rf "$root/ggc" "$root/data"
git clone -q "$top" "$root/ggc"
[ -z "$data" ] || cp -r "$data" "$root/data"

# R keeps a Ctrl-C that it was started with ignored, as in the background.
chroot "$root" env --default-signal=INT LC_ALL=C.UTF-8 HOME=/root GGC_DATA=/data sh -c \
    'cd /ggc && make --no-print-directory test; Rscript -e "sessionInfo()"' \
    >"$root/log" 2>&1 || true
{
    echo "# make test of $(git -C "$top" log -1 --format=%h), by sh tools/newest-r.sh"
    sed -n '/^R version/,$p' "$root/log" | sed -n '1,2p'
    chroot "$root" Rscript -e 'for (name in c("S4Vectors", "SummarizedExperiment",
        "BiocParallel", "testthat", "ggplot2", "igraph", "pROC", "cli"))
        cat(name, format(packageVersion(name)), "\n")'
    sed -n '/^══ Skipped/,/^══ DONE/p' "$root/log" | grep -v '^$'
    grep -E '(passed|failed).*skipped' "$root/log"
} >"$log"
tail -n 1 "$log"
