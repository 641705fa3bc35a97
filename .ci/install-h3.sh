#!/usr/bin/env bash
# Puts the H3 library and its header where the compiler and the linker look for them; does nothing where they are.
#
# Debian has them as libh3-dev, but Debian 12 has not: there they come from the library's wheel for Python, which carries them for those
# who link it, and of which the digests stand below. That library is static, so what is linked with it needs nothing at run time.
set -euo pipefail

version=4.5.0
python=3.11
machine=$(uname -m)
case $machine in
  x86_64) digest=7b181b13758e3852b02276e2e46422feb61ba38c23ea02bd4f045bbeb29df154 ;;
  aarch64) digest=ea0b236c42298b4266a9745abe0fd807f8054a65a54733da3f07f69395bbce77 ;;
  *) digest= ;;
esac

# The functions have their names since version 4.
is_there() {
  pkg-config --exists 'h3 >= 4' 2>/dev/null || grep -qs latLngToCell /usr/include/h3/h3api.h
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

if is_there; then exit 0; fi

if apt-cache show libh3-dev 2>/dev/null | grep '^Version: 4' >/dev/null; then
  echo 'install-h3: installing libh3-dev'
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libh3-dev
  exit 0
fi

if [ -z "$digest" ]; then
  echo "install-h3: no wheel is known for $machine; install libh3 4 and its header by hand" >&2
  exit 1
fi
echo "install-h3: taking libh3 from the wheel h3 $version"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "h3==$version --hash=sha256:$digest" >"$folder/requirements.txt"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
  --implementation cp --python-version "$python" --platform "manylinux2014_$machine" \
  --dest "$folder" --requirement "$folder/requirements.txt"
python3 -m zipfile -e "$folder"/h3-*.whl "$folder"
cat >"$folder/h3.pc" <<END
Name: h3
Description: A grid of hexagons over the Earth
Version: $version
Cflags: -I/usr/local/include
Libs: -L/usr/local/lib -lh3 -lm
END
as_root install -D -m 644 "$folder/h3-$version.dist-info/licenses/LICENSE" /usr/local/share/doc/libh3/copyright
as_root install -D -m 644 "$folder/include/h3/h3api.h" /usr/local/include/h3/h3api.h
as_root install -D -m 644 "$folder/lib64/libh3.a" /usr/local/lib/libh3.a
# Last, since it says that all is there. The linker would not look into /usr/local/lib by itself.
as_root install -D -m 644 "$folder/h3.pc" /usr/local/lib/pkgconfig/h3.pc
