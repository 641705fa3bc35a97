#!/usr/bin/env bash
# Makes a Python with what the tests of the web pages need, in .build-tools/browser; does nothing where one is already.
#
# The browser itself is Debian's package chromium. Without either the tests of the pages are skipped and say so.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=Tests/Browser/requirements.txt
folder=.build-tools/browser

if cmp --quiet "$wanted" "$folder/installed.txt"; then exit 0; fi

echo 'install-browser: installing playwright and pytest'
python3 -m venv "$folder" &&
  "$folder/bin/python3" -m pip install --quiet --disable-pip-version-check --requirement "$wanted" &&
  cp "$wanted" "$folder/installed.txt" ||
  echo 'install-browser: it failed; the tests of the web pages will be skipped' >&2
