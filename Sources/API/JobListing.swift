internal import Engine
internal import HTTP

/// The list of all jobs in the making: `{"status":"done","data":[{"job_id_1":"done"},...]}`.
struct JobListing: Sendable {
  private let engine: TallyEngine
  /// The number to go on with; `nil` after the last job.
  private var next: Int? = 0
  private var isFirst = true

  /// How many jobs one piece lists at most.
  private static let pieceLength = 2048

  init(_ engine: TallyEngine) {
    self.engine = engine
  }

  /// Appends the next piece.
  mutating func next(into bytes: inout [UInt8]) -> Production {
    if next == 0 { bytes.append(contentsOf: #"{"status":"done","data":["#.utf8) }
    guard let first = next else { return .done }
    let page = engine.jobs(from: first, limit: Self.pieceLength)
    for (id, state) in page.jobs {
      bytes.append(contentsOf: isFirst ? "{\"".utf8 : ",{\"".utf8)
      bytes.append(contentsOf: id.description.utf8)
      bytes.append(contentsOf: "\":\"\(Self.word(for: state))\"}".utf8)
      isFirst = false
    }
    next = page.next
    if next != nil { return .more }
    bytes.append(contentsOf: "]}".utf8)
    return .done
  }

  /// How the survey's family calls a state.
  private static func word(for state: JobState) -> String {
    switch state {
    case .queued, .running: "running"
    case .succeeded: "done"
    case .failed, .cancelled: "error"
    }
  }
}
