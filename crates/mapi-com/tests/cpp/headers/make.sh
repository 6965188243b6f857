#!/bin/sh
# Makes a folder of MAPI headers for a build: make.sh FOLDER
#
# The headers are those of Debian's mingw-w64-common; none of them is kept here. They are of the 32-bit era, and what is
# wrong or missing in them for 64 bits is put right in the copy. For a native compiler `native/` beside this file has the
# little of Windows that they ask for.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: make.sh FOLDER}
names="mapidefs.h mapispi.h mapix.h mapicode.h mapitags.h mapiguid.h"

find_source() {
    for folder in "${MAPI_HEADERS:-}" /usr/share/mingw-w64/include /usr/x86_64-w64-mingw32/include; do
        if [ -n "$folder" ] && [ -f "$folder/mapispi.h" ]; then
            echo "$folder"
            return
        fi
    done
    if [ "$(id -u)" = 0 ] && apt-get install -y --no-install-recommends mingw-w64-common >&2; then
        echo /usr/share/mingw-w64/include
        return
    fi
    # Without rights to install: the package is unpacked beside the copy.
    echo "make.sh: mingw-w64-common is not installed; it is downloaded and unpacked into $out/package" >&2
    mkdir -p "$out/package"
    (cd "$out/package" && apt-get download mingw-w64-common >&2 && dpkg -x mingw-w64-common_*.deb .)
    echo "$out/package/usr/share/mingw-w64/include"
}

mkdir -p "$out"
source=$(find_source)
if [ ! -f "$source/mapispi.h" ]; then
    echo "make.sh: no mapispi.h; install the Debian package mingw-w64-common" >&2
    exit 3
fi
for name in $names; do
    # The four: window handles and connection numbers have the width of a pointer.
    sed -e 's/\bULONG ulUIParam\b/ULONG_PTR ulUIParam/g' \
        -e 's/\bULONG \*lpulUIParam\b/ULONG_PTR *lpulUIParam/g' \
        -e 's/\bULONG ulConnection\b/ULONG_PTR ulConnection/g' \
        -e 's/\bULONG \*lpulConnection\b/ULONG_PTR *lpulConnection/g' \
        "$source/$name" > "$out/$name.new"
    mv "$out/$name.new" "$out/$name"
done
if grep -qE '\bULONG (\*lp)?ul(UIParam|Connection)\b' "$out"/mapi*.h; then
    echo "make.sh: a ULONG is left where ULONG_PTR belongs" >&2
    exit 4
fi
cp "$here/mapi_more.h" "$out/"
mkdir -p "$out/native"
cp "$here"/native/*.h "$out/native/"
