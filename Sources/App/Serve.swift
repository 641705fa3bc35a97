internal import API
internal import Engine
internal import HTTP
internal import Posix
internal import Server
internal import Statistics
internal import Tables

/// `tally serve`: wires the rooms, serves until it is told to stop, and stops in order.
enum Serve {
  /// Serves until a graceful shutdown has ended.
  ///
  /// - Parameters:
  ///   - supervisor: who wants to be told how the server stands; `nil` for nobody.
  ///   - listening: called once connections are taken, with the port, and with what tells whether the server is stopping.
  /// - Returns: 0 after a graceful shutdown, 1 if the server could not start.
  static func run(
    _ configuration: Configuration, supervisor: Supervisor? = nil,
    listening: (_ port: UInt16, _ isStopping: @escaping @Sendable () -> Bool) -> Void = { _, _ in }
  ) -> Int32 {
    // Signals are blocked before the first thread starts, so that every thread inherits it.
    let signals = StopSignal()
    let descriptorLimit = Process.raiseDescriptorLimit()
    do throws(StartFailure) {
      let site = try open(configuration, descriptorLimit: descriptorLimit)
      defer { site.log.flush() }
      return try serve(
        site, configuration, signals, supervisor, descriptorLimit: descriptorLimit,
        listening: listening)
    } catch {
      Output.error("tally: \(error.sentence)")
      return 1
    }
  }

  /// What is open while the server runs.
  private struct Site {
    let log: Log
    let engine: TallyEngine
    let access: AccessKeeper
    let state: Folder
    let locks: [LockHolder]
  }

  /// Keeps the lock of a folder.
  private final class LockHolder {
    let file: FileDescriptor?
    init(_ file: consuming FileDescriptor?) { self.file = file }
  }

  private static func open(
    _ configuration: Configuration, descriptorLimit: Int
  ) throws(StartFailure) -> Site {
    let log = try openLog(configuration)
    let access = try access(configuration)
    let dataPath = configuration.text("data") ?? "data"
    let state = try folder(dataPath + "/state", mode: 0o700)
    guard let stateLock = try lock(state) else { throw .dataFolderInUse(dataPath) }
    let results = try folder(configuration.text("results") ?? "results", mode: 0o755)
    guard let resultsLock = lockItself(results) else { throw .resultsFolderInUse(results.path) }
    // Only now: what looks like a draft that was left may be one that another server writes.
    for folder in [state, results] { try removeDrafts(folder) }
    let survey = try loadSurvey(configuration, dataPath, log)
    var options = TallyEngine.Options()
    options.version = CommandLineTool.version
    options.workers = workers(configuration)
    options.openResults = openResultLimit(descriptorLimit: descriptorLimit)
    options.ledger.waitingLimit = configuration.number("queue") ?? options.ledger.waitingLimit
    options.imports.limitBytes = configuration.number("upload-limit") ?? options.imports.limitBytes
    options.imports.allowsPrivate = configuration.isSet("allow-private")
    options.ledger.limitMilliseconds =
      configuration.number("job-timeout") ?? options.ledger.limitMilliseconds
    options.ledger.retention =
      configuration.text("keep-jobs").flatMap(Retentions.retention) ?? options.ledger.retention
    options.webhooks.allowsPrivate = configuration.isSet("allow-private")
    options.webhooks.secret =
      configuration.text("webhook-secret").flatMap { try? WebhookSecret($0) }
    options.events = eventOptions(configuration)
    options.collector.upstream = configuration.server("upstream")
    options.collector.place = configuration.objectPlace
    let data = try folder(dataPath, mode: 0o755)
    do throws(EngineFailure) {
      let engine = try TallyEngine(
        options, EngineFolders(data: data, state: state, results: results), survey: survey,
        log: log)
      return Site(
        log: log, engine: engine, access: access, state: state, locks: [stateLock, resultsLock])
    } catch {
      throw .engine(error)
    }
  }

  private static func eventOptions(_ configuration: Configuration) -> EventStore.Options {
    var options = EventStore.Options()
    if let milliseconds = configuration.number("event-retention") {
      options.board.retentionNanoseconds = Int64(milliseconds) * 1_000_000
    }
    options.board.memoryLimitBytes =
      configuration.number("event-memory") ?? options.board.memoryLimitBytes
    options.board.seriesLimit = configuration.number("event-series") ?? options.board.seriesLimit
    options.syncMilliseconds = configuration.number("event-sync") ?? options.syncMilliseconds
    return options
  }

