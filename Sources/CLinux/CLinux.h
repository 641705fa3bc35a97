// What Glibc's Swift module lacks: epoll, eventfd, sendfile, flock, the GNU calls, and wrappers for calls that are variadic in C.
//
// _GNU_SOURCE is not defined here, because Glibc's own module is built without it and the two would then disagree on the shape of
// shared types; the few GNU calls are declared by hand instead.
#ifndef TALLY_CLINUX_H
#define TALLY_CLINUX_H
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

int accept4(int listener, struct sockaddr *address, socklen_t *length, int flags);
int pthread_setname_np(pthread_t thread, const char *name);
int sched_getaffinity(pid_t process, size_t length, void *mask);

static inline int tally_openat(int folder, const char *path, int flags, mode_t mode) {
  return openat(folder, path, flags, mode);
}

static inline int tally_fcntl(int descriptor, int command, int argument) {
  return fcntl(descriptor, command, argument);
}

/// How many processors this process may use, 1 if that cannot be told.
static inline int tally_processor_count(void) {
  unsigned long mask[1024 / (8 * sizeof(unsigned long))] = {0};
  int count = 0;
  if (sched_getaffinity(0, sizeof mask, mask) < 0) return 1;
  for (size_t i = 0; i < sizeof mask / sizeof *mask; i++) count += __builtin_popcountl(mask[i]);
  return count > 0 ? count : 1;
}

/// 1 if the kernel holds its clock for synchronised, 0 if not, -1 if it does not say. It only asks.
static inline int tally_clock_is_synchronized(void) {
  struct timex state = {0};
  if (adjtimex(&state) < 0) return -1;
  return (state.status & STA_UNSYNC) ? 0 : 1;
}

// Faults in mapped files.
//
// A file that is truncated while it is mapped makes every touch of its lost pages a SIGBUS, as does a disk that fails. The handler puts a
// page of zeros there, marks the mapping as changed, and lets who touched it go on, who asks for the mark at the end. The page can be
// written if the mapping can: a write that is made again would else fail for good. A fault anywhere else keeps its default action. The
// table is static in this header: just one Swift file (MappingWatch) uses it, so there is one copy.

#define TALLY_MAPPING_LIMIT 256

struct tally_mapping {
  volatile uintptr_t start, end;
  volatile int protection, is_changed;
};

static inline struct tally_mapping *tally_mappings(void) {
  static struct tally_mapping table[TALLY_MAPPING_LIMIT];
  return table;
}

static inline void tally_on_bus_error(int number, siginfo_t *info, void *context) {
  (void)context;
  uintptr_t address = (uintptr_t)info->si_addr;
  for (int i = 0; i < TALLY_MAPPING_LIMIT; i++) {
    struct tally_mapping *mapping = &tally_mappings()[i];
    if (address < mapping->start || address >= mapping->end) continue;
    uintptr_t page = address & ~(uintptr_t)4095;
    void *zeros = mmap((void *)page, 4096, mapping->protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (zeros == MAP_FAILED) break;
    mapping->is_changed = 1;
    return;
  }
  signal(number, SIG_DFL);
}

/// Watches a mapping, of which a lost page is replaced by one of this protection.
/// Returns its place in the table, or -1 when the table is full.
static inline int tally_watch_mapping(void *start, size_t length, int protection) {
  struct sigaction action = {0};
  action.sa_sigaction = tally_on_bus_error;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGBUS, &action, 0);
  for (int i = 0; i < TALLY_MAPPING_LIMIT; i++) {
    if (!__sync_bool_compare_and_swap(&tally_mappings()[i].start, 0, (uintptr_t)start)) continue;
    tally_mappings()[i].is_changed = 0;
    tally_mappings()[i].protection = protection;
    tally_mappings()[i].end = (uintptr_t)start + length;
    return i;
  }
  return -1;
}

static inline int tally_mapping_is_changed(int place) { return tally_mappings()[place].is_changed; }

static inline void tally_forget_mapping(int place) {
  tally_mappings()[place].end = 0;
  __sync_synchronize();
  tally_mappings()[place].start = 0;
}

// The event is packed and holds a union, which Swift can read but not build.
static inline int tally_epoll_control(int poller, int operation, int descriptor, uint32_t mask, uint64_t token) {
  struct epoll_event event = {.events = mask, .data = {.u64 = token}};
  return epoll_ctl(poller, operation, descriptor, &event);
}

// Two buffers in one call, without SIGPIPE.
static inline ssize_t tally_send_two(
    int descriptor, const void *first, size_t first_length, const void *second, size_t second_length) {
  struct iovec parts[2] = {{(void *)first, first_length}, {(void *)second, second_length}};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  return sendmsg(descriptor, &message, MSG_NOSIGNAL);
}

// Bytes in the send queue of a TCP socket (tcp(7), SIOCOUTQ), or -1.
static inline int tally_unacknowledged(int descriptor) {
  int count = 0;
  return ioctl(descriptor, TIOCOUTQ, &count) == 0 ? count : -1;
}

// How many columns a terminal has, 0 where that is not known, or -1 if it is none.
static inline int tally_terminal_columns(int descriptor) {
  struct winsize size = {0};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : -1;
}

#endif
