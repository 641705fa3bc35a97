import Foundation
import Glibc
import Posix
import Testing

@testable import Stores

/// A true server of S3 on this machine. It is started once for a run of tests and ends with it, however that ends.
final class S3TestServer: Sendable {
  /// moto, of Python. It does not look at signatures.
  static let moto = Result { try S3TestServer.startMoto() }
  /// SeaweedFS, which does look at them.
  static let seaweed = Result { try S3TestServer.startSeaweed() }

  /// A Python that has moto: that of `.ci/install-moto.sh`, or that of the system.
  static let python: String? = {
    let root = (0..<5).reduce(URL(fileURLWithPath: #filePath)) { path, _ in
      path.deletingLastPathComponent()
    }
    let places = [root.path + "/.build-tools/moto/bin/python3", path(of: "python3")]
    return places.compactMap { $0 }.first {
      (try? run($0, ["-c", "import moto.server"])) == 0
    }
  }()

  /// SeaweedFS, as `TALLY_WEED` or the PATH tells.
  static let weed: String? =
    ProcessInfo.processInfo.environment["TALLY_WEED"] ?? path(of: "weed")

  let endpoint: String
  private let accessKey: String
  private let secretKey: String
  // Whoever reads from it ends when this process does.
  private let life: Pipe

  private init(endpoint: String, accessKey: String, secretKey: String, life: Pipe) {
    self.endpoint = endpoint
    self.accessKey = accessKey
    self.secretKey = secretKey
    self.life = life
  }

  /// A place in a bucket.
  func settings(bucket: String, prefix: String = "") -> S3Settings {
    var settings = S3Settings(bucket: bucket)
    settings.prefix = prefix
    settings.endpoint = endpoint
    settings.credentials = S3Credentials(accessKey: accessKey, secretKey: secretKey)
    return settings
  }

  /// Makes a bucket.
  func make(bucket: String) throws {
    let session = try S3Session(settings(bucket: bucket))
    _ = try session.reply(to: S3Session.Call(method: "PUT")) { false }
  }

  private static func startMoto() throws -> S3TestServer {
    let script = """
      import sys
      from moto.server import ThreadedMotoServer
      server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
      told, sys.stdout = sys.stdout, sys.stderr
      server.start()
      print(server.get_host_and_port()[1], file=told, flush=True)
      sys.stdin.read()
      """
    let (life, output) = try start(#require(python), ["-c", script])
    let port = try #require(Int(firstLine(of: output)))
    return S3TestServer(
      endpoint: "http://127.0.0.1:\(port)", accessKey: "AKID", secretKey: "SECRET", life: life)
  }

  private static func startSeaweed() throws -> S3TestServer {
    let ports = try freePorts(4)
    let script = """
      folder=$(mktemp -d)
      printf '{"identities":[{"name":"t","credentials":[{"accessKey":"AKID","secretKey":"SECRET"}],' >"$folder/s3.json"
      printf '"actions":["Admin","Read","Write","List"]}]}' >>"$folder/s3.json"
      "$0" server -master.telemetry=false -ip=127.0.0.1 -ip.bind=127.0.0.1 -dir="$folder" \
        -master.port=\(ports[0]) -volume.port=\(ports[1]) -volume.max=20 -volume.preStopSeconds=1 \
        -master.volumeSizeLimitMB=128 -filer -filer.port=\(ports[2]) -s3 -s3.port=\(ports[3]) \
        -s3.port.iceberg=0 -s3.port.lance=0 -s3.config="$folder/s3.json" >"$folder/log" 2>&1 &
      cat >/dev/null
      kill -9 $!
      rm -rf "$folder"
      """
    let (life, _) = try start("/bin/sh", ["-c", script, #require(weed)])
    let server = S3TestServer(
      endpoint: "http://127.0.0.1:\(ports[3])", accessKey: "AKID", secretKey: "SECRET", life: life)
    // It is there after some seconds, and takes a bucket when all its parts have found each other.
    for _ in 0..<120 {
      if (try? server.make(bucket: "ready")) != nil { return server }
      usleep(250_000)
    }
    throw Errno.notFound
  }

  private static func start(
    _ program: String, _ arguments: [String]
  ) throws -> (life: Pipe, output: Pipe) {
    let (life, output) = (Pipe(), Pipe())
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = life
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return (life, output)
  }

  private static func firstLine(of output: Pipe) -> String {
    var line: [UInt8] = []
    while let byte = try? output.fileHandleForReading.read(upToCount: 1)?.first,
      byte != UInt8(ascii: "\n")
    {
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self)
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private static func path(of program: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map { "\($0)/\(program)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  /// Ports of which the one that is 10,000 higher is free too.
  private static func freePorts(_ count: Int) throws -> [Int] {
    var ports: Set<Int> = []
    for _ in 0..<1000 where ports.count < count {
      let port = Int.random(in: 20_000..<32_000)
      if isFree(port), isFree(port + 10_000) { ports.insert(port) }
    }
    try #require(ports.count == count)
    return Array(ports)
  }

  private static func isFree(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = (0x7F00_0001 as UInt32).bigEndian
    address.sin_port = in_port_t(port).bigEndian
    return withUnsafePointer(to: &address) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
