// The headers of libcurl.

#ifndef TALLY_CCURL_H
#define TALLY_CCURL_H

#include <curl/curl.h>

#endif
