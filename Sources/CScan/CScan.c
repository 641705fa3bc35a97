#include "CScan.h"

tally_scan tally_scan_block_plainly(
    const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *behind, uint32_t *newlines) {
  tally_scan scan = {0};
  int is_open = 0;
  for (size_t i = 0; i < count; i++) {
    uint8_t byte = bytes[i];
    if (byte == '"') {
      is_open = !is_open;
      int is_after_quote = i > 0 && bytes[i - 1] == '"' && is_open;
      int is_at_start =
          i == 0 || is_after_quote || (scan.separators > 0 && behind[scan.separators - 1] == i);
      if (is_open && !is_at_start) scan.is_misplaced = 1;
      // A pair that opens a cell is not doubled: its second quote closes.
      if (is_after_quote && i > 1) scan.is_doubled = 1;
      if (!is_open && i + 1 < count) {
        uint8_t next = bytes[i + 1];
        int is_line_end = next == '\r' && i + 2 < count && bytes[i + 2] == '\n';
        if (next != '"' && next != delimiter && next != '\n' && !is_line_end) scan.is_misplaced = 1;
      }
    } else if (!is_open && (byte == delimiter || byte == '\n')) {
      if (byte == '\n') newlines[scan.newlines++] = scan.separators;
      behind[scan.separators++] = (uint32_t)i + 1;
    }
  }
  scan.is_open = (uint8_t)is_open;
  return scan;
}

size_t tally_count_plainly(const uint8_t *bytes, size_t count, uint8_t wanted) {
  size_t found = 0;
  for (size_t i = 0; i < count; i++) found += bytes[i] == wanted;
  return found;
}

// Whether small letters stand at a place, in whatever case.
static inline int stands(const uint8_t *bytes, const uint8_t *wanted, size_t wanted_count) {
  for (size_t i = 0; i < wanted_count; i++) {
    uint8_t byte = bytes[i];
    if ((byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte) != wanted[i]) return 0;
  }
  return 1;
}

size_t tally_find_plainly(
    const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t wanted_count) {
  for (size_t i = 0; i + wanted_count <= count; i++) {
    if (stands(bytes + i, wanted, wanted_count)) return i;
  }
  return count;
}

#if defined(__x86_64__)
#include <immintrin.h>

#define VECTOR __attribute__((target("avx2,pclmul,bmi,popcnt")))

VECTOR static inline uint64_t equal(__m256i low, __m256i high, uint8_t wanted) {
  __m256i all = _mm256_set1_epi8((char)wanted);
  uint32_t a = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, all));
  uint32_t b = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, all));
  return a | (uint64_t)b << 32;
}

// Each bit becomes the parity of itself and all bits below it: a multiplication without carries by all ones (Lemire and Langdale, Parsing
// Gigabytes of JSON per Second, VLDB Journal 28, 2019).
VECTOR static inline uint64_t parities(uint64_t bits) {
  __m128i product =
      _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)bits), _mm_set1_epi8((char)0xFF), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

VECTOR static tally_scan scan_vectors(
    const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *behind, uint32_t *newlines) {
  uint32_t separators = 0, lines = 0;
  uint64_t open = 0, misplaced = 0, doubled = 0;
  // Bit 0 says of the byte before: that it ends a cell, that it closes quotes.
  uint64_t ended = 1, closed = 0;
  for (size_t i = 0; i < count; i += 64) {
    __m256i low = _mm256_loadu_si256((const __m256i *)(bytes + i));
    __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + i + 32));
    uint64_t valid = count - i >= 64 ? ~0ull : (1ull << (count - i)) - 1;
    uint64_t quotes = equal(low, high, '"') & valid;
    uint64_t inside = open;
    uint64_t ends = equal(low, high, '\n') & valid;
    uint64_t cuts = (equal(low, high, delimiter) & valid) | ends;
    if (quotes | open) {
      inside = parities(quotes) ^ open;
      open = (uint64_t)((int64_t)inside >> 63);
      if (valid != ~0ull) open = 0 - (inside >> (count - i - 1) & 1);
      ends &= ~inside;
      cuts &= ~inside;
      uint64_t opening = quotes & inside, closing = quotes & ~inside;
      uint64_t pairs = (closing << 1 | closed) & opening;
      doubled |= pairs;
      misplaced |= opening & ~(cuts << 1 | ended | pairs);
      uint64_t returns = equal(low, high, '\r') & ends >> 1;
      misplaced |= (closing << 1 | closed) & valid & ~(cuts | opening | returns);
      closed = closing >> 63;
    } else {
      misplaced |= closed & ~(cuts | (equal(low, high, '\r') & ends >> 1));
      closed = 0;
    }
    ended = cuts >> 63;
    uint32_t found = (uint32_t)_mm_popcnt_u64(cuts);
    for (uint64_t rest = ends; rest; rest &= rest - 1) {
      newlines[lines++] =
          separators + (uint32_t)_mm_popcnt_u64(cuts & ((rest & (0 - rest)) - 1));
    }
    uint32_t *next = behind + separators;
    for (uint64_t rest = cuts; rest; next += 4) {
      for (int k = 0; k < 4; k++, rest &= rest - 1) {
        next[k] = (uint32_t)i + 1 + (uint32_t)_tzcnt_u64(rest);
      }
    }
    separators += found;
  }
  tally_scan scan = {separators, lines, misplaced != 0, doubled != 0, open != 0};
  return scan;
}

