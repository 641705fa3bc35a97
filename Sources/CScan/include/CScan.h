// The vector part of the CSV scanner. Two answers for each question: one with AVX2, one in plain C for every other machine; the plain
// one is also what the tests compare the other with.
#ifndef TALLY_CSCAN_H
#define TALLY_CSCAN_H

#include <stddef.h>
#include <stdint.h>

// What a scan found.
typedef struct {
  // How many separators and how many of them are line feeds.
  uint32_t separators, newlines;
  // Whether a quote stands where none may: inside of a cell that has none at its start, or before more of the cell.
  uint8_t is_misplaced;
  // Whether a cell has two quotes in a row that stand for one.
  uint8_t is_doubled;
  // Whether the bytes end inside of quotes.
  uint8_t is_open;
} tally_scan;

// Finds delimiters and line feeds outside of quotes. The bytes begin outside of quotes, at the start of a cell.
//
// `behind` gets for each separator the place behind it, from the start of the bytes; it must have room for `count + 8` numbers.
// `newlines` gets for each line feed its number among the separators; it must have room for `count` numbers. 63 bytes behind the last one
// must be readable; what they are makes no difference.
tally_scan tally_scan_block(
    const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *behind, uint32_t *newlines);
tally_scan tally_scan_block_plainly(
    const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *behind, uint32_t *newlines);

// How often a byte occurs.
size_t tally_count(const uint8_t *bytes, size_t count, uint8_t wanted);
size_t tally_count_plainly(const uint8_t *bytes, size_t count, uint8_t wanted);

// Where some bytes first stand in others, ASCII letters of either case alike; `count` if they do not. What is wanted is given in small letters
// and has at least one byte.
size_t tally_find(
    const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t wanted_count);
size_t tally_find_plainly(
    const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t wanted_count);

#endif
