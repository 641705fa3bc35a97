internal import Engine
internal import JSON

extension JobState {
  /// What the pipelines' family calls it.
  var pipelineWord: String {
    switch self {
    case .queued: "queued"
    case .running: "processing"
    case .succeeded: "completed"
    case .failed, .cancelled: "failed"
    }
  }
}

/// What clients of pipelines are told of a job, of whatever kind.
enum PipelineStatus {
  /// What stands between a stage and the step that it is at.
  private static let mark = ": "

  /// `{"job_id","status","current_stage","error_message","progress","stage_detail"}`.
  ///
  /// - Parameter asked: the number or the name by which the client asks for the job.
  static func text(of account: JobAccount, askedFor asked: String) -> [UInt8] {
    let (stage, detail) = place(account.phase)
    var writer = begin(account, asked)
    writer.key("current_stage")
    writer.textOrNull(stage)
    writer.key("error_message")
    writer.textOrNull(reason(account))
    writer.key("progress")
    writer.integer(account.progress)
    writer.key("stage_detail")
    writer.textOrNull(detail)
    writer.endObject()
    return writer.bytes
  }

  /// `{"job_id","status","results":{"<key>":"<path>"},"manifest"}`.
  ///
  /// - Parameter artifacts: the names of the job's files.
  static func results(
    of account: JobAccount, askedFor asked: String, artifacts: [String]
  ) -> [UInt8] {
    let start = "/api/v1/jobs/\(asked)/results/"
    var writer = begin(account, asked)
    writer.key("results")
    writer.beginObject()
    for (key, name) in ArtifactFile.results(of: artifacts) {
      writer.key(key)
      writer.string(start + name)
    }
    writer.endObject()
    writer.key("manifest")
    let manifest = ArtifactName.manifest.description
    writer.textOrNull(artifacts.contains(manifest) ? start + manifest : nil)
    writer.endObject()
    return writer.bytes
  }

  private static func begin(_ account: JobAccount, _ asked: String) -> JSONWriter {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("job_id")
    writer.string(asked)
    writer.key("status")
    writer.string(account.state.pipelineWord)
    return writer
  }

  /// The stage that a phase such as `stage4_explain: fitting` tells of, and the step; a phase before the first stage is a step alone.
  private static func place(_ phase: String?) -> (stage: String?, step: String?) {
    guard let phase else { return (nil, nil) }
    guard let end = phase.firstRange(of: mark) else { return (nil, phase) }
    return (String(phase[..<end.lowerBound]), String(phase[end.upperBound...]))
  }

  private static func reason(_ account: JobAccount) -> String? {
    switch account.state {
    case .queued, .running, .succeeded: nil
    case .failed, .cancelled: account.reason ?? account.state.rawValue
    }
  }
}

extension JSONWriter {
  fileprivate mutating func textOrNull(_ text: String?) {
    if let text { string(text) } else { null() }
  }
}