VECTOR static size_t count_vectors(const uint8_t *bytes, size_t count, uint8_t wanted) {
  size_t found = 0, i = 0;
  for (; i + 64 <= count; i += 64) {
    __m256i low = _mm256_loadu_si256((const __m256i *)(bytes + i));
    __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + i + 32));
    found += (size_t)_mm_popcnt_u64(equal(low, high, wanted));
  }
  return found + tally_count_plainly(bytes + i, count - i, wanted);
}

// One bit for each byte that is wanted once the bits of the mask are set in it.
VECTOR static inline uint64_t equal_masked(const uint8_t *bytes, uint8_t mask, uint8_t wanted) {
  __m256i set = _mm256_set1_epi8((char)mask);
  __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
  __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + 32));
  return equal(_mm256_or_si256(low, set), _mm256_or_si256(high, set), wanted);
}

// 64 places are tried at once for the first and the last byte; where both stand, those between them are compared (W. Mula, SIMD-friendly
// algorithms for substring searching, 2016). The last 64 are tried together with some that were tried before.
VECTOR static size_t find_vectors(
    const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t wanted_count) {
  size_t last = wanted_count - 1;
  if (count < 64 + last) return tally_find_plainly(bytes, count, wanted, wanted_count);
  size_t places = count - last;
  uint8_t first_mask = wanted[0] >= 'a' && wanted[0] <= 'z' ? 0x20 : 0;
  uint8_t last_mask = wanted[last] >= 'a' && wanted[last] <= 'z' ? 0x20 : 0;
  for (size_t i = 0;; i = i + 128 <= places ? i + 64 : places - 64) {
    uint64_t hits = equal_masked(bytes + i, first_mask, wanted[0]);
    if (hits && last) hits &= equal_masked(bytes + i + last, last_mask, wanted[last]);
    for (; hits; hits &= hits - 1) {
      size_t at = i + (size_t)_tzcnt_u64(hits);
      if (last < 2 || stands(bytes + at + 1, wanted + 1, last - 1)) return at;
    }
    if (i + 64 == places) return count;
  }
}

static int has_vectors(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}

tally_scan tally_scan_block(
    const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *behind, uint32_t *newlines) {
  return has_vectors() ? scan_vectors(bytes, count, delimiter, behind, newlines)
                       : tally_scan_block_plainly(bytes, count, delimiter, behind, newlines);
}

size_t tally_count(const uint8_t *bytes, size_t count, uint8_t wanted) {
  return has_vectors() ? count_vectors(bytes, count, wanted)
                       : tally_count_plainly(bytes, count, wanted);
}

size_t tally_find(
    const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t wanted_count) {
  return has_vectors() ? find_vectors(bytes, count, wanted, wanted_count)
                       : tally_find_plainly(bytes, count, wanted, wanted_count);
}
#else
tally_scan tally_scan_block(
    const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *behind, uint32_t *newlines) {
  return tally_scan_block_plainly(bytes, count, delimiter, behind, newlines);
}

size_t tally_count(const uint8_t *bytes, size_t count, uint8_t wanted) {
  return tally_count_plainly(bytes, count, wanted);
}

size_t tally_find(
    const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t wanted_count) {
  return tally_find_plainly(bytes, count, wanted, wanted_count);
}
#endif