  private static func openLog(_ configuration: Configuration) throws(StartFailure) -> Log {
    do throws(Errno) {
      return try Log(LogSettings.options(configuration))
    } catch {
      throw .folder(path: configuration.text("log-file") ?? "standard error", error)
    }
  }

  private static func access(_ configuration: Configuration) throws(StartFailure) -> AccessKeeper {
    let source = KeySource(configuration)
    var options = Access.Options()
    options.guarding = source.guarding
    options.requests = Rates.policy("requests", configuration.text("rate-limit"))
    options.uploads = Rates.policy("uploads", configuration.text("upload-rate-limit"))
    do throws(KeySource.Failure) {
      return AccessKeeper(options, keys: try source.load())
    } catch {
      throw .keys(error)
    }
  }

  private static func folder(_ path: String, mode: UInt32) throws(StartFailure) -> Folder {
    do throws(Errno) {
      return try Folder(path: path, creating: true, mode: mode)
    } catch {
      throw .folder(path: path, error)
    }
  }

  private static func removeDrafts(_ folder: Folder) throws(StartFailure) {
    do throws(Errno) {
      try folder.removeDrafts()
    } catch {
      throw .folder(path: folder.path, error)
    }
  }

  private static func lock(_ state: Folder) throws(StartFailure) -> LockHolder? {
    do throws(Errno) {
      if let file = try state.lock("lock") { return LockHolder(file) }
      return nil
    } catch {
      throw .folder(path: state.path, error)
    }
  }

  /// Takes the lock of a folder itself, so that no file of ours stands beside the results. Where the file system has no such locks
  /// the one of the data folder must do.
  private static func lockItself(_ folder: Folder) -> LockHolder? {
    do throws(Errno) {
      if let file = try folder.lock() { return LockHolder(file) }
      return nil
    } catch {
      return LockHolder(nil)
    }
  }

  private static func loadSurvey(
    _ configuration: Configuration, _ dataPath: String, _ log: Log
  ) throws(StartFailure) -> TallyEngine.LoadedSurvey? {
    let source = SurveySource(
      dataFolder: dataPath, lanes: .computing(count: workers(configuration)), log: log)
    do throws(SurveySource.Failure) {
      if let path = configuration.text("csv") { return try source.load(path: path) }
      if let name = configuration.text("survey") { return try source.load(name: name) }
      return source.loadFirst()
    } catch {
      throw .survey(error)
    }
  }

  private static func workers(_ configuration: Configuration) -> Int {
    configuration.number("workers") ?? Process.processorCount
  }

  // Serving

  private static func serve(
    _ site: Site, _ configuration: Configuration, _ signals: StopSignal,
    _ supervisor: Supervisor?, descriptorLimit: Int,
    listening: (_ port: UInt16, _ isStopping: @escaping @Sendable () -> Bool) -> Void
  ) throws(StartFailure) -> Int32 {
    let figures = FigureSource()
    let api = Responder(
      site.engine, apiOptions(configuration), access: site.access, connections: figures.read)
    var options = serverOptions(configuration)
    options.spoolLimit = spoolLimit(descriptorLimit: descriptorLimit)
    options.connectionLimit = connectionLimit(
      wanted: options.connectionLimit, descriptorLimit: descriptorLimit,
      workers: workers(configuration))
    let server: HTTPServer
    do throws(Errno) {
      server = try HTTPServer(
        options, Wiring.service(api, site.engine.pool, site.log, drafts: site.state))
      figures.follow(server)
      try server.start()
    } catch {
      throw .listening(host: options.host, port: Int(options.port), error)
    }
    let address = "http://\(urlHost(options.host)):\(server.port)"
    let report = ServiceReport(supervisor, server, site.log)
    report.ready(at: address)
    Output.line("tally: listening on \(address)")
    site.log.write(.info, at: .now(), "listening") { fields in
      fields.add("host", options.host)
      fields.add("port", Int(server.port))
    }
    listening(server.port) { [engine = site.engine] in engine.isDraining }
    let keys = KeySource(configuration)
    let status = Shutdown(
      site.engine, api, site.log, signals,
      hangUp: { report.reload { keys.reload(site.access, site.log) } },
      eachTurn: report.beat, stopping: report.stopping
    )
    .wait(lingerMilliseconds: configuration.number("linger") ?? 2000)
    server.stopAccepting()
    server.close(afterSeconds: 2)
    site.engine.leave()
    site.log.write(.info, at: .now(), "stopped")
    return status
  }

  /// A host as it stands in a URL.
  static func urlHost(_ host: String) -> String {
    host.contains(":") ? "[\(host)]" : host
  }

