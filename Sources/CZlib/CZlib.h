// zlib, with its initialisers as functions (in C they are macros, which Swift does not see).
#ifndef TALLY_CZLIB_H
#define TALLY_CZLIB_H
#include <zlib.h>

/// Starts a gzip stream (RFC 1952): 15 window bits, plus 16 for the gzip wrapper.
static inline int tally_gzip_start(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

/// Starts a stream of bare deflate data (RFC 1951): 15 window bits, negative for no wrapper.
static inline int tally_deflate_start(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
}

#endif
