// The files of the web pages, inside the binary. `.ci/pack-site.sh`, which `make` runs before each build, packs them.
//
// #embed is of C23; the compiler has it in all of its modes, and only says that it is newer than the mode. Package.swift silences that.
#include "CSite.h"

#if !__has_include("../../.build-tools/site/assets.h")
#error "the web pages are not packed yet: run 'make setup', or .ci/pack-site.sh"
#endif
#include "../../.build-tools/site/assets.h"

size_t site_asset_count(void) { return sizeof assets / sizeof assets[0]; }

const struct SiteAsset *site_asset(size_t place) { return &assets[place]; }
