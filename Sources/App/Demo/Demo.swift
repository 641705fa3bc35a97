internal import Posix
internal import Server
internal import Trial

/// `tally serve --demo`: a server on generated data in a temporary folder, where jobs run and events come in, to look around in.
///
/// The folder is removed when the server has stopped. What a killed one leaves is only files that nobody needs.
struct Demo {
  /// What decides where data are, which the demo decides itself.
  private static let placeNames = ["data", "results", "csv", "survey", "store", "upstream"]
  /// The upstream is slow, so that one sees jobs run.
  private static let upstreamDelayMilliseconds = 400
  private static let upstreamCities = 24
  private static let upstreamRows = 60

  /// The files of the data folder. Of one seed, they are the same each time.
  static let files: [(name: String, rows: Int)] = [
    ("survey.csv", 10_000), ("games.csv", 1_000), ("incidents.csv", 10_000),
  ]

  private let configuration: Configuration

  /// - Throws: `UsageFailure` for a flag that says where data are, and for keys of a file: the demo knows none of them.
  init(_ configuration: Configuration) throws(UsageFailure) {
    for name in Self.placeNames where configuration.entries[name]?.source == .flag {
      throw .conflictingFlags("--demo", "--\(name)")
    }
    guard configuration.text("keys-file") == nil else {
      throw .conflictingFlags("--demo", "--keys-file")
    }
    self.configuration = configuration
  }

  /// Serves until it is told to stop.
  ///
  /// - Returns: the exit code.
  func run(_ environment: [String: String]) -> Int32 {
    // Before the first thread starts, so that every thread inherits what is blocked.
    _ = StopSignal()
    let folder: TemporaryFolder
    do throws(Errno) {
      folder = try TemporaryFolder(named: "tally-demo", environment: environment)
    } catch {
      Output.error("tally: no temporary folder could be made: \(error.description)")
      return 1
    }
    let status = serve(in: folder)
    remove(folder)
    return status
  }

  private func serve(in folder: TemporaryFolder) -> Int32 {
    do throws(Errno) {
      let data = try Folder(path: folder.path + "/data", creating: true)
      for file in Self.files { try data.write(Self.bytes(of: file), as: file.name) }
    } catch {
      Output.error("tally: \(folder.path): \(error.description)")
      return 1
    }
    let upstream: HTTPServer
    do throws(Upstream.Failure) {
      upstream = try Self.upstream()
    } catch {
      Output.error("tally: \(error.description)")
      return 1
    }
    defer { upstream.close() }
    let key = configuration.text("api-key")
    return Serve.run(settings(in: folder, upstreamPort: upstream.port)) { port, isStopping in
      let host = Healthcheck.reachableHost(configuration.text("host") ?? "127.0.0.1")
      let address = "http://\(Serve.urlHost(host)):\(port)"
      Output.line(
        "tally: a demo on generated data in \(folder.path), which goes when it stops (Ctrl-C); "
          + "open \(address)/ in a browser")
      DemoVisitors(address: address, key: key, isStopping: isStopping).start()
    }
  }

  /// The settings of the server: those that were given, and those that make it a demo.
  func settings(in folder: TemporaryFolder, upstreamPort: UInt16) -> Configuration {
    var values = [
      "data": folder.path + "/data", "results": folder.path + "/results", "csv": "", "survey": "",
      "store": "", "upstream": "http://127.0.0.1:\(upstreamPort)",
    ]
    // Nobody polls for last answers, and a line for each event would hide what matters.
    for (name, value) in [("linger", "0"), ("log-level", "warning")]
    where configuration.entries[name]?.source == .fallback {
      values[name] = value
    }
    return configuration.replacing(values)
  }

  static func bytes(of file: (name: String, rows: Int)) -> [UInt8] {
    switch file.name {
    case "survey.csv":
      var generator = SurveyGenerator(seed: 2011)
      return generator.file(rows: file.rows)
    case "games.csv":
      var generator = GamesGenerator(seed: 2011)
      return generator.file(rows: file.rows)
    default:
      var generator = IncidentsGenerator(seed: 2011)
      return generator.file(rows: file.rows)
    }
  }

  private static func upstream() throws(Upstream.Failure) -> HTTPServer {
    var order = UpstreamOrder()
    order.cities = upstreamCities
    order.rows = upstreamRows
    order.delayMilliseconds = upstreamDelayMilliseconds
    return try Upstream(order).start()
  }

  /// Removes the folder. A thread that is at its last file may make one meanwhile.
  private func remove(_ folder: TemporaryFolder) {
    for _ in 0..<20 {
      do throws(Errno) {
        return try folder.remove()
      } catch {
        guard error == .notEmpty else {
          return Output.error("tally: \(folder.path) could not be removed: \(error.description)")
        }
        Thread.sleep(milliseconds: 50)
      }
    }
    Output.error("tally: \(folder.path) could not be removed: files are still written there")
  }
}
