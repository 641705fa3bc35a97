import Foundation
import Harness
import Testing

/// The server as a service: what it tells who supervises it, and what the unit of the package allows it.
struct ServiceTests {
  @Test func `a supervisor hears of the start, of each reload and of the end`() throws {
    let supervisor = try NoticeSocket()
    let server = try TallyServer(environment: ["NOTIFY_SOCKET": supervisor.path])
    #expect(
      supervisor.next() == "READY=1\nSTATUS=listening on http://127.0.0.1:\(server.port)\n")
    server.send(SIGHUP)
    let reloading = supervisor.next()
    #expect(reloading.wholeMatch(of: /RELOADING=1\nMONOTONIC_USEC=[0-9]+\n/) != nil)
    #expect(supervisor.next().hasPrefix("READY=1\n"))
    #expect(try server.stop() == 0)
    #expect(supervisor.next() == "STOPPING=1\nSTATUS=waiting for last requests\n")
    #expect(!supervisor.hasMore)
  }

  @Test func `a watchdog hears again and again that the server lives`() throws {
    let supervisor = try NoticeSocket()
    let server = try TallyServer(
      arguments: ["--loops", "3"],
      environment: ["NOTIFY_SOCKET": supervisor.path, "WATCHDOG_USEC": "200000"])
    #expect(supervisor.next().hasPrefix("READY=1\n"))
    for _ in 0..<5 { #expect(supervisor.next() == "WATCHDOG=1\n") }
    #expect(try server.stop() == 0)
  }

  @Test func `a supervisor that is gone keeps no server from serving`() throws {
    let server = try TallyServer(environment: ["NOTIFY_SOCKET": "/nowhere/notify"])
    #expect(try server.request("GET", "/livez").status == 200)
    #expect(try server.stop() == 0)
    #expect(server.log.contains("supervisor not told"))
  }

  @Test func `the unit names settings that its version of the service manager knows`() throws {
    let unit = try Unit.text
    #expect(unit.contains("\nType=notify\n"))
    #expect(unit.contains("\nExecStart=/usr/bin/tally serve\n"))
    // Accepted jobs, the longest wait for last polls, and the closing of connections.
    #expect(unit.contains("\nTimeoutStopSec=90s\n"))
  }

  @Test(arguments: ["Dockerfile", "compose.yaml", "docs/deploying.md"])
  func `a variable that the packaging sets is a setting`(file: String) throws {
    let text = try String(
      contentsOf: URL(fileURLWithPath: Unit.path).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: file), encoding: .utf8)
    let known = try TallyServer.run(["environment"]).output
    let names = Set(text.matches(of: /TALLY_[A-Z0-9_]+/).map { String($0.0) })
    #expect(!names.isEmpty)
    for name in names { #expect(known.contains("\n#\(name)="), "\(name)") }
  }

  @Test(.enabled(if: Tools.analyseUnits, "needs systemd-analyze"))
  func `the unit leaves the service little that it could harm`() throws {
    let program = try Program([
      "systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", Unit.path,
    ])
    #expect(try program.waitForExit() == 0, "\(program.output.suffix(200))\(program.error)")
  }

  @Test(
    .enabled(
      if: Tools.analyseUnits && SystemCalls.areVisible, "needs systemd-analyze and strace"))
  func `the server makes no call to the kernel that the unit refuses`() throws {
    let folder = ScratchFolder()
    let path = folder.path + "/calls"
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), folder: folder,
      wrapper: ["strace", "-f", "-D", "-qq", "-e", "signal=none", "-o", path])
    let client = try server.connect()
    let question = "Percent of adults who report consuming fruit less than one time daily"
    _ = try client.ask("mean_by_category", ["question": question])
    #expect(
      try client.request(
        "POST", "/api/v1/datasets?name=small", body: "a,b\n1,2\n",
        fields: ["Content-Type": "text/csv"]
      ).status == 201)
    #expect(try client.request("GET", "/api/v1/datasets/small/rows").status == 200)
    #expect(
      try client.request("POST", "/event", body: #"{"timestamp":"2026-01-01T00:00:00Z","value":1}"#)
        .status < 500)
    #expect(
      try client.request(
        "POST", "/api/v1/imports", body: #"{"url":"http://localhost:1/x.csv","name":"x"}"#
      ).status == 202)
    #expect(try waitUntil { try client.unfinishedJobs() == 0 })
    #expect(try client.request("GET", "/metrics").status == 200)
    #expect(try server.stop() == 0)

    let lines = try folder.text(of: "calls").split(separator: "\n")
    let calls = lines.compactMap { $0.firstMatch(of: /^[0-9]+ +([a-z0-9_]+)\((.*)/)?.output }
    #expect(calls.count > 500)
    // SQLite gives its files to the owner of the database where the superuser runs it; the service is a user of its own.
    let allowed = try Unit.allowedCalls().union(getuid() == 0 ? ["fchown"] : [])
    #expect(Set(calls.map { String($0.1) }).subtracting(allowed) == [])
    // MemoryDenyWriteExecute= refuses memory that is written and run.
    let memory = calls.filter { ["mmap", "mprotect", "pkey_mprotect"].contains($0.1) }
    #expect(!memory.contains { $0.2.contains("PROT_WRITE") && $0.2.contains("PROT_EXEC") })
    let families = try Unit.words(of: "RestrictAddressFamilies")
    for socket in calls where socket.1 == "socket" {
      let family = String(socket.2.prefix { $0 != "," })
      // Which addresses this machine has is asked by netlink; a resolver that may not goes without.
      #expect(families.contains(family) || family == "AF_NETLINK", "\(family)")
    }
  }
}

