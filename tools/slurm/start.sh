#!/bin/sh
# Starts a real Slurm on this machine alone, to try BatchtoolsParam with:
#
#   sh start.sh DIRECTORY [CPUS]
#   export SLURM_CONF=DIRECTORY/slurm.conf
#
# Its files are in DIRECTORY, which must not exist yet; stop.sh ends it. It has
# one node of CPUS processors (default: those of the machine) and one partition.
# Needs root, and Debian's packages slurm-wlm and munge. It listens on the local
# ports 16817 and 16818; the machine's own Slurm and munge, if any, are left
# alone.
set -eu
[ $# -ge 1 ] || { echo "usage: sh start.sh DIRECTORY [CPUS]" >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "start.sh: needs root" >&2; exit 3; }
PATH=$PATH:/usr/sbin:/sbin
for program in munged slurmctld slurmd sinfo; do
    command -v $program >/dev/null || {
        echo "start.sh: no $program (apt-get install slurm-wlm munge)" >&2
        exit 4
    }
done
cpus=${2:-$(getconf _NPROCESSORS_ONLN)}
megabytes=$(awk '/^MemTotal:/ { print int($2 / 1024 * 0.9) }' /proc/meminfo)
umask 022
mkdir "$1"
cd "$1"
here=$PWD
mkdir state spool
node=$(hostname -s)

(umask 077 && head -c 1024 /dev/urandom >munge.key)
munged --force --key-file="$here/munge.key" --socket="$here/munge.socket" \
    --pid-file="$here/munged.pid" --log-file="$here/munged.log" \
    --seed-file="$here/munge.seed" >munged.out 2>&1

cat >slurm.conf <<EOF
ClusterName=ggc
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$here/munge.socket
CredType=cred/munge
StateSaveLocation=$here/state
SlurmdSpoolDir=$here/spool
SlurmctldPidFile=$here/slurmctld.pid
SlurmdPidFile=$here/slurmd.pid
SlurmctldLogFile=$here/slurmctld.log
SlurmdLogFile=$here/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0
MpiDefault=none
ReturnToService=2
NodeName=$node NodeAddr=127.0.0.1 CPUs=$cpus RealMemory=$megabytes \
    State=UNKNOWN
PartitionName=local Nodes=ALL Default=YES MaxTime=INFINITE State=UP
EOF
export SLURM_CONF="$here/slurm.conf"
slurmctld -c >slurmctld.out 2>&1
slurmd -c >slurmd.out 2>&1

# Up when the node says so, or not within half a minute.
tries=0
until sinfo --noheader --format=%T 2>/dev/null | grep -q -x idle; do
    tries=$((tries + 1))
    if [ $tries -gt 60 ]; then
        echo "start.sh: the node did not come up; see $here/*.log" >&2
        exit 1
    fi
    sleep 0.5
done
echo "Slurm is up. In the shell of R: export SLURM_CONF=$SLURM_CONF"
