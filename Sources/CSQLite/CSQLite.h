// The headers of SQLite.

#ifndef TALLY_CSQLITE_H
#define TALLY_CSQLITE_H

#include <sqlite3.h>

#endif
