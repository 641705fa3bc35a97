import Engine
import Foundation
import HTTP
import JSON
import Posix
import Statistics
import Tables
import Testing

@testable import API

/// A survey of three rows, an engine with folders of its own, and the endpoints before it.
final class Site {
  let engine: TallyEngine
  let api: Responder
  let folder: String
  private let state: Folder

  /// Where requests come from: 192.0.2.7.
  static let peer = ClientAddress(high: 0, low: 0xFFFF_C000_0207)
  static let question = #"{"question":"Q"}"#

  init(
    hasSurvey: Bool = true, engine change: (inout TallyEngine.Options) -> Void = { _ in },
    _ options: Responder.Options = Responder.Options(),
    access: AccessKeeper = AccessKeeper(),
    connections: @escaping @Sendable () -> ConnectionFigures = { ConnectionFigures() }
  ) throws {
    folder = NSTemporaryDirectory() + "tally-test-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    var logOptions = Log.Options()
    logOptions.destination = .file(path: folder + "/log", rotateBytes: 1 << 20, keptCount: 1)
    var engineOptions = TallyEngine.Options()
    change(&engineOptions)
    state = try Folder(path: folder + "/state", creating: true)
    engine = try TallyEngine(
      engineOptions,
      EngineFolders(
        data: Folder(path: folder, creating: true), state: state,
        results: Folder(path: folder + "/results", creating: true)),
      survey: hasSurvey ? .init(name: "sample", survey: Self.survey()) : nil,
      log: Log(logOptions))
    api = Responder(engine, options, access: access, connections: connections)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private static func survey() throws -> Survey {
    let csv = """
      Question,LocationDesc,Data_Value,StratificationCategory1,Stratification1,YearStart,YearEnd
      Q,Ohio,1.5,a,b,2011,2011
      Q,Ohio,2.5,a,c,2012,2012
      Q,Guam,4,a,b,2011,2011
      silent,Guam,,a,b,2011,2011

      """
    var options = CSVOptions()
    options.types = Survey.columnTypes
    return try Survey(CSVLoader.load(Array(csv.utf8), options).table)
  }

  /// Plans and answers a request as the server does.
  func ask(
    _ method: HTTP.Method, _ target: String, _ body: String? = nil,
    fields: [(FieldName, String)] = [], upload: Upload? = nil,
    from peer: ClientAddress = Site.peer, atSecond second: Int64 = 0, atWall wall: Int64 = 1
  ) throws -> Response {
    try begin(
      method, target, body, fields: fields, upload: upload, from: peer, atSecond: second,
      atWall: wall
    ).take()
  }

  /// The same for an answer that is not waited for.
  func begin(
    _ method: HTTP.Method, _ target: String, _ body: String? = nil,
    fields: [(FieldName, String)] = [], upload: Upload? = nil,
    from peer: ClientAddress = Site.peer, atSecond second: Int64 = 0, atWall wall: Int64 = 1
  ) throws -> AwaitedAnswer {
    let answer = AwaitedAnswer()
    var fields = fields
    if let body {
      fields.append((.contentLength, "\(body.utf8.count)"))
      if !fields.contains(where: { $0.0 == .contentType }) {
        fields.append((.contentType, "application/json"))
      }
    }
    let planned = try #require(Request(method, target, fields: fields))
    let arrival = Arrival(peer: peer, monotonicNanoseconds: second * 1_000_000_000)
    switch api.plan(planned.head, planned.requestID, arrival) {
    case .refuse(let response): answer.send(response)
    case .inline(let endpoint, let parameters, _, let answerFields),
      .pool(let endpoint, let parameters, _, let answerFields):
      answer.send(
        api.answer(
          Request(
            head: planned.head, body: Array((body ?? "").utf8), requestID: planned.requestID,
            receivedWallNanoseconds: wall, receivedMonotonicNanoseconds: 2, endpoint: endpoint,
            parameters: parameters, answerFields: answerFields)))
    case .later(let endpoint, let parameters, _, let answerFields):
      api.answer(
        Request(
          head: planned.head, body: Array((body ?? "").utf8), requestID: planned.requestID,
          receivedWallNanoseconds: wall,
          receivedMonotonicNanoseconds: second * 1_000_000_000 + 2, endpoint: endpoint,
          parameters: parameters, answerFields: answerFields), Reply { answer.send($0) })
    case .upload(let endpoint, let parameters, _, let answerFields):
      var request = Request(
        head: planned.head, body: [], requestID: planned.requestID,
        receivedWallNanoseconds: Self.now, receivedMonotonicNanoseconds: 2, endpoint: endpoint,
        parameters: parameters, answerFields: answerFields)
      request.upload = upload
      answer.send(api.answer(request))
    }
    return answer
  }

  /// The answer's body as JSON.
  func json(
    _ method: HTTP.Method, _ target: String, _ body: String? = nil
  ) throws -> JSONValue {
    try JSONParser.parse(try ask(method, target, body).content())
  }

  // Data sets

  /// When uploads come: 2026-01-02 at 03:04:05.
  static let now: Int64 = 1_767_323_045_000_000_000

  /// A body that was written to a draft, as the server hands it over.
  func body(
    _ bytes: [UInt8], fields: [(String, String)] = [], named fileName: String? = nil,
    type: String? = "text/csv"
  ) throws -> Upload {
    let draft = try state.draft(named: "upload")
    try draft.append(bytes)
    let isForm = fileName != nil || !fields.isEmpty
    let facts = Upload.Facts(
      field: isForm ? "file" : nil, fileName: fileName, contentType: type, byteCount: bytes.count)
    return Upload(
      fields: fields.map { Upload.Field(name: $0.0, value: $0.1) },
      file: Upload.File(facts, draft: draft), byteCount: bytes.count)
  }

  /// A form without a file.
  func form(_ fields: [(String, String)]) -> Upload {
    Upload(
      fields: fields.map { Upload.Field(name: $0.0, value: $0.1) }, file: nil, byteCount: 100)
  }

  /// Uploads a file alone.
  @discardableResult
  func send(_ csv: String, to target: String) throws -> Response {
    try ask(.post, target, upload: body(Array(csv.utf8)))
  }

  /// Puts a file into the data folder, and lets the catalog find it.
  func put(_ csv: String, as name: String) throws {
    try Data(csv.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    try engine.catalog.look(at: Self.now)
  }

  /// The names of the files that uploads became.
  var keptFiles: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder + "/uploads").sorted()) ?? []
  }

  /// The names of drafts that somebody still holds.
  var drafts: [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder + "/state")
    return (names ?? []).filter { $0.hasSuffix(".draft") }
  }

  /// Submits a question and waits for the end of its job.
  func finish(_ name: String = "states_mean", _ body: String = question) throws -> String {
    guard case .string(let id)? = try json(.post, "/api/\(name)", body)["job_id"] else {
      throw Failure.invalidJobID
    }
    settle()
    return id
  }

  /// Keeps the only lane of an engine busy until the gate is given a signal, so that jobs stay in the queue.
  func holdLane() -> DispatchSemaphore {
    let gate = DispatchSemaphore(value: 0)
    let held = DispatchSemaphore(value: 0)
    let isTaken = engine.jobPool.offload {
      held.signal()
      gate.wait()
    }
    #expect(isTaken)
    held.wait()
    return gate
  }

  /// Waits until no job is left, and so many durations are counted.
  func settle(durations count: Int = 0) {
    for _ in 0..<120_000 where engine.unfinishedCount > 0 { Posix.Thread.sleep(milliseconds: 1) }
    for _ in 0..<120_000 where engine.figures.durations.counts.reduce(0, +) < count {
      Posix.Thread.sleep(milliseconds: 1)
    }
  }
}