  private static func apiOptions(_ configuration: Configuration) -> Responder.Options {
    var options = Responder.Options()
    options.bodyLimitBytes = configuration.number("body-limit") ?? options.bodyLimitBytes
    options.uploadLimitBytes = configuration.number("upload-limit") ?? options.uploadLimitBytes
    options.crossOrigin = CrossOrigin(
      origins: Origins.list(configuration.text("cors-origin") ?? "") ?? [])
    options.proxies =
      TrustedProxies(list: configuration.text("trusted-proxy") ?? "") ?? options.proxies
    options.publicURL = configuration.text("public-url").flatMap { PublicURL($0) }
    options.version = CommandLineTool.version
    return options
  }

  /// How many connections may be open at once, so that descriptors are left for results, logs and those who are turned away.
  ///
  /// - Parameters:
  ///   - wanted: the setting.
  ///   - descriptorLimit: how many descriptors this process may have open.
  static func connectionLimit(wanted: Int, descriptorLimit: Int, workers: Int) -> Int {
    // A connection beyond the limit is open until it has read that it is; a worker holds a folder, a draft and what it reads.
    let turnedAway = 64
    let ownFiles =
      32 + 4 * workers + openResultLimit(descriptorLimit: descriptorLimit)
      + spoolLimit(descriptorLimit: descriptorLimit)
    return min(wanted, max(16, descriptorLimit - turnedAway - ownFiles))
  }

  /// How many results are kept open between requests: few where descriptors are few.
  static func openResultLimit(descriptorLimit: Int) -> Int { min(64, descriptorLimit / 16) }

  /// How many uploads are written at once: few where descriptors are few.
  static func spoolLimit(descriptorLimit: Int) -> Int { min(256, max(1, descriptorLimit / 32)) }

  private static func serverOptions(_ configuration: Configuration) -> HTTPServer.Options {
    var options = HTTPServer.Options()
    options.host = configuration.text("host") ?? options.host
    options.port = UInt16(configuration.number("port") ?? 8080)
    options.loops = configuration.number("loops") ?? max(1, Process.processorCount / 2)
    options.connectionLimit = configuration.number("connections") ?? options.connectionLimit
    options.limits.headBytes = configuration.number("head-limit") ?? options.limits.headBytes
    options.limits.fieldCount = configuration.number("field-limit") ?? options.limits.fieldCount
    options.limits.targetBytes = configuration.number("target-limit") ?? options.limits.targetBytes
    options.headMilliseconds =
      configuration.number("head-timeout") ?? options.headMilliseconds
    options.bodyIdleMilliseconds =
      configuration.number("body-timeout") ?? options.bodyIdleMilliseconds
    options.keepAliveMilliseconds =
      configuration.number("idle-timeout") ?? options.keepAliveMilliseconds
    options.writeMilliseconds =
      configuration.number("write-timeout") ?? options.writeMilliseconds
    return options
  }
}

/// Why the server did not start. Each becomes one sentence and exit code 1.
enum StartFailure: Error {
  case folder(path: String, Errno)
  case dataFolderInUse(String)
  case resultsFolderInUse(String)
  case keys(KeySource.Failure)
  case survey(SurveySource.Failure)
  case engine(EngineFailure)
  case listening(host: String, port: Int, Errno)

  var sentence: String {
    switch self {
    case .folder(let path, let failure): "\(path): \(failure.description)"
    case .dataFolderInUse(let path):
      "another server works on the data folder \(path); stop it, or give this one its own --data"
    case .resultsFolderInUse(let path):
      "another server writes into the results folder \(path); "
        + "stop it, or give this one its own --results"
    case .keys(let failure): failure.sentence
    case .survey(let failure): failure.sentence
    case .engine(.folder(let path, let failure)): "\(path): \(failure.description)"
    case .engine(.state(let file, .system(let failure))):
      "state/\(file) in the data folder: \(failure.description)"
    case .engine(.state(let file, .missing(let uploads))):
      "state/\(file) in the data folder is gone, and with it what is known of the files in "
        + "\(uploads); restore it from a backup, or move those files away and upload them again"
    case .engine(.state(let file, .newer(let version, let known))):
      "state/\(file) in the data folder was written by a later release (version \(version), "
        + "this one knows \(known)); use that release, or another data folder"
    case .engine(.state(let file, .database(let reason))):
      "state/\(file) in the data folder: \(reason)"
    case .engine(.catalog(let failure)): "the catalog of data sets: \(failure)"
    case .engine(.state(let file, .unreadable)):
      "state/\(file) in the data folder makes no sense; restore it from a backup"
    case .listening(let host, let port, let failure):
      "cannot listen on \(Serve.urlHost(host)):\(port): \(failure.description)"
    }
  }
}
