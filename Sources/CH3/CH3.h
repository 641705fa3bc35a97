// The header of the H3 library, version 4 (.ci/install-h3.sh puts it in place).
#ifndef TALLY_CH3_H
#define TALLY_CH3_H

#include <h3/h3api.h>

#endif
