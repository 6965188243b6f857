#!/bin/sh
# Runs the host on every mutant that build.sh has made: run.sh FOLDER/native
#
# Each has to be found, by a check that fails or by its end; one that goes through is listed, and the exit code is 1.
# Two show where there are more stores than one, or more identifiers of a store: they are the matter of the kit.
set -u
folder=${1:?usage: run.sh FOLDER}
kit="siblings-not-asked store-ids-by-bytes"
work=$(mktemp -d)
missed=0 found=0
for mutant in "$folder"/mutants/*; do
    name=$(basename "$mutant")
    [ "$name" != object-kept ] || [ "$(basename "$folder")" = sanitized ] || continue # nobody else sees a leak of the provider
    case " $kit " in *" $name "*) continue ;; esac
    rm -rf "$work/stores" && mkdir "$work/stores"
    timeout 20 "$folder/host" "$mutant"/*cppstore.* --section "6600001F=$work/stores/first.store" --service ServiceEntry \
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
