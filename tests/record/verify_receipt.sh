#!/bin/sh
# tests/record/verify_receipt.sh RECEIPT.json PUBLIC_KEY.pem: checks a receipt (placet vote --receipt, placet audit
# receipt) with openssl and coreutils alone, as services/record/README.md describes: its leaf, its proof, its head.
set -eu
receipt=$1 key=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "verify_receipt: $*" >&2; exit 1; }

# field PART NAME: a field of a part of the JSON, which has a line for each.
field() { sed -n "/^ \"$1\": {/,/^ }/s/^  \"$2\": \"\\{0,1\\}\\([^\"]*\\)\"\\{0,1\\},\\{0,1\\}\$/\\1/p" "$receipt" | head -n 1; }
path() { sed -n '/^ "proof": {/,/^ }/s/^   "\([^"]*\)",\{0,1\}$/\1/p' "$receipt"; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
bytes() { tr a-f A-F | tr -d '\n' | basenc --base16 -d; }
of_base64() { printf %s "$1" | base64 -d | hex; }
sha256() { bytes | openssl dgst -sha256 -binary | hex; }
# prefixed HEX: its length in four bytes, and itself.
prefixed() { printf '%08x%s' $((${#1} / 2)) "$1"; }
text() { printf %s "$1" | hex; }

sequence=$(field entry sequence)
time=$(($(date -u -d "$(field entry commit_time)" +%s%6N) - 946684800000000))
request=$(field entry request_id | tr -d -)
leaf=$(
  {
    printf '00' && printf '01'
    printf '%016x' "$sequence"
    of_base64 "$(field entry blind)"
    printf '%016x' "$time"
    prefixed "$(text "$(field entry actor)")"
    prefixed "$(text "$(field entry subject)")"
    prefixed "$(text "$(field entry ballot)")"
    printf %s "${request:-00000000000000000000000000000000}"
    prefixed "$(of_base64 "$(field entry fingerprint)")"
    prefixed "$(of_base64 "$(field entry extra)")"
    of_base64 "$(field entry change)"
  } | sha256
)
[ "$leaf" = "$(of_base64 "$(field entry leaf)")" ] || fail "the bytes of the event do not give its leaf"

# RFC 9162, 2.1.3.2.
size=$(field proof tree_size)
node=$((sequence - 1)) last=$((size - 1)) hash=$leaf
[ "$node" -le "$last" ] || fail "the event is beyond the tree"
for step in $(path); do
  step=$(of_base64 "$step")
  [ "$last" -gt 0 ] || fail "the proof is too long"
  if [ $((node & 1)) = 1 ] || [ "$node" = "$last" ]; then
    hash=$(printf '01%s%s' "$step" "$hash" | sha256)
    while [ $((node & 1)) = 0 ] && [ "$node" -gt 0 ]; do node=$((node >> 1)) last=$((last >> 1)); done
  else
    hash=$(printf '01%s%s' "$hash" "$step" | sha256)
  fi
  node=$((node >> 1)) last=$((last >> 1))
done
[ "$last" = 0 ] || fail "the proof is too short"

# The head: origin, size, root, time, an empty line, the signature after four bytes of a key's hash.
printf %b "$(field head note)" >"$folder/note"
head -n 4 "$folder/note" >"$folder/text"
[ "$(sed -n 2p "$folder/note")" = "$size" ] || fail "the head has another size than the proof"
[ "$(of_base64 "$(sed -n 3p "$folder/note")")" = "$hash" ] || fail "the proof does not lead to the root of the head"
sed -n '6s/.* //p' "$folder/note" | base64 -d | tail -c +5 >"$folder/signature"
openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$folder/text" -sigfile "$folder/signature" >/dev/null \
  || fail "the head is not signed with that key"
echo "event $sequence is in the tree of size $size: $(sed -n 1p "$folder/note")"
