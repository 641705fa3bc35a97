#!/usr/bin/env bash
# Makes a Python with moto, the server of S3 that the tests start, in .build-tools/moto; does nothing where one is already.
#
# Without it the tests of object stores run against the folder alone and say so.
set -euo pipefail
cd "$(dirname "$0")/.."

version=5.2.1
folder=.build-tools/moto

has_moto() {
  "$1" -c 'import moto.server' 2>/dev/null
}

if has_moto "$folder/bin/python3" || has_moto python3; then exit 0; fi

echo "install-moto: installing moto $version"
python3 -m venv "$folder" &&
  "$folder/bin/python3" -m pip install --quiet --disable-pip-version-check "moto[server]==$version" ||
  echo 'install-moto: it failed; the tests against a server of S3 will be skipped' >&2
