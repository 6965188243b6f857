#!/bin/sh
# Runs the host on every mutant that build.sh has made: run.sh FOLDER/native
#
# Each has to be found, by a check that fails or by its end; one that goes through is listed, and the exit code is 1.
set -u
folder=${1:?usage: run.sh FOLDER}
work=$(mktemp -d)
# The identifier of a store as an older version of the provider made it.
old_id() {
    printf '000000009c4e31d7602b4f18a65dc770707374720101000000000000%s' "$(printf %s "$1" | od -An -v -tx1 | tr -d ' \n')"
}
missed=0 found=0
for mutant in "$folder"/mutants/*; do
    name=$(basename "$mutant")
    [ "$name" != object-kept ] || [ "$(basename "$folder")" = sanitized ] || continue # nobody else sees a leak of the provider
    rm -rf "$work/stores" && mkdir "$work/stores"
    provider=$(echo "$mutant"/*cppstore.*)
    cp "$provider" "$work/stores/copy"
    # Nobody has to wait long for the one that never ends.
    limit=20
    [ "$name" != hang ] || limit=3
    timeout $limit "$folder/host" "$provider" --spooler "$work/stores/copy" --second "6600001F=$work/stores/other.store" \
        --other-id "$(old_id "$work/stores/first.store")" --section "6600001F=$work/stores/first.store" --service ServiceEntry \
        --logon "8004011C" --logon "80040111:6600001F=$work/nowhere/away.store" --goes-offline "$work/stores/first.store.offline" \
        --logon "00040380:6600001F=$work/stores/warns.store" --logon "8004011F:6600001F=$work/stores/locale.store" \
        --logon "00000000:6600001F=$work/stores/extended.store" \
        --configure "6600001F=$work/stores/second.store" --locked "6600001F=$work/stores/safe.store" \
        --right 67F0001F=right --wrong 67F0001F=wrong > "$work/log" 2>&1
    code=$?
    if [ $code = 0 ]; then
        missed=$((missed + 1))
        echo "MISSED $name"
    else
        found=$((found + 1))
        echo "found  $name: $(grep -m1 ^FAIL "$work/log" || echo "ended with $code")"
    fi
done
rm -rf "$work"
echo "$found found, $missed missed"
[ $missed = 0 ]