/// An answer that may come from another thread.
final class AwaitedAnswer: Sendable {
  private let response = Guarded<Response?>(nil)
  private let arrival = DispatchSemaphore(value: 0)

  func send(_ response: Response) {
    let isFirst = self.response.withLock { kept in
      defer { kept = kept ?? response }
      return kept == nil
    }
    #expect(isFirst, "a request is answered once")
    arrival.signal()
  }

  var isThere: Bool { response.withLock { $0 != nil } }

  /// Waits for the answer; one that does not come within half a minute will not.
  func take() throws -> Response {
    _ = arrival.wait(timeout: .now() + 30)
    return try #require(response.withLock { $0 }, "there is no answer")
  }
}

extension Response {
  /// The whole content, whatever it is made of.
  func content() throws -> [UInt8] {
    switch body {
    case .empty: return []
    case .bytes(let bytes): return bytes
    case .file(let file):
      var bytes: [UInt8] = []
      _ = try readFile(file.descriptor, from: file.offset, count: file.length, into: &bytes)
      return bytes
    case .stream(let stream):
      var producer = stream.producer
      var bytes: [UInt8] = []
      while true {
        switch producer.next(into: &bytes) {
        case .more: continue
        case .done: return bytes
        case .failed: throw Failure.invalidJobID
        }
      }
    case .events(let events):
      // What is told at once.
      let feed = events.begin {}
      var bytes: [UInt8] = []
      _ = feed.next(&bytes)
      feed.end()
      return bytes
    }
  }

  var text: String { (try? String(decoding: content(), as: UTF8.self)) ?? "" }

  /// The content as JSON.
  func value() throws -> JSONValue { try JSONParser.parse(content()) }

  /// The mistakes that a problem document lists: which parameter or field, and what is said of it.
  func mistakes() throws -> [String] {
    guard case .array(let mistakes)? = try value()["errors"] else { return [] }
    return mistakes.map { mistake in
      guard case .string(let parameter)? = mistake["parameter"] ?? mistake["header"],
        case .string(let detail)? = mistake["detail"]
      else { return "?" }
      return "\(parameter): \(detail)"
    }
  }
}

extension JSONValue {
  /// An element of an array.
  subscript(place: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(place) else { return nil }
    return elements[place]
  }

  /// How many elements an array has; `nil` for what is none.
  var elementCount: Int? { if case .array(let elements) = self { elements.count } else { nil } }
}
