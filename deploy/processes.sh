# shellcheck shell=bash
# Processes by their process-id files; sourced by deploy/up and deploy/down. A file is believed only when the process
# of that number is the very program: after a crash or a reboot the number may be another's. (The command line tells,
# not /proc/PID/exe: that link changes when the program is compiled anew, and containers may hide it.)

# runs PIDFILE PROGRAM [ARGUMENTS]: whether it runs, with these arguments if any are given; sets pid.
runs() {
  local file=$1 argv=()
  shift
  pid=''
  [ -s "$file" ] && read -r pid <"$file" || true
  [[ $pid =~ ^[0-9]+$ ]] || return 1
  mapfile -d '' -t argv 2>/dev/null <"/proc/$pid/cmdline" || return 1
  [ "${argv[0]:-}" = "$1" ] || return 1
  [ $# = 1 ] || [ "${argv[*]}" = "$*" ]
}

# stop PIDFILE PROGRAM: ends it, gently at first; says so. Fails when it does not run.
stop() {
  local file=$1 program=$2 i
  if ! runs "$file" "$program"; then
    rm -f "$file"
    return 1
  fi
  kill -TERM "$pid"
  for ((i = 0; i < 100; i++)); do
    runs "$file" "$program" || break
    sleep 0.1
  done
  if runs "$file" "$program"; then
    echo "${program##*/} ($pid) does not end within 10 s: killed"
    kill -KILL "$pid"
  else
    echo "stopped ${program##*/}"
  fi
  rm -f "$file"
}
