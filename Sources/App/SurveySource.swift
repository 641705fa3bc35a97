internal import Engine
internal import Posix
internal import Statistics
internal import Tables

/// Finds the survey that the server answers questions about, and loads it.
struct SurveySource {
  /// Why a survey that was asked for cannot be served.
  enum Failure: Error, Equatable {
    case unreadable(path: String, Errno)
    case changedWhileReading(path: String)
    case malformed(path: String, TableFailure)
    case noSurvey(path: String, SurveyFailure)
    case unknownName(String, folder: String)

    var sentence: String {
      switch self {
      case .unreadable(let path, let failure): "\(path): \(failure.description)"
      case .changedWhileReading(let path): "\(path): file changed while reading"
      case .malformed(let path, let failure): "\(path): \(failure.sentence)"
      case .noSurvey(let path, .missingColumns(let missing, let found)):
        "\(path), line 1: a survey needs the "
          + (missing.count == 1 ? "column " : "columns ") + missing.joined(separator: ", ")
          + "; found " + (found.isEmpty ? "none" : found.prefix(40).joined(separator: ", "))
      case .noSurvey(let path, .cancelled): "\(path): the reading was cancelled"
      case .unknownName(let name, let folder):
        "--survey \(name): there is no file \(name).csv in \(folder)"
      }
    }
  }

  let dataFolder: String
  let lanes: Lanes
  let log: Log

  /// The survey at a path that the operator named.
  func load(path: String) throws(Failure) -> TallyEngine.LoadedSurvey {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return try load(path: path, name: name.hasSuffix(".csv") ? String(name.dropLast(4)) : name)
  }

  /// The survey of the data folder that the operator named.
  func load(name: String) throws(Failure) -> TallyEngine.LoadedSurvey {
    try load(path: SurveyFinder(dataFolder: dataFolder).path(named: name), name: name)
  }

  /// The first file of the data folder, by name, that is a survey; `nil` if there is none. A file that looks like one but cannot be
  /// loaded is logged and passed over.
  func loadFirst() -> TallyEngine.LoadedSurvey? {
    let finder = SurveyFinder(dataFolder: dataFolder)
    for file in finder.files() {
      let path = "\(dataFolder)/\(file)"
      guard (try? finder.candidate(at: path)) != nil else { continue }
      do throws(Failure) {
        return try load(path: path, name: String(file.dropLast(4)))
      } catch {
        log.write(.error, at: .now(), "survey passed over") { $0.add("reason", error.sentence) }
      }
    }
    return nil
  }

  private func load(path: String, name: String) throws(Failure) -> TallyEngine.LoadedSurvey {
    let start = Moment.now()
    let (loaded, identity) = try table(path)
    let survey: Survey
    do throws(SurveyFailure) {
      survey = try Survey(loaded.table)
    } catch {
      throw .noSurvey(path: path, error)
    }
    report(loaded, path, since: start)
    return TallyEngine.LoadedSurvey(name: name, survey: survey, identity: identity)
  }

  /// The table of a file, and what the file is.
  private func table(_ path: String) throws(Failure) -> (LoadedTable, identity: String) {
    let file: MappedFile
    do throws(Errno) {
      file = try MappedFile(path: path)
    } catch {
      throw .unreadable(path: path, error)
    }
    let prefix = file.prefix(SurveyFinder.headerBytes)
    let result: Result<LoadedTable, TableFailure> = unsafe file.withPages { bytes, pages in
      do throws(TableFailure) {
        let names = try CSVLoader.header(of: prefix)
        var options = CSVOptions()
        // A column that is missing is for the survey to name.
        options.types = Survey.columnTypes.filter { names.contains($0.key) }
        options.badCells = .abort
        options.raggedRows = .skipRow
        options.release = { pages.release($0) }
        return .success(try unsafe CSVLoader.load(bytes, options, on: lanes))
      } catch {
        return .failure(error)
      }
    }
    if file.changedWhileReading { throw .changedWhileReading(path: path) }
    switch result {
    case .success(let loaded): return (loaded, file.identity)
    case .failure(let failure): throw .malformed(path: path, failure)
    }
  }

  private func report(_ loaded: LoadedTable, _ path: String, since start: Moment) {
    let end = Moment.now()
    for reject in loaded.rejects {
      log.write(.warning, at: end, "row left out") { fields in
        fields.add("file", path)
        fields.add("line", reject.line)
        fields.add("reason", reject.reason)
      }
    }
    log.write(.info, at: end, "survey loaded") { fields in
      fields.add("file", path)
      fields.add("rows", loaded.table.rowCount)
      fields.add("rows_left_out", loaded.rejectCount)
      fields.add(
        "duration_ms", inMilliseconds: end.monotonicNanoseconds - start.monotonicNanoseconds)
    }
  }
}
