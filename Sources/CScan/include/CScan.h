#ifndef TALLY_CSCAN_H
#define TALLY_CSCAN_H
#endif
