internal import HTTP
internal import Posix
internal import Synchronization

/// An upload whose body is still coming: what was asked, and the draft that the body goes into.
///
/// Nothing of a file stays here between two reads: what a read gave is written before the next one.
final class Spooling {
  let request: Request
  let mode: Plan.Mode
  private var reader: UploadReader
  private var draft: DraftFile?
  /// Short pieces of one read, so that a body cut into many of them does not cost a system call for each.
  private var gathered: [UInt8] = []

  /// Pieces from this length on are written from where they are.
  private static let directBytes = 4096

  init(_ request: Request, _ mode: Plan.Mode, _ reader: UploadReader, _ draft: DraftFile) {
    self.request = request
    self.mode = mode
    self.reader = reader
    self.draft = draft
  }

  /// Takes a part of the body.
  func take(_ bytes: [UInt8], in range: Range<Int>) throws(RequestFault) {
    var place = range.lowerBound
    while place < range.upperBound {
      switch reader.next(in: bytes, from: &place, to: range.upperBound) {
      case .incomplete: break
      case .content(let content): try write(bytes, content)
      case .withheld(let withheld): gathered.append(contentsOf: withheld)
      case .failure(let failure): throw .upload(failure)
      }
    }
  }

  /// Writes what the read gave and was not written yet.
  func flush() throws(RequestFault) {
    guard !gathered.isEmpty else { return }
    let bytes = gathered
    gathered = []
    try append(bytes, 0..<bytes.count)
  }

  /// The request with its upload, when the whole body was taken.
  func finish() throws(RequestFault) -> Request {
    try flush()
    guard let draft = takeDraft() else { return request }
    var request = request
    do throws(MultipartFailure) {
      request.upload = try reader.finish(draft)
    } catch {
      self.draft = draft
      throw .upload(error)
    }
    return request
  }

  /// Nobody else has the draft.
  var holdsDraft: Bool { draft != nil }

  /// Gives the draft up; `nil` if somebody has it already.
  func takeDraft() -> DraftFile? {
    defer { draft = nil }
    return draft
  }

  private func write(_ bytes: [UInt8], _ range: Range<Int>) throws(RequestFault) {
    guard range.count >= Self.directBytes else {
      return gathered.append(contentsOf: bytes[range])
    }
    try flush()
    try append(bytes, range)
  }

  private func append(_ bytes: [UInt8], _ range: Range<Int>) throws(RequestFault) {
    do throws(Errno) {
      try draft?.append(bytes, in: range)
    } catch {
      throw RequestFault(storing: error)
    }
  }
}

extension RequestFault {
  /// What a client is told when its upload cannot be written.
  init(storing failure: Errno) {
    switch failure {
    case .noSpace, .overQuota, .fileTooLarge: self = .storageFull(reason: failure.description)
    default: self = .storageBroken(reason: failure.description)
    }
  }
}

// How a loop writes the bodies of uploads to drafts as they come.
//
// A connection has one read in a turn, also while it is spooling, so a fast upload and everybody else take turns. A write goes to the
// page cache: 256 KiB took 0.2 ms on average on a busy machine, most of a turn. Only when the kernel holds more unwritten pages than it
// allows (vm.dirty_ratio) it makes the writer wait for the disk, and with it this loop; other loops go on. Nothing asks the kernel to
// write earlier: sync_file_range(2) waits itself when the disk's queue is full. Nor is SO_RCVLOWAT set: the reads of a fast upload are
// full without it, and a slow one must be read as it drips, or its deadline would not see it.
extension Loop {
  /// Begins to take the body of an upload, or refuses it.
  mutating func spool(
    _ connection: inout Connection, _ request: Request, _ mode: Plan.Mode, limitBytes: Int
  ) {
    do throws(RequestFault) {
      if case .length(let length) = request.head.framing, length > limitBytes {
        throw .bodyTooLarge(limitBytes: limitBytes)
      }
      let reader = try reader(of: request)
      guard shared.spooling.load(ordering: .relaxed) < options.spoolLimit else {
        throw .tooManyUploads(limit: options.spoolLimit)
      }
      connection.stage = .spooling(Spooling(request, mode, reader, try openDraft()))
      spoolings += 1
      shared.spooling.add(1, ordering: .relaxed)
      connection.parser.passBody(limitBytes: limitBytes)
      if request.head.expectsContinue { output.append(contentsOf: ResponseWriter.continueLine) }
    } catch {
      refuseEarly(&connection, request.head, request.requestID, error)
    }
  }

  private func reader(of request: Request) throws(RequestFault) -> UploadReader {
    do throws(MultipartFailure) {
      return try UploadReader(request.fields, options.upload)
    } catch {
      throw .upload(error)
    }
  }

  private func openDraft() throws(RequestFault) -> DraftFile {
    switch service.openDraft() {
    case .success(let draft): return draft
    case .failure(let failure): throw RequestFault(storing: failure)
    }
  }

  /// Takes a part of an upload's body, and runs the request behind the last one.
  mutating func spool(
    _ connection: inout Connection, _ bytes: [UInt8], in range: Range<Int>, isLast: Bool
  ) {
    guard case .spooling(let spooling) = connection.stage else { return }
    do throws(RequestFault) {
      try spooling.take(bytes, in: range)
      guard isLast else { return }
      let request = try spooling.finish()
      endSpooling(&connection)
      run(&connection, request, spooling.mode, keepsAlive: request.head.isPersistent)
    } catch {
      refuse(&connection, error)
    }
  }

  /// Writes what a read gave of an upload and was not written yet.
  mutating func flushSpooling(_ connection: inout Connection) {
    guard case .spooling(let spooling) = connection.stage else { return }
    do throws(RequestFault) {
      try spooling.flush()
    } catch {
      refuse(&connection, error)
    }
  }

  /// Ends an upload if there is one. A draft that did not become a part of a request is let go on a lane, because to free the pages of
  /// a long file takes milliseconds.
  mutating func endSpooling(_ connection: inout Connection) {
    guard case .spooling(let spooling) = connection.stage else { return }
    connection.stage = .none
    spoolings -= 1
    shared.spooling.subtract(1, ordering: .relaxed)
    guard spooling.holdsDraft else { return }
    let handover = Handover(spooling.takeDraft())
    _ = service.offload { _ = handover.take() }
  }
}
