internal import Posix

/// A long file on its way to a bucket, in parts.
struct S3Upload {
  /// No object has more.
  private static let partLimit = 10_000
  /// Marks the object, so that it is known again if the answer to the last call gets lost.
  private static let markField = "x-amz-meta-tally-upload"

  private let session: S3Session
  private let file: OpenFile
  private let key: String
  private let mark: String

  init(_ session: S3Session, of file: OpenFile, at key: String) {
    self.session = session
    self.file = file
    self.key = key
    mark = Hexadecimal.text(of: (0..<16).map { _ in UInt8.random(in: .min ... .max) })
  }

  /// Sends it. What was sent is given up if it cannot be finished.
  func run(isCancelled: () -> Bool) throws(ObjectFailure) {
    var start = S3Session.Call(method: "POST", key: key, query: [("uploads", "")])
    start.fields = [OutboundResponse.Field(name: Self.markField, value: mark)]
    start.element = "UploadId"
    let reply = try session.reply(to: start, isCancelled: isCancelled)
    guard let id = reply.document?["UploadId"]?.text, !id.isEmpty else {
      throw .malformedAnswer("UploadId")
    }
    do throws(ObjectFailure) {
      let tags = try sendParts(id, isCancelled)
      try finish(id, tags, isCancelled)
    } catch {
      giveUp(id)
      throw error
    }
  }

  /// - Returns: the entity tags of the parts.
  private func sendParts(
    _ id: String, _ isCancelled: () -> Bool
  ) throws(ObjectFailure) -> [String] {
    let least = (file.byteCount + Self.partLimit - 1) / Self.partLimit
    let partBytes = max(session.options.partBytes, least)
    var tags: [String] = []
    for start in stride(from: 0, to: file.byteCount, by: partBytes) {
      var call = S3Session.Call(method: "PUT", key: key)
      call.query = [("partNumber", "\(tags.count + 1)"), ("uploadId", id)]
      call.file = FileStretch(of: file, from: start, limit: partBytes)
      let reply = try session.reply(to: call, isCancelled: isCancelled)
      guard let tag = reply.head["etag"] else { throw .malformedAnswer("ETag") }
      tags.append(tag)
    }
    return tags
  }

  /// Puts the parts together.
  private func finish(
    _ id: String, _ tags: [String], _ isCancelled: () -> Bool
  ) throws(ObjectFailure) {
    var call = S3Session.Call(method: "POST", key: key, query: [("uploadId", id)])
    call.body = Array(Self.document(of: tags).utf8)
    call.fields = [OutboundResponse.Field(name: "content-type", value: "application/xml")]
    call.element = "ETag"
    guard
      case .refused(let refusal, let attempt) = try session.outcome(
        of: call, isCancelled: isCancelled)
    else { return }
    // An attempt whose answer got lost may have done it.
    if refusal.code == "NoSuchUpload", attempt > 1, try isThere(isCancelled) { return }
    throw refusal.failure(session.settings)
  }

  private func isThere(_ isCancelled: () -> Bool) throws(ObjectFailure) -> Bool {
    let call = S3Session.Call(method: "HEAD", key: key)
    guard case .reply(let reply) = try session.outcome(of: call, isCancelled: isCancelled) else {
      return false
    }
    return reply.head[Self.markField] == mark
  }

  private static func document(of tags: [String]) -> String {
    let parts = tags.enumerated().map { place, tag in
      "<Part><PartNumber>\(place + 1)</PartNumber><ETag>\(escaped(tag))</ETag></Part>"
    }
    return "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
      + parts.joined() + "</CompleteMultipartUpload>"
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for sign in text.unicodeScalars {
      switch sign {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(sign)
      }
    }
    return escaped
  }

  /// Removes the parts. It is tried once: what is left then is what the bucket's own rules clear away.
  private func giveUp(_ id: String) {
    let call = S3Session.Call(method: "DELETE", key: key, query: [("uploadId", id)])
    _ = try? session.reply(toOnce: call, isCancelled: { false })
  }
}
