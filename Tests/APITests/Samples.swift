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
    engine = try TallyEngine(
      engineOptions,
      EngineFolders(
        data: Folder(path: folder, creating: true),
        state: Folder(path: folder + "/state", creating: true),
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
    fields: [(FieldName, String)] = [], from peer: ClientAddress = Site.peer,
    atSecond second: Int64 = 0
  ) throws -> Response {
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
    case .refuse(let response): return response
    case .inline(let endpoint, let parameters, _, let answerFields),
      .pool(let endpoint, let parameters, _, let answerFields):
      return api.answer(
        Request(
          head: planned.head, body: Array((body ?? "").utf8), requestID: planned.requestID,
          receivedWallNanoseconds: 1, receivedMonotonicNanoseconds: 2, endpoint: endpoint,
          parameters: parameters, answerFields: answerFields))
    }
  }

  /// The answer's body as JSON.
  func json(
    _ method: HTTP.Method, _ target: String, _ body: String? = nil
  ) throws -> JSONValue {
    try JSONParser.parse(try ask(method, target, body).content())
  }

  /// Submits a question and waits for the end of its job.
  func finish(_ name: String = "states_mean", _ body: String = question) throws -> String {
    guard case .string(let id)? = try json(.post, "/api/\(name)", body)["job_id"] else {
      throw Failure.invalidJobID
    }
    settle()
    return id
  }

  /// Waits until no job is left, and so many durations are counted.
  func settle(durations count: Int = 0) {
    for _ in 0..<10_000 where engine.unfinishedCount > 0 { Posix.Thread.sleep(milliseconds: 1) }
    for _ in 0..<10_000 where engine.figures.durations.counts.reduce(0, +) < count {
      Posix.Thread.sleep(milliseconds: 1)
    }
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
    }
  }

  var text: String { (try? String(decoding: content(), as: UTF8.self)) ?? "" }
}
