#!/usr/bin/env bash
# Packs what browsers are sent into .build-tools/site, from where it becomes a part of the binary; does nothing where nothing changed.
#
# These are our own files of Sources/CSite/assets, and Swagger UI, which comes from the Python package flask-swagger-ui of a fixed
# version and digest. Each is there as it is and compressed, and bears the beginning of its SHA-256 in its name.
set -euo pipefail
cd "$(dirname "$0")/.."

version=5.34.0
digest=63e4ecfee6345ca746c11c5341c6f2a1cbe271e518aac1659889cd3905b1110f
library=.build-tools/swagger-ui-$version
packed=.build-tools/site

fetch_library() {
  echo "pack-site: taking Swagger UI from the wheel flask-swagger-ui $version"
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  echo "flask-swagger-ui==$version --hash=sha256:$digest" >"$folder/requirements.txt"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
    --dest "$folder" --requirement "$folder/requirements.txt"
  python3 -m zipfile -e "$folder"/flask_swagger_ui-*.whl "$folder"
  mkdir -p "$library"
  cp "$folder"/flask_swagger_ui/dist/{LICENSE,swagger-ui.css} "$library"
  # Last, since it says that all is there.
  cp "$folder"/flask_swagger_ui/dist/swagger-ui-bundle.js "$library"
}

media_type() {
  case $1 in
    *.css) echo 'text/css; charset=utf-8' ;;
    *.js) echo 'text/javascript; charset=utf-8' ;;
    *.svg) echo 'image/svg+xml' ;;
    *) echo "pack-site: $1 has no media type" >&2; return 1 ;;
  esac
}

# The C source of one file: its bytes, its compressed bytes, and its line in the list.
describe() {
  local file=$1 name number=$2
  name=$(basename "$file")
  cp "$file" "$packed/$name"
  # Without name and time, so that the same file gives the same bytes.
  gzip -9 -n -c "$file" >"$packed/$name.gz"
  printf 'static const unsigned char plain_%d[] = {\n#embed "%s"\n};\n' "$number" "$name" >&3
  printf 'static const unsigned char coded_%d[] = {\n#embed "%s.gz"\n};\n' "$number" "$name" >&3
  printf '  {"%s", "%s.%s.%s", "%s", plain_%d, sizeof plain_%d, coded_%d, sizeof coded_%d},\n' \
    "$name" "${name%.*}" "$(sha256sum "$file" | cut -c 1-12)" "${name##*.}" "$(media_type "$name")" \
    "$number" "$number" "$number" "$number" >>"$packed/list"
}

[ -e "$library/swagger-ui-bundle.js" ] || fetch_library

files=(Sources/CSite/assets/* "$library/swagger-ui-bundle.js" "$library/swagger-ui.css")
state=$(sha256sum "${files[@]}" "$0" | sha256sum)
if [ -e "$packed/assets.h" ] && [ "$(cat "$packed/state" 2>/dev/null)" = "$state" ]; then exit 0; fi

rm -rf "$packed"
mkdir -p "$packed"
exec 3>"$packed/assets.h"
number=0
for file in "${files[@]}"; do
  describe "$file" $number
  number=$((number + 1))
done
printf 'static const struct SiteAsset assets[] = {\n' >&3
cat "$packed/list" >&3
printf '};\n' >&3
rm "$packed/list"
echo "$state" >"$packed/state"
