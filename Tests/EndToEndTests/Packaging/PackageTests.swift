import Foundation
import Harness
import Testing

/// The package for Debian that `make deb` makes, here with the binary that was built with these tests.
@Suite(.enabled(if: Tools.makePackages, "needs dpkg-deb, dpkg-shlibdeps and strip"))
struct PackageTests {
  private static let repository = URL(fileURLWithPath: Unit.path).deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The folder that the package was unpacked to, made once.
  private static let unpacked = Result { () throws -> ScratchFolder in
    let folder = ScratchFolder()
    let package = folder.path + "/tally.deb"
    try run(
      [repository + "/.deb/build", package],
      ["TALLY_BINARY": TallyServer.binaryPath(), "COMPRESSION": "none"])
    try run(["dpkg-deb", "--raw-extract", package, folder.path + "/root"])
    return folder
  }

  @discardableResult
  private static func run(
    _ command: [String], _ environment: [String: String] = [:]
  ) throws -> String {
    let program = try Program(command, environment: environment)
    let status = try program.waitForExit()
    try #require(status == 0, "\(command): \(program.output)\(program.error)")
    return program.output
  }

  @Test func `everything is in its place with its rights`() throws {
    let folder = try Self.unpacked.get()
    for (place, mode) in [
      ("usr/bin/tally", 0o755), ("lib/systemd/system/tally.service", 0o644),
      ("etc/default/tally", 0o640), ("usr/share/man/man1/tally.1.gz", 0o644),
      ("usr/share/bash-completion/completions/tally", 0o644),
      ("usr/share/zsh/vendor-completions/_tally", 0o644),
      ("usr/share/fish/vendor_completions.d/tally.fish", 0o644),
      ("usr/share/tally/survey.csv", 0o644), ("usr/share/doc/tally/copyright", 0o644),
      ("usr/share/doc/tally/changelog.gz", 0o644),
      ("usr/share/doc/tally/examples/nginx-site.conf", 0o644),
      ("DEBIAN/postinst", 0o755), ("DEBIAN/prerm", 0o755), ("DEBIAN/postrm", 0o755),
    ] {
      let found =
        try FileManager.default.attributesOfItem(
          atPath: "\(folder.path)/root/\(place)")[.posixPermissions] as? Int
      #expect(found == mode, "\(place)")
    }
    #expect(try folder.text(of: "root/DEBIAN/conffiles") == "/etc/default/tally\n")
    try Self.run(["sh", "-c", #"cd "$0/root" && md5sum --quiet -c DEBIAN/md5sums"#, folder.path])
    for script in ["postinst", "prerm", "postrm"] {
      try Self.run(["sh", "-n", "\(folder.path)/root/DEBIAN/\(script)"])
    }
  }

  @Test func `what is said of the package names its libraries and its version`() throws {
    let control = try Self.unpacked.get().text(of: "root/DEBIAN/control")
    let version = try TallyServer.run(["--version"]).output.dropFirst("tally ".count)
    #expect(control.contains("\nVersion: \(version)"))
    let depends = try #require(control.firstMatch(of: /\nDepends: (.*)/)?.1)
    for library in ["libc6 ", "libcurl4", "libsqlite3-0", "libssl3", "zlib1g", "adduser"] {
      #expect(depends.contains(library), "\(library)")
    }
  }

  @Test func `the settings of the service are the binary's, and none is set`() throws {
    let file = try Self.unpacked.get().text(of: "root/etc/default/tally")
    #expect(try TallyServer.run(["environment"]).output == file)
    #expect(file.contains("\n#TALLY_DATA=data\n"))
    #expect(file.split(separator: "\n").allSatisfy { $0.hasPrefix("#") })
  }

  @Test func `the manual page is the binary's and reads without a complaint`() throws {
    let folder = try Self.unpacked.get()
    let path = folder.path + "/root/usr/share/man/man1/tally.1.gz"
    #expect(try Self.run(["gzip", "-dc", path]) == (try TallyServer.run(["manual"]).output))
    if !Tools.areThere("man") { try Test.cancel("needs man") }
    let program = try Program(
      ["man", "--warnings", "--local-file", path], environment: ["MANWIDTH": "100"])
    #expect(try program.waitForExit() == 0)
    #expect(program.error.isEmpty)
    for word in ["--event-retention", "TALLY_PORT", "EXIT STATUS", "keys create"] {
      #expect(program.output.contains(word), "\(word)")
    }
  }

  @Test func `the unpacked binary serves the sample data from where it lies`() throws {
    let folder = try Self.unpacked.get()
    let root = folder.path + "/root"
    let work = ScratchFolder()
    try FileManager.default.copyItem(
      atPath: root + "/usr/share/tally", toPath: work.path + "/data")
    let program = try Program([root + "/usr/bin/tally"] + TallyServer.command(in: work))
    let line = program.firstOutput()
    let port = try #require(UInt16(line.split(separator: ":").last?.dropLast() ?? ""), "\(line)")
    let client = try HTTPConnection(port: port)
    #expect(try client.request("GET", "/livez").text == #"{"status":"alive"}"#)
    #expect(try client.request("GET", "/readyz").text.contains(#""survey":"survey""#))
    #expect(try client.request("GET", "/api/v1/datasets/games/rows?_limit=1").status == 200)
    program.send(SIGTERM)
    #expect(try program.waitForExit() == 0)
  }

  @Test(arguments: [
    (
      [
        "bash", "-c",
        #". "$0"; COMP_WORDS=(tally serve --log-level ''); COMP_CWORD=3; _tally; echo "${COMPREPLY[@]}""#,
      ], "bash-completion/completions/tally", "debug info warning error\n"
    ),
    (
      [
        "bash", "-c",
        #". "$0"; COMP_WORDS=(tally serve --event-m); COMP_CWORD=2; _tally; echo "${COMPREPLY[@]}""#,
      ], "bash-completion/completions/tally", "--event-memory\n"
    ),
    (
      [
        "bash", "-c",
        #". "$0"; COMP_WORDS=(tally su); COMP_CWORD=1; _tally; echo "${COMPREPLY[@]}""#,
      ], "bash-completion/completions/tally", "submit\n"
    ),
    (
      [
        "fish", "-c",
        #"source $argv[1]; complete -C 'tally completion f' | string split -f1 \t; true"#,
      ],
      "fish/vendor_completions.d/tally.fish", "fish\n"
    ),
    (
      [
        "fish", "-c",
        #"source $argv[1]; complete -C 'tally query --form' | string split -f1 \t; true"#,
      ],
      "fish/vendor_completions.d/tally.fish", "--format\n"
    ),
    (["zsh", "-c", #"zsh -n "$0" && echo fine"#], "zsh/vendor-completions/_tally", "fine\n"),
  ])
  func `a shell completes what it is told`(
    command: [String], file: String, completed: String
  ) throws {
    if !Tools.areThere(command[0]) { try Test.cancel("needs \(command[0])") }
    let path = try Self.unpacked.get().path + "/root/usr/share/\(file)"
    #expect(try Self.run(command + [path]) == completed)
  }
}
