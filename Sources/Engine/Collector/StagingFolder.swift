internal import Posix
internal import Statistics

/// Where the journeys of days are gathered: a folder for each job that collects one, until all of them are objects.
struct StagingFolder: Sendable {
  private static let name = "collecting"

  private let state: Folder
  /// Asked before each step that changes files; what it answers is thrown in place of making that step. Tests answer something.
  var failing: @Sendable () -> Errno? = { nil }

  /// How long a decision may be.
  var readyLimitBytes = 64 << 20

  /// - Parameter state: the folder in which it is made with the first job.
  init(in state: Folder) {
    self.state = state
  }

  /// Makes the folder of a job, unless it is there, and removes drafts that an earlier attempt has left.
  func begin(_ job: JobID) throws(Errno) -> StagedDay {
    if let failure = failing() { throw failure }
    let folder = try state.makeSubfolder(Self.name).makeSubfolder(job.description)
    try folder.removeDrafts()
    return StagedDay(
      job: job, folder: folder, root: try root(), readyLimitBytes: readyLimitBytes, failing: failing
    )
  }

  /// What a job has gathered, which may be nothing.
  func stage(of job: JobID) throws(Errno) -> StagedDay {
    let root = try root()
    return StagedDay(
      job: job, folder: try root.subfolder(job.description), root: root,
      readyLimitBytes: readyLimitBytes, failing: failing)
  }

  /// Where the folder of a job is.
  func path(of job: JobID) -> String { "\(state.path)/\(Self.name)/\(job)" }

  /// The jobs that have a folder, in the order of their numbers.
  func jobs() throws(Errno) -> [JobID] {
    let names: [String]
    do throws(Errno) {
      names = try root().names()
    } catch {
      if error == .notFound { return [] }
      throw error
    }
    return names.compactMap { name in
      guard let id = JobID(Array(name.utf8)[...]), id.description == name else { return nil }
      return id
    }.sorted { $0.number < $1.number }
  }

  private func root() throws(Errno) -> Folder { try state.subfolder(Self.name) }
}

/// What a job has gathered of a day: a file for each city, and at the end what is to become of them.
struct StagedDay: Sendable {
  /// With this file the day is decided.
  private static let ready = "ready"

  let job: JobID
  let folder: Folder
  fileprivate let root: Folder
  private let readyLimitBytes: Int
  fileprivate let failing: @Sendable () -> Errno?

  fileprivate init(
    job: JobID, folder: Folder, root: Folder, readyLimitBytes: Int,
    failing: @escaping @Sendable () -> Errno?
  ) {
    self.job = job
    self.folder = folder
    self.root = root
    self.readyLimitBytes = readyLimitBytes
    self.failing = failing
  }

  // Gathering

  /// Makes an empty file for the journeys of a city.
  func draft() throws(Errno) -> DraftFile {
    try mayFail()
    return try folder.draft(named: "city")
  }

  /// Keeps a file for good: it outlasts a power cut.
  func keep(_ draft: DraftFile, as city: StagedCity) throws(Errno) {
    try mayFail()
    try draft.place(as: city.fileName, in: folder)
  }

  /// The cities that are there.
  func cities() throws(Errno) -> [StagedCity] {
    try folder.names().compactMap(StagedCity.init(fileName:))
  }

  /// Opens a file; `nil` if there is none of that name.
  func open(_ file: String) throws(Errno) -> OpenFile? { try folder.open(file) }

  // Deciding

  /// Keeps what is to become of the files. From now on the day is the new one, whatever happens.
  ///
  /// - Throws: `Errno.fileTooLarge`, and nothing is decided, if it could not be read again.
  func decide(_ publication: Publication) throws(Errno) {
    try mayFail()
    let text = publication.encoded
    if text.count > readyLimitBytes { throw .fileTooLarge }
    try folder.write(text, as: Self.ready, mode: 0o600)
  }

  /// What is to become of the files; `nil` if nothing is decided.
  ///
  /// - Throws: `Errno.invalid` or `.fileTooLarge` if it can no longer be read.
  func publication() throws(Errno) -> Publication? {
    let bytes: [UInt8]?
    do throws(Errno) {
      bytes = try folder.read(Self.ready, limit: readyLimitBytes)
    } catch {
      if error == .notFound { return nil }
      throw error
    }
    guard let bytes else { return nil }
    guard let publication = Publication(decoding: bytes) else { throw .invalid }
    return publication
  }

  /// The day about which something was decided, also if the rest can no longer be read.
  func decidedDay() -> CivilDay? {
    let start = Array(Publication.start.utf8)
    let bytes = (try? folder.read(Self.ready, prefix: start.count + 10)) ?? []
    guard bytes.starts(with: start) else { return nil }
    return CivilDay(String(decoding: bytes[start.count...], as: UTF8.self))
  }

  /// Removes everything: first what was decided, so that no power cut brings it back alone.
  func remove() throws(Errno) {
    do throws(Errno) {
      try mayFail()
      try folder.remove(Self.ready)
      try mayFail()
      try folder.sync()
      for name in try folder.names() {
        try mayFail()
        try folder.remove(name)
      }
      try mayFail()
      try root.removeSubfolder(job.description)
    } catch {
      if error != .notFound { throw error }
    }
  }

  private func mayFail() throws(Errno) {
    if let failure = failing() { throw failure }
  }
}
