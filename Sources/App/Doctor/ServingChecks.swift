internal import Engine
internal import Posix

/// Whether what is to be served can be served. Pure: what was seen comes in.
enum ServingChecks {
  /// What was seen at the address that the server is to listen on.
  enum PortSight: Equatable {
    /// Nobody listens there, and this process could.
    case free
    /// A Tally answers there.
    case tally
    /// Another program listens there.
    case taken
    /// Nobody can listen there, for a reason.
    case unusable(Errno)
  }

  static func port(_ address: String, port: Int, _ sight: PortSight) -> Finding {
    let name = "port"
    guard port != 0 else { return .ok(name, "the kernel chooses one") }
    switch sight {
    case .free: return .ok(name, "\(address) is free")
    case .tally:
      // It may be the server with these very settings, or another one.
      return .warn(
        name, "a Tally answers at \(address) already; a second one could not listen there",
        mend: "nothing, if it is this server; else --port \(port + 1)")
    case .taken:
      return .fail(
        name, "another program listens on \(address)", mend: "ss -ltnp 'sport = :\(port)'")
    case .unusable(.denied):
      return .fail(
        name, "\(address): ports below 1024 are not for every user",
        mend: "--port 8080, or sudo setcap cap_net_bind_service=+ep \"$(command -v tally)\"")
    case .unusable(let failure):
      return .fail(name, "\(address): \(failure.description)", mend: "--host 127.0.0.1")
    }
  }

  /// Who may ask the server.
  ///
  /// - Parameter keys: how many there are; a failure if the file of keys cannot be used.
  static func keys(
    _ keys: Result<Int, KeySource.Failure>, host: String, guarding: Access.Guarding, isOpen: Bool
  ) -> Finding {
    let name = "keys"
    let isPrivate = CommandLineTool.isLoopback(host)
    switch keys {
    case .failure(let failure):
      return .fail(name, failure.sentence, mend: mend(of: failure))
    case .success where guarding == .nothing && !isPrivate && !isOpen:
      return .fail(
        name, "other machines reach \(host), and no key is asked for",
        mend:
          "tally keys create admin --scope read,write,admin --keys-file keys, and --keys-file keys")
    case .success where guarding == .nothing && !isPrivate:
      return .warn(
        name, "other machines reach \(host), and may do everything: --insecure-open",
        mend:
          "tally keys create admin --scope read,write,admin --keys-file keys, and --keys-file keys")
    case .success where guarding == .nothing:
      return .ok(name, "there are none; only this machine reaches \(host)")
    case .success(let count):
      let what = guarding == .everything ? "everything" : "what changes something"
      return .ok(name, "\(count) \(count == 1 ? "opens" : "open") \(what)")
    }
  }

  private static func mend(of failure: KeySource.Failure) -> String {
    switch failure {
    case .unreadable(let path, .notFound):
      "tally keys create admin --scope read,write,admin --keys-file \(path.shellWord)"
    case .unreadable(let path, _): "ls -l \(path.shellWord)"
    case .openToOthers(let path, _): "chmod 600 \(path.shellWord)"
    case .malformed(let path, _): "\"${EDITOR:-vi}\" \(path.shellWord)"
    }
  }

  /// The survey that questions would be put to.
  ///
  /// - Parameters:
  ///   - survey: `nil` if no file of the data folder is one.
  ///   - count: how many CSV files are in the data folder.
  static func survey(
    _ survey: Result<SurveyFinder.Candidate?, SurveySource.Failure>, dataPath: String, count: Int
  ) -> Finding {
    let name = "survey"
    switch survey {
    case .success(let candidate?):
      return .ok(name, "\(candidate.path), \(ByteText.text(candidate.byteCount))")
    case .success(nil) where count == 0:
      return .warn(
        name, "there is no CSV file in \(dataPath), and none elsewhere is named",
        mend: "cp FILE.csv \((dataPath + "/").shellWord), or --csv FILE.csv")
    case .success(nil):
      return .ok(
        name, "none of the \(count) CSV files in \(dataPath) is one; they are served as data sets")
    case .failure(let failure):
      let mend =
        switch failure {
        case .unknownName: "ls \(dataPath.shellWord)"
        case .unreadable(let path, .notFound): "ls -l \(path.shellWord)"
        case .unreadable(let path, _): "chmod a+r \(path.shellWord)"
        case .malformed(let path, _), .noSurvey(let path, _), .changedWhileReading(let path):
          "head -n 1 \(path.shellWord)"
        }
      return .fail(name, failure.sentence, mend: mend)
    }
  }

  /// The database of the state folder.
  static func database(
    _ state: Result<StateInspection, EngineFailure>, dataPath: String
  ) -> Finding {
    let name = "database"
    let word = (dataPath + "/state").shellWord
    switch state {
    case .success(.absent): return .ok(name, "there is none yet; the first start makes it")
    case .success(.version(let version, let known)) where version == known:
      return .ok(name, "it opens, and has the version of this release (\(version))")
    case .success(.version(let version, let known)):
      return .ok(name, "it opens, and a start brings it from version \(version) to \(known)")
    case .failure(let failure):
      let mend =
        switch failure {
        case .state(_, .system): "ls -l \(word)"
        case .state(_, .newer): "install the release that wrote it, or name another --data"
        default: "restore it from a backup: docs/operating.md, Backup"
        }
      return .fail(name, StartFailure.engine(failure).sentence, mend: mend)
    }
  }
}
