# shellcheck shell=bash
# Who runs what; sourced by deploy/build, deploy/up, deploy/down, deploy/demo and tests/run.
#
# PostgreSQL refuses to run as root, and compiling and serving do not need it. So root only installs packages; then
# the script starts itself again as an ordinary account: the owner of the checkout or, where that is root, the system
# account `placet`. That account is given build/ and var/; the source files keep their owner, or git would complain.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
self=$(cd "$(dirname "$0")" && pwd -P)/${0##*/}
script=${self#"$top"/}
unset "${!PG@}"  # a PGHOST or PGUSER of the caller must not lead to another cluster

die() {
  printf '%s: %s\n' "$script" "$*" >&2
  exit 1
}

# room FOLDER MEGABYTES WHAT: refuses to begin what would end with a full disk.
room() {
  local free
  free=$(df --output=avail -m "$1" | tail -n 1)
  [ "$free" -ge "$2" ] || die "the disk is too full to $3: $((free)) MB are free under $top/$1, and it takes $2 MB"
}

# failed LOG WHAT: the one sentence about a step that left its output in LOG.
failed() {
  if grep -q 'No space left on device' "$1" 2>/dev/null; then die "the disk is full: $2 failed (log: $1)"; fi
  die "$2 failed: $(grep . "$1" 2>/dev/null | tail -n 1) (log: $1)"
}

# ordinary ARGUMENTS: returns in an ordinary account, with the checkout as working directory.
ordinary() {
  local folder
  if [ "$(id -u)" = 0 ]; then as_account "$@"; fi
  cd "$top" || exit
  for folder in build var var/home var/log var/run; do
    mkdir -p "$folder" 2>/dev/null || die "cannot create $top/$folder: run it as root, or as the owner of the checkout"
    [ -w "$folder" ] || die "$top/$folder belongs to $(stat -L -c %U "$folder"): run it as root, or as that account"
  done
  chmod 700 var/run
}

# as_account ARGUMENTS: from root, starts this script again as the account.
as_account() {
  local account home=$top/var/home
  account=$(stat -c %U "$top")
  if [ "$account" = root ] || ! id "$account" >/dev/null 2>&1; then
    account=placet
    id "$account" >/dev/null 2>&1 \
      || useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$account" \
      || die "cannot create the system account placet"
  fi
  local drop=(setpriv "--reuid=$account" "--regid=$(id -g "$account")" --init-groups)

  unreadable "${drop[@]}" && in_copy "$account" "$@"
  mkdir -p "$top/build" "$home"
  # -h and not through links: root must not be led elsewhere by what the account put there.
  chown -Rh "$account:$(id -g "$account")" "$top/build" "$top/var"
  "${drop[@]}" test -w "${TMPDIR:-/tmp}" || unset TMPDIR
  cd "$top" || exit
  exec "${drop[@]}" env "HOME=$home" "USER=$account" "LOGNAME=$account" "$self" "$@"
}

# unreadable DROP: whether something of the checkout cannot be read by the account (find names it, or complains).
unreadable() {
  local found
  found=$(cd / && "$@" find "$top" \( -path "$top/.git" -o -path "$top/build" -o -path "$top/var" \) -prune \
    -o ! -readable -print 2>&1 | head -c 1) || true
  [ -n "$found" ]
}

# in_copy ACCOUNT ARGUMENTS: a checkout in /root cannot be read by anybody else. Then the account works in a copy, and
# build/ and var/ of the checkout are links to those of the copy. Times are kept, so only what changed is compiled.
in_copy() {
  local copy folder
  copy=/var/lib/placet/$(printf %s "$top" | sha256sum | cut -c 1-12)
  echo "the account $1 cannot read $top; it works in a copy, $copy"
  mkdir -p "$copy/build" "$copy/var"
  chmod 755 /var/lib/placet "$copy"
  find "$copy" -mindepth 1 -maxdepth 1 ! -name build ! -name var -exec rm -rf {} +
  tar -C "$top" --exclude=./.git --exclude=./build --exclude=./var -c . \
    | tar -C "$copy" -x --no-same-owner --no-overwrite-dir || die "cannot copy $top to $copy"
  find "$copy" -mindepth 1 \( -path "$copy/build" -o -path "$copy/var" \) -prune -o -exec chmod u+rwX,go+rX {} +
  for folder in build var; do
    [ -e "$top/$folder" ] && [ ! -L "$top/$folder" ] || ln -sfn "$copy/$folder" "$top/$folder"
  done
  cd "$copy" || exit
  shift
  exec "$copy/$script" "$@"
}
