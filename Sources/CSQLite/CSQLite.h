// The headers of SQLite, and what of them Swift does not see: a variadic call, a computed code, bindings that copy what they are given.

#ifndef TALLY_CSQLITE_H
#define TALLY_CSQLITE_H

#include <sqlite3.h>
#include <stddef.h>

static const int tally_sqlite_abort_rollback = SQLITE_ABORT_ROLLBACK;
static const int tally_sqlite_ioerr_dir_fsync = SQLITE_IOERR_DIR_FSYNC;
static const int tally_sqlite_ioerr_fsync = SQLITE_IOERR_FSYNC;
static const int tally_sqlite_ioerr_write = SQLITE_IOERR_WRITE;

// Sets a switch of a connection (sqlite3_db_config).
static inline int tally_sqlite_set(sqlite3 *connection, int option, int value) {
  return sqlite3_db_config(connection, option, value, (int *)0);
}

// SQLITE_TRANSIENT is a cast of -1 to a function, which Swift does not see. A null pointer would bind NULL.
static inline int tally_sqlite_bind_text(
    sqlite3_stmt *statement, int place, const void *bytes, size_t count) {
  return sqlite3_bind_text64(
      statement, place, bytes ? (const char *)bytes : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int tally_sqlite_bind_blob(
    sqlite3_stmt *statement, int place, const void *bytes, size_t count) {
  return sqlite3_bind_blob64(statement, place, bytes ? bytes : "", count, SQLITE_TRANSIENT);
}

#endif
