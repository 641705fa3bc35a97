// What Glibc's Swift module lacks: epoll, eventfd, sendfile, flock, the GNU calls, and wrappers for calls that are variadic in C.
//
// _GNU_SOURCE is not defined here, because Glibc's own module is built without it and the two would then disagree on the shape of
// shared types; the few GNU calls are declared by hand instead.
#ifndef TALLY_CLINUX_H
#define TALLY_CLINUX_H
#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

int accept4(int listener, struct sockaddr *address, socklen_t *length, int flags);
void *memmem(const void *haystack, size_t haystack_length, const void *needle, size_t needle_length);

static inline int tally_openat(int folder, const char *path, int flags, mode_t mode) {
  return openat(folder, path, flags, mode);
}

static inline int tally_fcntl(int descriptor, int command, int argument) {
  return fcntl(descriptor, command, argument);
}

#endif
