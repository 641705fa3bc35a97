// The headers of libcrypto.

#ifndef TALLY_CCRYPTO_H
#define TALLY_CCRYPTO_H

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#endif
