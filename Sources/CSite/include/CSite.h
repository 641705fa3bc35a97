#ifndef CSITE_H
#define CSITE_H

#include <stddef.h>

/// A file that browsers are sent, as it is carried inside the binary.
struct SiteAsset {
  /// How sources call it: "tally.css".
  const char *name;
  /// The same with a digest of its bytes: "tally.0123456789ab.css".
  const char *hashedName;
  const char *mediaType;
  const unsigned char *plain;
  size_t plainCount;
  /// The same bytes, compressed with gzip.
  const unsigned char *coded;
  size_t codedCount;
};

/// How many there are.
size_t site_asset_count(void);

/// One of them; it never changes and never goes. `place` is below `site_asset_count()`.
const struct SiteAsset *site_asset(size_t place);

#endif
