#!/bin/sh
# The command as a program for Windows, under Wine, on the provider in C++ as a DLL: run.sh FOLDER
#
# The example provider over PST files, exported from Rust, is loaded by the host in C++.
#
# Needs mingw (g++-mingw-w64-x86-64-posix), Wine (wine64) and the Rust target x86_64-pc-windows-gnu. The report has to be that of
# the same sources under Linux, word for word; a crash and an exception are one failure each.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: run.sh FOLDER}
root=$(cd "$here/../../../.." && pwd)
wine=$(ls /usr/lib/wine/wine64 /usr/bin/wine64 2>/dev/null | head -n 1)
mkdir -p "$out/run"
out=$(cd "$out" && pwd)
run="$out/run"

sh "$root/crates/mapi-com/tests/cpp/build.sh" "$out/cpp" native windows
cargo build --quiet --manifest-path "$root/Cargo.toml" -p mapi-sim-check
cargo build --quiet --manifest-path "$root/Cargo.toml" -p mapi-sim-check --target x86_64-pc-windows-gnu --target-dir "$out/target"
cp "$out/target/x86_64-pc-windows-gnu/debug/mapi-sim-check.exe" "$out/cpp/windows/cppstore.dll" "$run"
for library in libstdc++-6.dll libgcc_s_seh-1.dll libwinpthread-1.dll; do
    cp "$(x86_64-w64-mingw32-g++-posix -print-file-name=$library)" "$run"
done
x86_64-w64-mingw32-gcc -shared -o "$run/bcryptprimitives.dll" "$here/ProcessPrng.c" -ladvapi32
rm -rf "$run/cppstore"
cp -r "$here/../cppstore" "$run"
# The same name for both files, so that the reports can be compared.
sed -i 's/^service_entry/dll = "cppstore.dll"\nservice_entry/' "$run/cppstore/mapi.toml"

native="${CARGO_TARGET_DIR:-$root/target}/debug/mapi-sim-check"
cd "$run"
export WINEPREFIX="$out/prefix" WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml=
check() { # OUTPUT ARGUMENTS: the exit code
    name=$1
    shift
    code=0
    "$wine" mapi-sim-check.exe "$@" --profile cppstore/mapi.toml 2>/dev/null | tr -d '\r' > "$name" || code=$?
}

"$native" "$out/cpp/native/libcppstore.so" --profile cppstore/mapi.toml > linux 2>/dev/null
check windows cppstore.dll
diff linux windows
check together cppstore.dll --in-process
diff linux together

fault() { # NAME WORDS: the report on the provider with this fault has the words
    at=$(grep -abo 'MAPI-CPP-MUTANT=' cppstore.dll | head -n 1 | cut -d: -f1)
    cp cppstore.dll "$1.dll"
    printf '%s.' "$1" | dd of="$1.dll" bs=1 seek=$((at + 16)) conv=notrunc status=none
    check "$1" "$1.dll" --rule LOGON-16
    grep -q "$2" "$1" || { cat "$1"; exit 1; }
}
fault crash "an access violation (0xC0000005) in IMsgStore::OpenEntry"
fault exception-in-logon "an exception of type std::runtime_error: the server is away"

# The example provider over PST files as a DLL, with the host in C++: what that says under Linux, line for line.
cargo build --quiet --manifest-path "$root/Cargo.toml" -p mapi-com --example exported_pst
cargo build --quiet --manifest-path "$root/Cargo.toml" -p mapi-com --example exported_pst --target x86_64-pc-windows-gnu --target-dir "$out/target"
cp "$out/target/x86_64-pc-windows-gnu/debug/examples/exported_pst.dll" "$out/cpp/windows/host.exe" .
manifest=$(cargo metadata --format-version 1 --manifest-path "$root/Cargo.toml" |
    grep -o '"manifest_path":"[^"]*outlook-pst-[^"]*Cargo.toml"' | head -n 1 | sed 's/.*:"//; s/"$//')
cp "${manifest%Cargo.toml}examples/Empty.pst" .
# Flags, the provider's MAPIUID, a version, and the path.
id=00000000657473706178024D8070737466696C6501000000$(printf Empty.pst | od -An -tx1 | tr -d ' \n')
"$out/cpp/native/host" "${CARGO_TARGET_DIR:-$root/target}/debug/examples/libexported_pst.so" --dll-name pststore.dll --entry-id "$id" > pst-linux
"$wine" host.exe exported_pst.dll --dll-name pststore.dll --entry-id "$id" 2>/dev/null | tr -d '\r' > pst-windows
diff pst-linux pst-windows
echo "the exported PST provider, by the host in C++: $(grep -c '^ok ' pst-windows) checks hold, $(tail -n 1 pst-windows)"
tail -n 1 windows
