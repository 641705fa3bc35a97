package import Posix

/// Objects in a bucket of S3, or of a server that speaks as S3 does.
///
/// An object's version is its entity tag, and it is read under the condition that it still has it. Reading that breaks off goes on where it
/// was. Objects of more than 16 MiB are sent in parts of that size; nobody sees them before the last one is there.
package struct S3Store: ObjectStore {
  /// So much must have come until the attempts are counted anew.
  private static let progressBytes = 1 << 20

  let session: S3Session

  /// Opens a place. Nothing is asked of the server yet.
  package init(_ settings: S3Settings) throws(ObjectFailure) {
    try self.init(settings, options: S3Session.Options())
  }

  init(_ settings: S3Settings, options: S3Session.Options) throws(ObjectFailure) {
    session = try S3Session(settings, options: options)
  }

  /// Asks once, with a signed request, for the beginning of the list of objects.
  ///
  /// - Returns: the store's clock, in seconds since 1970, if it says so.
  func greet() throws(ObjectFailure) -> Int64? {
    let call = S3Session.Call(
      query: [("list-type", "2"), ("max-keys", "1"), ("prefix", prefix)], element: "IsTruncated")
    do throws(S3Fault) {
      return try session.reply(toOnce: call, isCancelled: { false }).head.dateSeconds
    } catch {
      throw error.failure(session.settings)
    }
  }

  private var prefix: String { session.settings.prefix }

  package func put(
    _ file: OpenFile, at key: ObjectKey, isCancelled: () -> Bool
  ) throws(ObjectFailure) {
    let key = prefix + key.description
    guard file.byteCount <= session.options.partBytes else {
      return try S3Upload(session, of: file, at: key).run(isCancelled: isCancelled)
    }
    var call = S3Session.Call(method: "PUT", key: key)
    call.file = FileStretch(of: file)
    _ = try session.reply(to: call, isCancelled: isCancelled)
  }

  package func read(
    _ object: StoredObject, into sink: ([UInt8]) -> Bool, isCancelled: () -> Bool
  ) throws(ObjectFailure) {
    var reading = S3Reading(object)
    var attempt = 1
    while true {
      let start = reading.place
      let fault: S3Fault
      do throws(S3Fault) {
        return try reading.goOn(session, key: prefix + object.key, into: sink, isCancelled)
      } catch {
        fault = error
      }
      if reading.place - start >= Self.progressBytes { attempt = 1 }
      try session.pause(after: attempt, fault, isCancelled: isCancelled)
      attempt += 1
    }
  }

  package func list(
    prefix wanted: String, after start: String?, visit: (StoredObject) -> Bool,
    isCancelled: () -> Bool
  ) throws(ObjectFailure) {
    var query = [("prefix", prefix + wanted)]
    if let start, !start.isEmpty {
      query.append(("start-after", prefix + Self.justBefore(start)))
    }
    var order = S3KeyOrder()
    try pages(query, isCancelled) { page throws(ObjectFailure) in
      // Before any of them is told: whoever has seen enough could have missed some.
      for object in page.objects {
        guard order.takes(object.key) else { throw .malformedAnswer("order of keys") }
      }
      for object in page.objects {
        guard let key = own(object.key), key.utf8.starts(with: wanted.utf8),
          start.map({ $0.utf8.lexicographicallyPrecedes(key.utf8) }) ?? true
        else { continue }
        let found = StoredObject(
          key: key, byteCount: object.byteCount, version: object.version)
        guard visit(found) else { return false }
      }
      return true
    }
  }

  package func folders(isCancelled: () -> Bool) throws(ObjectFailure) -> [String] {
    // By their bytes: texts that only look alike are names of different folders.
    var names: Set<[UInt8]> = []
    try pages([("prefix", prefix), ("delimiter", "/")], isCancelled) { page in
      for name in page.folders.compactMap({ own($0)?.utf8.dropLast() }) where !name.isEmpty {
        names.insert(Array(name))
      }
      return true
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  package func remove(_ key: ObjectKey, isCancelled: () -> Bool) throws(ObjectFailure) {
    let call = S3Session.Call(method: "DELETE", key: prefix + key.description)
    guard case .refused(let refusal, _) = try session.outcome(of: call, isCancelled: isCancelled),
      !refusal.isNoObject
    else { return }
    throw refusal.failure(session.settings)
  }

  /// Fetches page after page until there is none, or the visitor has seen enough.
  private func pages(
    _ query: [(name: String, value: String)], _ isCancelled: () -> Bool,
    visit: (S3Listing) throws(ObjectFailure) -> Bool
  ) throws(ObjectFailure) {
    var call = S3Session.Call(query: [("list-type", "2")] + query, element: "IsTruncated")
    let pairs = call.query
    var continuation: String?
    // A server whose pages lead on and on would be asked for ever.
    for _ in 0..<session.options.pageLimit {
      let reply = try session.reply(to: call, isCancelled: isCancelled)
      guard let page = reply.document.flatMap({ S3Listing($0) }),
        page.continuation == nil || page.continuation != continuation
      else { throw .malformedAnswer("ListBucketResult") }
      guard try visit(page) else { return }
      continuation = page.continuation
      guard let continuation else { return }
      call.query = pairs + [("continuation-token", continuation)]
    }
    throw .malformedAnswer("number of pages")
  }

  /// A text before another one with hardly a key between them.
  ///
  /// SeaweedFS keeps folders, and leaves out all that is in the one whose name it is to begin behind.
  private static func justBefore(_ start: String) -> String {
    let bytes = Array(start.utf8)
    guard let last = bytes.last, (0x30...0x7E).contains(last) else { return start }
    // Behind a slash there would be a folder again.
    let before = last == UInt8(ascii: "0") ? UInt8(ascii: ".") : last - 1
    return String(decoding: bytes.dropLast() + [before, UInt8(ascii: "~")], as: UTF8.self)
  }

  /// A key without the prefix of the place; `nil` for one that does not have it, though it was asked for.
  private func own(_ key: String) -> String? {
    guard key.utf8.starts(with: prefix.utf8) else { return nil }
    return String(decoding: key.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }
}
