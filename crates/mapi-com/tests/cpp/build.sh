#!/bin/sh
# Builds the C++ side of the bridge's tests: build.sh FOLDER [native] [sanitized] [windows] [mapi32] [mutants]
#
#   native     layout, slots, libcppstore.so, libcppbook.so and host, by g++
#   sanitized  the same provider and host under ASan and UBSan, in FOLDER/sanitized
#   windows    layout.exe, slots.exe, cppstore.dll, cppbook.dll and host.exe, by mingw, in FOLDER/windows
#   mapi32     the provider by g++ once more, which imports MAPIAllocateBuffer and its kin from mapi32, in FOLDER/mapi32
#   mutants    a copy of every provider that was built for each row of mutants/mutants.tsv
#
# Without a part: native and mutants. What is newer than its sources is not built again.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: build.sh FOLDER [native] [sanitized] [windows] [mutants]}
shift
[ $# -gt 0 ] || set -- native mutants
mkdir -p "$out"
out=$(cd "$out" && pwd)
warnings="-std=c++17 -Wall -Wextra -Werror"
headers="$out/headers"
sh "$here/headers/make.sh" "$headers"

stamp() { # a hash of everything that a build depends on
    find "$here" -type f ! -name '*.md' ! -name '*.tsv' -exec cksum {} + | sort | cksum
}

# one PART: all sources of a part as one unit, which is five times as fast as one by one
one() {
    for source in "$here"/common/*.cpp "$here/$1"/*.cpp; do echo "#include \"$source\""; done
}

# build NAME COMPILER FLAGS SHARED_FLAGS PROVIDER EXE_SUFFIX LIBRARIES
build() {
    folder="$out/$1" compiler=$2 flags=$3 shared=$4 provider=$5 suffix=$6 libraries=$7
    now="$(stamp) $flags"
    if [ -f "$folder/stamp" ] && [ "$(cat "$folder/stamp")" = "$now" ]; then return; fi
    mkdir -p "$folder"
    rm -f "$folder/stamp"
    one provider > "$folder/provider.cpp"
    one book > "$folder/book.cpp"
    one host > "$folder/host.cpp"
    {
        $compiler $warnings $flags $shared -shared "$folder/provider.cpp" -o "$folder/$provider" $libraries
        $compiler $warnings $flags $shared -shared "$folder/book.cpp" -o "$folder/$(echo "$provider" | sed s/store/book/)" $libraries
    } &
    $compiler $warnings $flags "$folder/host.cpp" -o "$folder/host$suffix" $libraries
    wait $!
    for program in layout slots; do
        $compiler $warnings $flags "$here/headers/$program.cpp" -o "$folder/$program$suffix"
    done
    echo "$now" > "$folder/stamp"
}

importing() { # the provider that imports its memory routines
    folder="$out/mapi32"
    now=$(stamp)
    if [ -f "$folder/stamp" ] && [ "$(cat "$folder/stamp")" = "$now" ]; then return; fi
    mkdir -p "$folder"
    rm -f "$folder/stamp"
    one provider > "$folder/provider.cpp"
    # The symbols stay undefined: there is no mapi32 to link with.
    ${CXX:-g++} $warnings $native -DCPPMAPI_MAPI32 -fPIC -fvisibility=hidden -shared "$folder/provider.cpp" \
        -o "$folder/libcppstore.so" -pthread
    echo "$now" > "$folder/stamp"
}

mutants() { # FOLDER PROVIDER
    [ -f "$1/$2" ] || return 0
    mkdir -p "$1/mutants"
    at=$(grep -abo 'MAPI-CPP-MUTANT=' "$1/$2" | head -1 | cut -d: -f1)
    grep -v '^#' "$here/mutants/mutants.tsv" | tail -n +2 | cut -f1 | while read -r name; do
        mkdir -p "$1/mutants/$name"
        cp "$1/$2" "$1/mutants/$name/$2"
        printf '%s.' "$name" | dd of="$1/mutants/$name/$2" bs=1 seek=$((at + 16)) conv=notrunc status=none
    done
}

native="-isystem $headers -isystem $headers/native -I$here/common"
for part in "$@"; do
    case $part in
    native) build native "${CXX:-g++}" "$native" "-fPIC -fvisibility=hidden" libcppstore.so "" "-ldl -pthread" ;;
    sanitized)
        build sanitized "${CXX:-g++}" "$native -g -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=undefined" \
            "-fPIC -fvisibility=hidden" libcppstore.so "" "-ldl -pthread"
        ;;
    mapi32) importing ;;
    windows)
        build windows x86_64-w64-mingw32-g++ "-isystem $headers -I$here/common -O1 -static" "" cppstore.dll .exe "-luuid -lole32"
        ;;
    mutants)
        mutants "$out/native" libcppstore.so
        mutants "$out/sanitized" libcppstore.so
        mutants "$out/mapi32" libcppstore.so
        mutants "$out/windows" cppstore.dll
        ;;
    *)
        echo "build.sh: no part \"$part\"" >&2
        exit 2
        ;;
    esac
done
