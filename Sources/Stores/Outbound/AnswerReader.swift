/// Takes one answer as its lines and bytes come, and says when it has enough. It moves no bytes itself.
struct AnswerReader {
  /// Why no more is taken.
  enum Ending: Equatable {
    /// The body of an answer that says no, or that leads elsewhere.
    case unwanted
    /// The body is longer than may be, or was announced so.
    case tooLarge
    /// The body is compressed in this way.
    case encoded(String)
    /// The head is longer than may be.
    case longHead
  }

  /// How much of the answer is wanted.
  enum Appetite {
    /// The body if the status says that this is it: 2xx, but no part of it that nobody asked for.
    case success
    /// Every body.
    case everything
    /// No body comes, whatever the head says.
    case head
    /// The head alone. A body is dropped as it comes, and not waited for beyond what may be.
    case verdict
  }

  private static let headLimitBytes = 64 << 10

  private let appetite: Appetite
  private let limitBytes: Int
  private var headBytes = 0
  private var isInBody = false

  /// Whether the head came to its end.
  private(set) var hasHead = false
  private(set) var status = 0
  private(set) var fields: [OutboundResponse.Field] = []
  private(set) var byteCount = 0
  private(set) var ending: Ending?
  /// What came of the body and was not fetched yet.
  private var pending: [UInt8] = []

  init(_ appetite: Appetite, limitBytes: Int) {
    self.appetite = appetite
    self.limitBytes = limitBytes
  }

  /// Whether the body is the answer.
  var isWanted: Bool {
    switch appetite {
    case .success: 200..<300 ~= status && status != 206
    case .everything, .head: true
    case .verdict: false
    }
  }

  /// What the field Retry-After means; told by whoever can read dates.
  var retryAfterSeconds: Int?

  /// How long the body is, as far as the head says.
  var announcedByteCount: Int? { self["content-length"].flatMap { Int($0) } }

  subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// Takes a line of the head, with its end.
  ///
  /// - Returns: whether to go on.
  mutating func take(line: some Collection<UInt8>) -> Bool {
    headBytes += line.count
    guard headBytes <= Self.headLimitBytes else { return end(.longHead) }
    // Fields behind the body could contradict what was decided.
    guard !isInBody else { return true }
    let text = String(decoding: line, as: UTF8.self).trimmedBlanks
    if text.isEmpty { return finishHead() }
    if text.utf8.starts(with: "HTTP/".utf8) {
      // Also after an interim answer (1xx), whose fields mean nothing to us.
      fields = []
      status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    } else if let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) {
      let name = String(text[..<colon]).trimmedBlanks.lowercased()
      let value = String(text[text.utf8.index(after: colon)...]).trimmedBlanks
      if !name.isEmpty { fields.append(OutboundResponse.Field(name: name, value: value)) }
    }
    return true
  }

  private mutating func finishHead() -> Bool {
    hasHead = status >= 200
    guard hasHead, isWanted, appetite != .head else { return true }
    if let coding = self["content-encoding"], coding.lowercased() != "identity" {
      return end(.encoded(coding))
    }
    if let length = announcedByteCount, length > limitBytes {
      return end(.tooLarge)
    }
    return true
  }

  /// Takes a piece of the body.
  ///
  /// - Returns: whether to go on.
  mutating func take(body: some Collection<UInt8>) -> Bool {
    isInBody = true
    guard isWanted || appetite == .verdict else { return end(.unwanted) }
    guard body.count <= limitBytes - byteCount else {
      return end(isWanted ? .tooLarge : .unwanted)
    }
    byteCount += body.count
    if isWanted { pending.append(contentsOf: body) }
    return true
  }

  private mutating func end(_ ending: Ending) -> Bool {
    self.ending = self.ending ?? ending
    return false
  }

  /// What came since the last time.
  mutating func fetch() -> [UInt8] {
    var piece: [UInt8] = []
    swap(&piece, &pending)
    return piece
  }

  /// The head, and how much of the body came so far.
  func response(from place: OutboundURL) -> OutboundResponse {
    OutboundResponse(
      status: status, fields: fields, finalURL: place.text, byteCount: byteCount,
      retryAfterSeconds: retryAfterSeconds)
  }
}
