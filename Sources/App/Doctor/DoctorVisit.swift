internal import Engine
internal import Posix
internal import Stores

/// Looks at everything that a server with some settings would need. Files that are written to see whether they can be are removed; else nothing
/// is changed.
struct DoctorVisit {
  /// How long a place outside may take to answer.
  private static let placeSeconds = 10.0
  private static let portSeconds = 2

  let configuration: Configuration

  private var dataPath: String { configuration.text("data") ?? "data" }
  private var resultsPath: String { configuration.text("results") ?? "results" }
  private var host: String { configuration.text("host") ?? "127.0.0.1" }

  func report() -> DoctorReport {
    let before = Moment.now()
    let folders = FolderChecks(userID: Process.userID)
    var findings = [
      folders.folder("data", sight(of: dataPath)), folders.state(sight(of: dataPath + "/state")),
      folders.folder("results", sight(of: resultsPath)),
      FolderChecks.disk(dataPath, room(of: dataPath)),
      FolderChecks.disk(resultsPath, room(of: resultsPath)),
    ]
    if let log = configuration.text("log-file") {
      findings.append(folders.folder("log", sight(of: Self.folder(of: log))))
    }
    findings.append(database)
    let (store, storeSeconds) = store(folders)
    let (upstream, upstreamSeconds) = upstream()
    let skews = [("store", storeSeconds), ("upstream", upstreamSeconds)]
      .compactMap { name, skew in skew.map { (name: name, seconds: $0) } }
    let clock = MachineChecks.ClockSight(
      before: before, after: .now(), isSynchronized: ClockDiscipline.isSynchronized,
      skewSeconds: skews)
    findings += [
      survey, keys, port, descriptors, memory, MachineChecks.clock(clock), store, upstream,
    ]
    return DoctorReport(findings: findings)
  }

  // Folders

  private func sight(of path: String) -> FolderChecks.Sight {
    do throws(Errno) {
      let facts = try PathFacts(of: path)
      return FolderChecks.Sight(
        path: path, facts: .success(facts),
        writing: facts?.kind == .folder ? Self.writing(in: path) : nil)
    } catch {
      return FolderChecks.Sight(path: path, facts: .failure(error))
    }
  }

  /// Why a file cannot be written in a folder that is there; `nil` if it can.
  private static func writing(in path: String) -> Errno? {
    do throws(Errno) {
      try Folder(path: path, creating: false).probe(byteCount: 4096)
      return nil
    } catch {
      return error
    }
  }

  /// The room of a folder, or of the nearest one above that is there.
  private func room(of path: String) -> Result<FileSystemRoom, Errno> {
    var path = path
    while true {
      do throws(Errno) {
        return .success(try FileSystemRoom(of: path))
      } catch {
        guard error == .notFound, path != ".", path != "/" else { return .failure(error) }
        path = Self.folder(of: path)
      }
    }
  }

  /// The folder that a path lies in.
  static func folder(of path: String) -> String {
    let parts = path.split(separator: "/").dropLast()
    if path.hasPrefix("/") { return "/" + parts.joined(separator: "/") }
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  // What is served

  private var database: Finding {
    do throws(EngineFailure) {
      return ServingChecks.database(
        .success(try StateInspection(ofDataFolder: dataPath)), dataPath: dataPath)
    } catch {
      return ServingChecks.database(.failure(error), dataPath: dataPath)
    }
  }

  private var survey: Finding {
    let finder = SurveyFinder(dataFolder: dataPath)
    let count = finder.files().count
    do throws(SurveySource.Failure) {
      let candidate = try finder.candidate(
        path: configuration.text("csv"), name: configuration.text("survey"))
      return ServingChecks.survey(.success(candidate), dataPath: dataPath, count: count)
    } catch {
      return ServingChecks.survey(.failure(error), dataPath: dataPath, count: count)
    }
  }

  private var keys: Finding {
    let source = KeySource(configuration)
    let keys: Result<Int, KeySource.Failure>
    do throws(KeySource.Failure) {
      keys = .success(try source.load().count)
    } catch {
      keys = .failure(error)
    }
    return ServingChecks.keys(
      keys, host: host, guarding: source.guarding, isOpen: configuration.isSet("insecure-open"))
  }

  private var port: Finding {
    let port = configuration.number("port") ?? 8080
    let address = "\(Serve.urlHost(host)):\(port)"
    return ServingChecks.port(
      address, port: port, port == 0 ? .free : portSight(UInt16(clamping: port)))
  }

  private func portSight(_ port: UInt16) -> ServingChecks.PortSight {
    let known = Healthcheck.reachableHost(host)
    let answer: [UInt8]? = try? {
      let socket = try FileDescriptor.connected(
        to: known, port: port, timeoutSeconds: Self.portSeconds)
      try socket.writeAll(Healthcheck.request(to: known))
      return try socket.readAll(limit: 4096)
    }()
    if let answer {
      let head = String(decoding: answer, as: UTF8.self)
      let isAlive = head.hasPrefix("HTTP/1.1 200 ") && head.contains("\r\nServer: tally\r\n")
      return isAlive ? .tally : .taken
    }
    do throws(Errno) {
      let listener = try Listener(host: host, port: port, backlog: 1, sharesPort: false)
      _ = listener.port
      return .free
    } catch {
      return error == .addressInUse ? .taken : .unusable(error)
    }
  }

  // The machine

  private var descriptors: Finding {
    let limit = Process.highestDescriptorLimit
    let wanted = configuration.number("connections") ?? 10_000
    let workers = configuration.number("workers") ?? Process.processorCount
    return MachineChecks.descriptors(
      limit: limit, wanted: wanted,
      possible: Serve.connectionLimit(wanted: wanted, descriptorLimit: limit, workers: workers))
  }

  private var memory: Finding {
    MachineChecks.memory(
      availableBytes: MachineMemory.availableBytes,
      eventBytes: configuration.number("event-memory") ?? 0)
  }

  // Places outside

  /// The finding, and how far this clock is ahead of the store's, if it is known.
  private func store(_ folders: FolderChecks) -> (Finding, skewSeconds: Int64?) {
    let place = configuration.objectPlace ?? .folder(path: dataPath + "/objects")
    switch place {
    case .folder(let path):
      return (PlaceChecks.store(.folder(sight(of: path)), folders), nil)
    case .s3(let settings):
      do throws(ObjectFailure) {
        let seconds = try place.greet(withinSeconds: Self.placeSeconds)
        return (PlaceChecks.store(.bucket(settings, nil), folders), Self.skew(from: seconds))
      } catch {
        return (PlaceChecks.store(.bucket(settings, error), folders), nil)
      }
    }
  }

  private func upstream() -> (Finding, skewSeconds: Int64?) {
    guard let address = configuration.server("upstream") else {
      return (PlaceChecks.upstream(nil, nil), nil)
    }
    do throws(UpstreamInspection.Failure) {
      let answer = try UpstreamInspection(of: address, withinSeconds: Self.placeSeconds)
      return (
        PlaceChecks.upstream(address, .success(answer)), Self.skew(from: answer.dateSeconds)
      )
    } catch {
      return (PlaceChecks.upstream(address, .failure(error)), nil)
    }
  }

  private static func skew(from dateSeconds: Int64?) -> Int64? {
    dateSeconds.map { Moment.now().wallNanoseconds / 1_000_000_000 - $0 }
  }
}
