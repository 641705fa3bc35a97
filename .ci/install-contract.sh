#!/usr/bin/env bash
# Makes a Python with the tools that hold the server against its description, in .build-tools/contract; does nothing where they are already.
#
# Without them the test of the contract is skipped and says so.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=.build-tools/contract
wanted=Tests/Contract/requirements.txt

if cmp -s "$wanted" "$folder/installed.txt"; then exit 0; fi

echo 'install-contract: installing' $(cat "$wanted")
python3 -m venv "$folder" &&
  "$folder/bin/python3" -m pip install --quiet --disable-pip-version-check --requirement "$wanted" &&
  cp "$wanted" "$folder/installed.txt" ||
  echo 'install-contract: it failed; the test of the contract will be skipped' >&2
