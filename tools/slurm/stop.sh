#!/bin/sh
# Ends the Slurm that start.sh started in DIRECTORY, its jobs and its munge, and
# removes DIRECTORY:
#
#   sh stop.sh DIRECTORY
set -u
[ $# -eq 1 ] && [ -f "$1/slurm.conf" ] || {
    echo "usage: sh stop.sh DIRECTORY, one that start.sh made" >&2
    exit 2
}
SLURM_CONF=$1/slurm.conf
export SLURM_CONF
scancel --user=root --quiet 2>/dev/null
for name in slurmd slurmctld munged; do
    [ -f "$1/$name.pid" ] || continue
    pid=$(cat "$1/$name.pid")
    kill "$pid" 2>/dev/null
    tries=0
    while kill -0 "$pid" 2>/dev/null && [ $tries -lt 50 ]; do
        tries=$((tries + 1))
        sleep 0.2
    done
done
rm -rf "$1"
