internal import JSON
internal import Posix
internal import Tables

/// Runs pipelines: reads the sources, lets one stage after the other work on them, and puts the artifacts in place.
///
/// It is a value without a state of its own. The same stages, parameters and bytes leave the same artifacts, byte by byte, however often
/// and on however many threads; only the manifest tells of the run itself. An attempt begins by removing what another one has left.
package struct PipelineRunner: Sendable {
  /// How much of a job is the reading of its sources, in percent.
  package static let readingPercent = 30

  let reader: SourceReader
  let artifacts: ArtifactFolder
  let lanes: Lanes
  /// What pipelines can do.
  let stages: [Stage]
  /// Of the program, for the manifest.
  let version: String
  /// What its client calls a job, for the manifest.
  let name: @Sendable (JobID) -> JobName?

  /// - Parameter stages: what pipelines can do.
  init(
    reader: SourceReader, artifacts: ArtifactFolder, lanes: Lanes, stages: [Stage] = Stage.all,
    version: String, name: @escaping @Sendable (JobID) -> JobName?
  ) {
    self.reader = reader
    self.artifacts = artifacts
    self.lanes = lanes
    self.stages = stages
    self.version = version
    self.name = name
  }

  /// Who hears how far a run is.
  private struct Listener: Sendable {
    let progress: Progress
    let phase: @Sendable (String) -> Void

    func check() throws(WorkFailure) {
      if progress.isCancelled { throw .cancelled }
    }
  }

  /// Does all that is ordered.
  ///
  /// A run that fails or is stopped leaves what was in place by then, with a manifest that says how it ended. One whose artifacts find no
  /// place on the disk leaves nothing, so that there is room for others.
  ///
  /// - Returns: the whole answer of the job, `{"status":"done","data":{...}}`: where each artifact is.
  func answer(
    to order: PipelineOrder, of id: JobID, progress: Progress,
    phase: @escaping @Sendable (String) -> Void
  ) throws(WorkFailure) -> [UInt8] {
    let listener = Listener(progress: progress, phase: phase)
    try listener.check()
    var manifest = PipelineManifest(
      of: id, name: name(id), version: version, startedNanoseconds: Moment.now().wallNanoseconds)
    do throws(WorkFailure) {
      try Self.storing { () throws(Errno) in try artifacts.begin(id) }
      try run(order, listener, &manifest)
      try store(manifest, .completed)
    } catch {
      try leave(manifest, error)
    }
    return Self.answer(of: id, manifest.artifactNames)
  }

  private func run(
    _ order: PipelineOrder, _ listener: Listener, _ manifest: inout PipelineManifest
  ) throws(WorkFailure) {
    // Without a stage nobody looks at a source.
    if order.stages.isEmpty { return }
    listener.phase("reading")
    do throws(SourceFailure) {
      manifest.sources = try reader.read(
        order, progress: listener.progress.part(0, count: Self.readingPercent, of: 100))
    } catch {
      switch error {
      case .cancelled: throw .cancelled
      case .notKept(let failure): throw .storage(failure)
      default: throw .failed(error.sentence)
      }
    }
    let working = listener.progress.part(
      Self.readingPercent, count: 100 - Self.readingPercent, of: 100)
    for (index, stage) in order.stages.enumerated() {
      let share = working.part(index, of: order.stages.count)
      try run(stage, Listener(progress: share, phase: listener.phase), &manifest)
      share.advance(1, of: 1)
    }
  }

  private func run(
    _ order: StageOrder, _ listener: Listener, _ manifest: inout PipelineManifest
  ) throws(WorkFailure) {
    try listener.check()
    guard let stage = stages.first(where: { $0.name == order.name }) else {
      throw .failed(WorkTextFailure.unknownStage(order.name).sentence)
    }
    let start = Moment.monotonicNanoseconds()
    let place = manifest.stages.count
    manifest.stages.append(PipelineManifest.StageRecord(order: order))
    defer { manifest.stages[place].nanoseconds = Moment.monotonicNanoseconds() - start }
    let (name, phase) = (order.name, listener.phase)
    phase("\(name): starting")
    let run = StageRun(
      sources: manifest.sources.map(\.source), parameters: order.parameters,
      lanes: lanes.stopping(with: listener.progress), phase: { phase("\(name): \($0)") })
    let made: [Artifact]
    do throws(StageFailure) {
      made = try stage.run(run)
    } catch {
      throw error == .cancelled ? .cancelled : .failed(error.sentence(of: name))
    }
    phase("\(name): writing")
    for artifact in made {
      try listener.check()
      if artifact.bytes.count > Artifact.byteLimit {
        throw .failed(StageFailure.tooLong(limit: Artifact.byteLimit).sentence(of: name))
      }
      manifest.stages[place].artifacts.append(try store(artifact, of: manifest.id))
    }
  }

  // Artifacts

  private func store(
    _ artifact: Artifact, of id: JobID
  ) throws(WorkFailure) -> PipelineManifest.ArtifactRecord {
    guard let name = ArtifactName(artifact.name), name != .manifest else {
      preconditionFailure("a stage calls an artifact \(artifact.name), which is no name for one")
    }
    let bytes = name.kind == .json ? JSONIndentation.lines(of: artifact.bytes) : artifact.bytes
    try Self.storing { () throws(Errno) in try artifacts.store(bytes, as: name, of: id) }
    return PipelineManifest.ArtifactRecord(name, bytes)
  }

  private func store(
    _ manifest: PipelineManifest, _ status: PipelineManifest.Status, reason: String? = nil
  ) throws(WorkFailure) {
    let bytes = manifest.bytes(
      status, finishedNanoseconds: Moment.now().wallNanoseconds, reason: reason)
    try Self.storing { () throws(Errno) in
      try artifacts.store(bytes, as: .manifest, of: manifest.id)
    }
  }

  /// Ends a run that has no answer.
  private func leave(
    _ manifest: PipelineManifest, _ failure: WorkFailure
  ) throws(WorkFailure) -> Never {
    do throws(WorkFailure) {
      switch failure {
      case .cancelled: try store(manifest, .stopped)
      case .failed(let reason): try store(manifest, .failed, reason: reason)
      case .storage: break
      }
    } catch {
      artifacts.remove(manifest.id)
      // Who has taken a job back does not wait for a disk.
      throw failure == .cancelled ? failure : error
    }
    if case .storage = failure { artifacts.remove(manifest.id) }
    throw failure
  }

  private static func storing(_ body: () throws(Errno) -> Void) throws(WorkFailure) {
    do throws(Errno) {
      try body()
    } catch {
      throw .storage(error)
    }
  }

  private static func answer(of id: JobID, _ names: [String]) -> [UInt8] {
    JobAnswer.done { writer in
      writer.beginObject()
      for (key, name) in ArtifactFile.results(of: names) {
        writer.member(key, "/api/v1/jobs/\(id)/results/\(name)")
      }
      writer.endObject()
    }
  }
}
