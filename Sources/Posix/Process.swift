internal import CLinux
internal import Glibc

/// What this process is and uses.
package enum Process {
  /// Raises the number of descriptors that may be open to the most that is allowed.
  ///
  /// - Returns: the limit from now on.
  @discardableResult
  package static func raiseDescriptorLimit() -> Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit) == 0 else {
      return 1024
    }
    if limit.rlim_cur < limit.rlim_max {
      limit.rlim_cur = limit.rlim_max
      _ = unsafe setrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
      _ = unsafe getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
    }
    return Int(clamping: limit.rlim_cur)
  }

  /// How many descriptors this process may have open once it has raised its limit to the most that is allowed. Nothing is raised.
  package static var highestDescriptorLimit: Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit) == 0 else {
      return 1024
    }
    return Int(clamping: limit.rlim_max)
  }

  /// The user whose rights this process has.
  package static var userID: UInt32 { geteuid() }

  /// Opens the null device as standard input, output and error where they were closed by whoever started this process.
  ///
  /// Else the first files and sockets get their numbers, and what is printed goes into those. To be called before anything is opened.
  package static func holdStandardDescriptors() {
    for number in Int32(0)...2 where tally_fcntl(number, F_GETFD, 0) < 0 {
      // The least number that is free, which is this one.
      _ = unsafe tally_openat(AT_FDCWD, "/dev/null", O_RDWR, 0)
    }
  }

  /// Makes a write to a pipe that nobody reads any more an error, `Errno.brokenPipe`, instead of a signal that ends the process.
  package static func refuseBrokenPipeSignal() {
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// How many processors this process may use.
  package static var processorCount: Int {
    Int(tally_processor_count())
  }

  /// Resident memory in bytes, from /proc; 0 where that cannot be read.
  package static var residentBytes: Int {
    guard let text = firstLine(of: "/proc/self/statm") else { return 0 }
    let fields = text.split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// Processor time used so far, user and system, in seconds.
  package static var cpuSeconds: Double {
    var usage = rusage()
    guard unsafe getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return 0 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  /// The value of every environment variable.
  package static var environment: [String: String] {
    var found: [String: String] = [:]
    var next = unsafe environ
    while let entry = unsafe next.pointee {
      let text = unsafe String(cString: entry)
      if let mark = text.firstIndex(of: "=") {
        found[String(text[..<mark])] = String(text[text.index(after: mark)...])
      }
      unsafe next += 1
    }
    return found
  }

  /// Ends the process at once, without running anything that waits at its exit.
  package static func exitNow(_ status: Int32) -> Never {
    _exit(status)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }

  private static func firstLine(of path: String) -> String? {
    let number = unsafe path.withCString {
      unsafe tally_openat(AT_FDCWD, $0, O_RDONLY | O_CLOEXEC, 0)
    }
    guard number >= 0 else { return nil }
    let file = FileDescriptor(owning: number)
    let text = try? file.readAll(limit: 4096)
    return text.map { String(decoding: $0.prefix { $0 != 10 }, as: UTF8.self) }
  }
}