/// The unit of the package.
enum Unit {
  static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: ".deb/tally.service").path

  static var text: String { get throws { try String(contentsOfFile: path, encoding: .utf8) } }

  /// The words of all lines of a setting.
  static func words(of setting: String) throws -> [String] {
    try text.split(separator: "\n").filter { $0.hasPrefix("\(setting)=") }
      .flatMap { $0.dropFirst(setting.count + 1).split(separator: " ").map(String.init) }
  }

  /// The calls that the unit's SystemCallFilter= lets through.
  static func allowedCalls() throws -> Set<String> {
    let program = try Program(["systemd-analyze", "syscall-filter", "--no-pager"])
    try #require(try program.waitForExit() == 0)
    var groups: [String: [String]] = [:]
    var group = ""
    for line in program.output.split(separator: "\n") {
      let name = line.trimmingCharacters(in: .whitespaces)
      if line.hasPrefix("@") { group = name }
      if line.hasPrefix(" "), !name.hasPrefix("#") { groups[group, default: []].append(name) }
    }
    func calls(_ name: String) -> Set<String> {
      name.hasPrefix("@")
        ? (groups[name] ?? []).reduce(into: []) { $0.formUnion(calls($1)) } : [name]
    }
    var allowed: Set<String> = []
    for line in try text.split(separator: "\n") where line.hasPrefix("SystemCallFilter=") {
      let list = line.dropFirst("SystemCallFilter=".count)
      for name in list.drop(while: { $0 == "~" }).split(separator: " ").map(String.init) {
        if list.hasPrefix("~") {
          allowed.subtract(calls(name))
        } else {
          allowed.formUnion(calls(name))
        }
      }
    }
    // How every program begins, before the filter is there.
    return allowed.union(["execve"])
  }
}

/// A socket that takes the notices of a service, as its supervisor does.
private final class NoticeSocket {
  private let folder = ScratchFolder()
  private let number: Int32
  let path: String

  init() throws {
    path = folder.path + "/notify"
    number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let status = withUnsafeBytes(of: &address) { bytes in
      bind(number, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), size)
    }
    try #require(status == 0)
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(number) }

  /// The next notice; waits for it.
  func next() -> String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(number, &buffer, buffer.count, 0)
    return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
  }

  var hasMore: Bool {
    var watched = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, 0) > 0
  }
}
