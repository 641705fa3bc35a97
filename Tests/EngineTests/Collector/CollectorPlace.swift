import Foundation
import JSON
import Posix
import Statistics
import Stores
import Testing

@testable import Engine

/// The state of a collector for one test: an upstream, a bucket, and engines on the same folders.
final class CollectorPlace: Sendable {
  let place: JobPlace
  let bucket = MemoryBucket()
  /// They answer as long as the place is there.
  private let upstreams = Guarded<[LoopbackUpstream]>([])

  init() throws {
    place = try JobPlace()
  }

  static let day = CivilDay(year: 2024, month: 5, day: 1)

  /// An engine as a start of the server makes it, impatient with the upstream.
  ///
  /// - Parameters:
  ///   - upstream: `nil` for none.
  ///   - crash: where everything stops.
  func engine(
    _ upstream: LoopbackUpstream?, crash: CrashPoint = CrashPoint(),
    _ change: (inout Collector.Options) -> Void = { _ in }
  ) throws -> TallyEngine {
    if let upstream { upstreams.withLock { $0.append(upstream) } }
    var options = TallyEngine.Options()
    options.workers = 1
    options.probeMilliseconds = 5
    options.database.failing = { crash.passes() ? nil : .closed }
    options.collector.upstream = upstream?.address
    options.collector.asking.backoff = Backoff(attempts: 4, firstSeconds: 0.001, limitSeconds: 0.01)
    options.collector.failing = { crash.passes() ? nil : .inputOutput }
    let bucket = bucket
    options.collector.opening = {
      bucket.client { call in
        // What only reads is no step of what is done.
        if call.isChange ? crash.passes() : !crash.isOver { nil } else { .malformedAnswer("crash") }
      }
    }
    // The upstream and the store may fail as often as a test wants them to.
    options.collector.breaker = CircuitBreaker(failureLimit: 1000)
    change(&options.collector)
    return try TallyEngine(
      options,
      EngineFolders(
        data: Folder(path: place.dataPath, creating: true), state: place.state,
        results: Folder(
          path: place.resultsPath, creating: true,
          failing: { crash.passes() ? nil : .inputOutput })),
      survey: nil, log: place.log)
  }

  /// Collects a day and waits for the end of its job.
  @discardableResult
  func collect(
    _ engine: TallyEngine, _ day: CivilDay = CollectorPlace.day
  ) throws -> JobAccount {
    let work = try engine.collector.work(collecting: day)
    let id = try engine.submitAndWait(Submission(work, client: JobClient("ann")))
    try #require(place.comes { engine.account(id)?.state.isFinal == true })
    return try #require(engine.account(id))
  }

  /// What jobs have gathered and not cleared away.
  func staged() throws -> [String] {
    let path = place.statePath + "/collecting"
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}

/// Counts steps, and lets none pass from one of them on: as if the process were gone.
final class CrashPoint: Sendable {
  private let left: Guarded<Int>

  /// - Parameter step: the one that does not happen, counted from 1.
  init(at step: Int = .max) {
    left = Guarded(step)
  }

  var isOver: Bool { left.withLock { $0 <= 0 } }

  /// Sets it, counted from now on.
  func arm(at step: Int) { left.withLock { $0 = step } }

  func passes() -> Bool {
    left.withLock { left in
      if left == .max { return true }
      left = max(0, left - 1)
      return left > 0
    }
  }
}

/// Cities with journeys, as an upstream tells of them.
struct SampleCity: Sendable {
  var id: String
  var name: String
  var country: String
  var rows: [String]

  /// - Parameter rows: how many journeys it has; each has one passenger more than the one before.
  init(_ id: String, _ name: String, _ country: String, rows: Int, passengers: Int = 1) {
    self.id = id
    self.name = name
    self.country = country
    self.rows = (0..<rows).map { row in
      #"{"departure-time":"2024-05-01T08:00:00Z","bus-type":"B\#(row % 3)","#
        + #""passengers":\#(passengers + row),"delay":"PT\#(row)M","accident":\#(row == 0)}"#
    }
  }

  static func list(_ cities: [SampleCity]) -> String {
    let entries = cities.map {
      #"{"id":"\#($0.id)","name":"\#($0.name)","country":"\#($0.country)"}"#
    }
    return "[\(entries.joined(separator: ","))]"
  }

  var answer: String { "[\(rows.joined(separator: ","))]" }

  /// Answers for these cities.
  static func answering(_ cities: [SampleCity]) -> LoopbackUpstream.Answering {
    { target, _ in
      if target == "/cities" { return .answer(SampleCity.list(cities)) }
      let city = cities.first { target.hasPrefix("/cities/\(Upstream.segment($0.id))/stats?date=") }
      return city.map { .answer($0.answer) } ?? .answer(status: 404, "no such city")
    }
  }
}

extension TallyEngine {
  /// The statistics of the sample's day as they are served.
  func statistics(
    from first: CivilDay = CollectorPlace.day, to last: CivilDay = CollectorPlace.day
  ) throws -> String {
    String(decoding: try collector.statistics(from: first, to: last).json, as: UTF8.self)
  }

  func coverage(_ day: CivilDay = CollectorPlace.day) throws -> DayCoverage {
    try #require(try collector.coverage(from: day, to: day).first)
  }
}

extension CountryStatistics {
  var json: [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes
  }
}
