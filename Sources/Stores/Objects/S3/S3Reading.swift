/// An object that is read, in one go or in several: how far it came, and what each answer must say to go on there.
struct S3Reading {
  /// What an answer says that says no is cut off there.
  private static let refusalBytes = 64 << 10

  private let object: StoredObject
  /// How many bytes the sink has.
  private(set) var place = 0

  init(_ object: StoredObject) {
    self.object = object
  }

  /// Reads from where it is to the end.
  mutating func goOn(
    _ session: S3Session, key: String, into sink: ([UInt8]) -> Bool, _ isCancelled: () -> Bool
  ) throws(S3Fault) {
    var call = S3Session.Call(key: key)
    call.fields = [OutboundResponse.Field(name: "if-match", value: object.version)]
    if place > 0 {
      // It broke off behind the last byte.
      if place == object.byteCount { return }
      call.fields.append(OutboundResponse.Field(name: "range", value: "bytes=\(place)-"))
    }
    call.answerBytes = max(object.byteCount, Self.refusalBytes)
    var answer = Answer(from: place)
    let head: OutboundResponse
    do throws(S3Fault) {
      head = try session.send(call, isCancelled: isCancelled) { head, piece in
        answer.take(piece, head, of: &self, into: sink)
      }
    } catch {
      throw answer.fault ?? error
    }
    guard 200..<300 ~= head.status else {
      let refusal = session.refusal(head, answer.refusal)
      throw refusal.isOtherObject ? .changed : .refused(refusal)
    }
    if let fault = fault(of: head, startingAt: answer.start) { throw fault }
    guard place == object.byteCount else { throw .malformed("Content-Length") }
  }

  /// What an answer has that says yes.
  private struct Answer {
    /// The place of its first byte that was asked for.
    let start: Int
    /// How many bytes are to be dropped yet of an answer that begins at the beginning.
    private var excess: Int
    private var isJudged = false
    var fault: S3Fault?
    var refusal: [UInt8] = []

    init(from place: Int) {
      start = place
      excess = place
    }

    /// - Returns: whether to go on.
    mutating func take(
      _ piece: [UInt8], _ head: OutboundResponse, of reading: inout S3Reading,
      into sink: ([UInt8]) -> Bool
    ) -> Bool {
      guard 200..<300 ~= head.status else {
        refusal += piece.prefix(S3Reading.refusalBytes - refusal.count)
        return true
      }
      if !isJudged { fault = reading.fault(of: head, startingAt: start) }
      isJudged = true
      if fault != nil { return false }
      // Who does not know ranges sends everything.
      let dropped = head.status == 206 ? 0 : min(excess, piece.count)
      excess -= dropped
      let wanted = dropped == 0 ? piece : Array(piece[dropped...])
      guard wanted.count <= reading.object.byteCount - reading.place else {
        fault = .malformed("Content-Length")
        return false
      }
      if wanted.isEmpty { return true }
      reading.place += wanted.count
      return sink(wanted)
    }
  }

  /// What is wrong with the head of an answer that says yes.
  private func fault(of head: OutboundResponse, startingAt start: Int) -> S3Fault? {
    guard let tag = head["etag"] else { return .malformed("ETag") }
    guard S3Listing.quoted(tag) == object.version else { return .changed }
    guard head.status == 206 else { return nil }
    let isRight = start > 0 && head["content-range"]?.hasPrefix("bytes \(start)-") == true
    return isRight ? nil : .malformed("Content-Range")
  }
}
