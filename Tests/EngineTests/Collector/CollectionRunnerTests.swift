import JSON
import Posix
import Statistics
import Stores
import Testing

@testable import Engine

/// Collections as jobs, from an upstream that behaves and from one that does not.
struct CollectionRunnerTests {
  private let place: CollectorPlace

  init() throws {
    place = try CollectorPlace()
  }

  private static let header = "departure-time,bus-type,passengers,delay,accident\n"

  private let cities = [
    SampleCity("1", "Paris", "France", rows: 2), SampleCity("2", "Lyon", "France", rows: 3),
    SampleCity("3", "Bern", "Schweiz", rows: 1),
  ]

  private func upstream(_ cities: [SampleCity]? = nil) throws -> LoopbackUpstream {
    try LoopbackUpstream(SampleCity.answering(cities ?? self.cities))
  }

  /// Answers as the cities do, but for some targets.
  private func upstream(
    except answering:
      @escaping @Sendable (_ target: String, _ count: Int) -> LoopbackUpstream.Reply?
  ) throws -> LoopbackUpstream {
    let usual = SampleCity.answering(cities)
    return try LoopbackUpstream { answering($0, $1) ?? usual($0, $1) }
  }

  private func isLyon(_ target: String) -> Bool { target.hasPrefix("/cities/2/") }

  // Success

  @Test func `a day is an object for each city, and the job says what came`() throws {
    let upstream = try upstream()
    let engine = try place.engine(upstream)
    let account = try place.collect(engine)
    #expect(account.state == .succeeded && account.kind == "collect" && account.progress == 100)
    #expect(
      place.bucket.keys == [
        "France/2024-05-01/Lyon.csv", "France/2024-05-01/Paris.csv", "Schweiz/2024-05-01/Bern.csv",
      ])
    #expect(
      place.bucket["France/2024-05-01/Paris.csv"] == Self.header
        + "2024-05-01T08:00:00Z,B0,1,PT0M,true\n2024-05-01T08:00:00Z,B1,2,PT1M,false\n")
    let bytes = place.bucket.texts.values.reduce(0) { $0 + $1.utf8.count }
    #expect(
      try place.place.file(of: account.id)
        == #"{"status":"done","data":{"date":"2024-05-01","cities":3,"stored":3,"rows":6,"#
        + #""bytes":\#(bytes),"countries":2}}"#)
    #expect(try place.staged().isEmpty)
    #expect(
      upstream.targets.sorted() == [
        "/cities", "/cities/1/stats?date=2024-05-01T00:00:00Z",
        "/cities/2/stats?date=2024-05-01T00:00:00Z", "/cities/3/stats?date=2024-05-01T00:00:00Z",
      ])
    #expect(
      try engine.statistics()
        == #"{"France":{"2024-05-01":{"buses_started":5,"number_of_buses":3,"total_passengers":9,"#
        + #""accident":true,"total_accidents":2,"average_delay":48.0}},"#
        + #""Schweiz":{"2024-05-01":{"buses_started":1,"number_of_buses":1,"total_passengers":1,"#
        + #""accident":true,"total_accidents":1,"average_delay":0.0}}}"#)
  }

  @Test func `connections to the upstream are kept`() throws {
    let many = (0..<40).map { SampleCity("\($0)", "City \($0)", "France", rows: 1) }
    let upstream = try upstream(many)
    let engine = try place.engine(upstream)
    #expect(try place.collect(engine).state == .succeeded)
    // One for each city that is fetched at once, and one for the list.
    #expect(upstream.connections <= 9 && upstream.targets.count == 41)
  }

  @Test func `an upstream below a path is asked there`() throws {
    let usual = SampleCity.answering(cities)
    let upstream = try LoopbackUpstream { target, count in
      target.hasPrefix("/buses/api/")
        ? usual(String(target.dropFirst(10)), count) : .answer(status: 404, "")
    }
    for slashes in ["", "/", "//"] {
      let engine = try place.engine(upstream) {
        $0.upstream = upstream.address + "/buses/api" + slashes
      }
      #expect(try place.collect(engine).state == .succeeded)
    }
  }

  @Test func `a city without journeys is an object with a header alone`() throws {
    let upstream = try upstream([SampleCity("1", "Paris", "France", rows: 0)])
    let engine = try place.engine(upstream)
    #expect(try place.collect(engine).state == .succeeded)
    #expect(place.bucket["France/2024-05-01/Paris.csv"] == Self.header)
    #expect(try engine.statistics() == #"{"France":{"2024-05-01":{}}}"#)
    #expect(try engine.coverage().state == .stored)
  }

  @Test func `names are kept, whatever they are`() throws {
    let names = [
      "a/b", "..", ".", "O'Fallon", "Besançon", "Zu\u{308}rich", "Z\u{FC}rich", "北京", "a b", "%2F",
      "~1", "-", "CON", String(repeating: "x", count: 190),
    ]
    let cities = names.enumerated().map { SampleCity("\($0)", $1, "L/../and'", rows: 1) }
    let engine = try place.engine(try upstream(cities))
    let account = try place.collect(engine)
    #expect(account.state == .succeeded, "\(account.reason ?? "")")
    let keys = place.bucket.keys.compactMap(ObjectKey.init)
    #expect(keys.count == names.count)
    #expect(Set(keys.map { Array($0.cityName.utf8) }) == Set(names.map { Array($0.utf8) }))
    #expect(Set(keys.map { $0.parts[0] }) == ["L%2F..%2Fand%27"])
    #expect(try engine.statistics().hasPrefix(#"{"L/../and'":{"2024-05-01":{"buses_started":14,"#))
  }

  @Test(arguments: ["7/8", "..", ".", "a b", "ä", "?x=1", "#", "%41"])
  func `ids are one segment of the path`(_ id: String) throws {
    let segment = Upstream.segment(id)
    let upstream = try upstream([SampleCity(id, "Paris", "France", rows: 1)])
    let engine = try place.engine(upstream)
    #expect(try place.collect(engine).state == .succeeded)
    #expect(upstream.targets.last == "/cities/\(segment)/stats?date=2024-05-01T00:00:00Z")
  }

  @Test func `cities of one name are told apart by their ids`() throws {
    let upstream = try upstream([
      SampleCity("7", "Paris", "France", rows: 1), SampleCity("a/b", "Paris", "France", rows: 2),
      SampleCity("9", "Paris", "Texas", rows: 3),
    ])
    let engine = try place.engine(upstream)
    #expect(try place.collect(engine).state == .succeeded)
    #expect(
      place.bucket.keys == [
        "France/2024-05-01/Paris~7.csv", "France/2024-05-01/Paris~a%2Fb.csv",
        "Texas/2024-05-01/Paris.csv",
      ])
  }

  @Test func `entries that say the same are one city`() throws {
    let upstream = try upstream(except: { target, _ in
      target == "/cities"
        ? .answer(
          #"[{"id":1,"name":"Paris","country":"France"},{"id":"1","name":"Paris","country":"France"}]"#
        )
        : nil
    })
    let engine = try place.engine(upstream)
    #expect(try place.collect(engine).state == .succeeded)
    #expect(place.bucket.keys == ["France/2024-05-01/Paris.csv"])
  }

  // Repeating

  @Test func `a day that is collected again is replaced as a whole`() throws {
    let upstream = try upstream()
    let engine = try place.engine(upstream)
    try place.collect(engine)
    place.bucket["France/2024-05-02/Lyon.csv"] = Self.header
    place.bucket["France/2024-05-01/notes.txt"] = "mine"
    upstream.answer(
      SampleCity.answering([
        SampleCity("1", "Paris", "France", rows: 1, passengers: 50),
        SampleCity("4", "Rom", "Italia", rows: 1),
      ]))
    #expect(try place.collect(engine).state == .succeeded)
    #expect(
      place.bucket.keys == [
        "France/2024-05-01/Paris.csv", "France/2024-05-01/notes.txt", "France/2024-05-02/Lyon.csv",
        "Italia/2024-05-01/Rom.csv",
      ])
    #expect(
      place.bucket["France/2024-05-01/Paris.csv"]
        == Self.header + "2024-05-01T08:00:00Z,B0,50,PT0M,true\n")
  }

  @Test func `a city that failed keeps its old object, and the others are new`() throws {
    let upstream = try upstream()
    let engine = try place.engine(upstream)
    try place.collect(engine)
    let old = place.bucket["France/2024-05-01/Lyon.csv"]
    let usual = SampleCity.answering([
      SampleCity("1", "Paris", "France", rows: 1, passengers: 50),
      SampleCity("2", "Lyon", "France", rows: 9),
    ])
    upstream.answer { target, count in
      target.hasPrefix("/cities/2/") ? .answer(status: 500, "") : usual(target, count)
    }
    let account = try place.collect(engine)
    #expect(account.state == .failed)
    #expect(
      account.reason == "1 of 2 cities failed: Lyon (id 2): the answer has the status 500")
    #expect(place.bucket.keys == ["France/2024-05-01/Lyon.csv", "France/2024-05-01/Paris.csv"])
    #expect(place.bucket["France/2024-05-01/Lyon.csv"] == old)
    #expect(
      place.bucket["France/2024-05-01/Paris.csv"]
        == Self.header + "2024-05-01T08:00:00Z,B0,50,PT0M,true\n")
    let coverage = try engine.coverage()
    #expect(
      coverage
        == DayCoverage(
          day: CollectorPlace.day, state: .partial, cities: 2, stored: 2, failed: 1,
          job: account.id))
  }

  // Misbehaviour that passes

  @Test(arguments: [
    LoopbackUpstream.Reply.answer(status: 500, "{}"), .answer(status: 503, "<html>down</html>"),
    .answer(status: 429, fields: ["Retry-After: 0"], ""), .cut("[{", announcing: 1000), .hangUp,
    .unmeasured("[{\"departure-time\":"),
    .answer(status: 500, String(repeating: "x", count: 300_000)),
  ])
  func `what passes is tried again`(_ reply: LoopbackUpstream.Reply) throws {
    let upstream = try upstream(except: { _, count in count < 2 ? reply : nil })
    let engine = try place.engine(upstream)
    let account = try place.collect(engine)
    #expect(account.state == .succeeded, "\(account.reason ?? "")")
    #expect(upstream.targets.count == 12 && place.bucket.keys.count == 3)
    let figures = engine.collector.figures
    // Where a kept connection turns out to be closed, libcurl sends the request again by itself.
    let isHangUp = if case .hangUp = reply { true } else { false }
    #expect(isHangUp || (figures.upstreamRequests == 12 && figures.upstreamRetries == 8))
    #expect(figures.upstreamRequests <= 12 && figures.citiesFetched == 3)
    #expect(figures.citiesFailed == 0)
  }

  @Test func `a server that wants to be left alone for a second is`() throws {
    let upstream = try upstream(except: { target, count in
      target.hasPrefix("/cities/2/") && count == 0
        ? .answer(status: 429, fields: ["Retry-After: 1"], "") : nil
    })
    let engine = try place.engine(upstream)
    let start = Moment.monotonicNanoseconds()
    #expect(try place.collect(engine).state == .succeeded)
    #expect(Moment.monotonicNanoseconds() - start >= 1_000_000_000)
  }

  @Test func `a server that wants to be left alone for an hour fails the city at once`() throws {
    let upstream = try upstream(except: { target, _ in
      target.hasPrefix("/cities/2/")
        ? .answer(status: 429, fields: ["Retry-After: 3600"], "") : nil
    })
    let engine = try place.engine(upstream)
    #expect(
      try place.collect(engine).reason
        == "1 of 3 cities failed: Lyon (id 2): the answer has the status 429")
    #expect(upstream.targets.count { isLyon($0) } == 1)
  }

  @Test func `a slow answer is taken as it comes`() throws {
    let pieces = cities[1].answer.map(String.init)
    let upstream = try upstream(except: { target, _ in
      target.hasPrefix("/cities/2/") ? .slow(pieces, milliseconds: 1) : nil
    })
    let engine = try place.engine(upstream) { $0.asking.stallSeconds = 5 }
    #expect(try place.collect(engine).state == .succeeded)
  }

  // Misbehaviour that stays

  @Test(arguments: [
    (LoopbackUpstream.Reply.answer(status: 500, ""), 4, "the answer has the status 500"),
    (.answer(status: 404, ""), 1, "the answer has the status 404"),
    (.answer("{}"), 1, "the answer is no JSON array of journeys"),
    (.answer("[1]"), 1, "element 1 is a number: expected an object"),
    (.answer("[{}]"), 1, #"element 1 has no "departure-time""#),
    (.answer("nonsense"), 1, "the answer is no JSON array of journeys"),
    (.answer(""), 4, "the answer is no JSON array of journeys"),
    (
      .answer(
        #"[{"departure-time":"2024-05-01T08:00:00Z","bus-type":"B","passengers":1,"#
          + #""delay":"soon","accident":false}]"#), 1,
      #"element 1 has "soon" as its "delay": expected a text with an ISO 8601 duration"#
    ),
    (.answer(status: 302, fields: ["Location: http://localhost:1/"], ""), 1, "the answer leads on"),
    (.answer(status: 302, ""), 1, "the answer leads on"),
    (.cut("[", announcing: 9), 4, "the answer ended too early"),
    (.hangUp, 4, "the answer ended too early"), (.silence, 4, "nothing came for 2 seconds"),
  ])
  func `what stays fails its city alone, with a reason`(
    _ reply: LoopbackUpstream.Reply, attempts: Int, reason: String
  ) throws {
    let upstream = try upstream(except: { target, _ in
      target.hasPrefix("/cities/2/") ? reply : nil
    })
    let engine = try place.engine(upstream) { $0.asking.stallSeconds = 2 }
    let account = try place.collect(engine)
    #expect(account.state == .failed)
    let found = account.reason ?? ""
    #expect(found.hasPrefix("1 of 3 cities failed: Lyon (id 2): "))
    #expect(found.contains(": " + reason), "\(found)")
    // A connection that was kept and is closed without a word is no answer: libcurl makes another one.
    let asked = upstream.targets.count { isLyon($0) }
    #expect(asked == attempts || (asked == attempts + 1 && found.contains("ended too early")))
    #expect(place.bucket.keys == ["France/2024-05-01/Paris.csv", "Schweiz/2024-05-01/Bern.csv"])
    #expect(try place.staged().isEmpty)
    let coverage = try engine.coverage()
    #expect(coverage.state == .partial && coverage.stored == 2 && coverage.failed == 1)
  }

  @Test func `a redirect on the same server is followed`() throws {
    let upstream = try upstream(except: { target, _ in
      target == "/cities" ? .answer(status: 307, fields: ["Location: /all"], "") : nil
    })
    let list = SampleCity.list(cities)
    let usual = SampleCity.answering(cities)
    upstream.answer { target, count in
      switch target {
      case "/cities": .answer(status: 307, fields: ["Location: /all"], "")
      case "/all": .answer(list)
      default: usual(target, count)
      }
    }
    let engine = try place.engine(upstream)
    #expect(try place.collect(engine).state == .succeeded)
  }

  @Test func `an answer that is longer than may be fails its city`() throws {
    let upstream = try upstream()
    let engine = try place.engine(upstream) { $0.asking.limitBytes = 250 }
    #expect(
      try place.collect(engine).reason
        == "1 of 3 cities failed: Lyon (id 2): it is longer than 250 bytes")
  }

  @Test func `many failures are counted, and the first are named`() throws {
    let many = (0..<25).map { SampleCity("\($0)", "C\($0)", "X", rows: 1) }
    let list = SampleCity.list(many)
    let upstream = try LoopbackUpstream { target, _ in
      target == "/cities" ? .answer(list) : .answer(status: 404, "")
    }
    let engine = try place.engine(upstream)
    let reason = try place.collect(engine).reason ?? ""
    #expect(
      reason.hasPrefix(
        "25 of 25 cities failed: C0 (id 0): the answer has the status 404; C1 (id 1): "))
    #expect(reason.hasSuffix("C19 (id 19): the answer has the status 404; and 5 more"))
    #expect(place.bucket.keys.isEmpty)
    let coverage = try engine.coverage()
    #expect(coverage.state == .failed && coverage.cities == 25 && coverage.failed == 25)
  }

  @Test(arguments: [
    (LoopbackUpstream.Reply.answer(status: 500, ""), "the answer has the status 500"),
    (.answer("{}"), "the list of cities is no JSON array"),
    (.answer("[1]"), "entry 1 of the list of cities is a number"),
    (.answer("[{\"id\":1"), "the list of cities is no JSON array"),
  ])
  func `without a list of cities nothing changes`(
    _ reply: LoopbackUpstream.Reply, reason: String
  ) throws {
    let upstream = try upstream()
    let engine = try place.engine(upstream)
    try place.collect(engine)
    let before = place.bucket.texts
    upstream.answer { _, _ in reply }
    let account = try place.collect(engine)
    #expect(account.state == .failed)
    #expect(account.reason?.hasPrefix("The cities could not be fetched: \(reason)") == true)
    #expect(place.bucket.texts == before)
    #expect(try engine.coverage().state == .partial)
  }

  @Test func `an entry that makes no sense is a city that failed, and takes no object with it`()
    throws
  {
    let upstream = try upstream()
    let engine = try place.engine(upstream)
    try place.collect(engine)
    let list = #"[{"id":1,"name":"Paris","country":"France"},{"id":2,"name":"Lyon"}]"#
    let usual = SampleCity.answering(cities)
    upstream.answer { target, count in target == "/cities" ? .answer(list) : usual(target, count) }
    let account = try place.collect(engine)
    #expect(
      account.reason?.hasPrefix(
        #"1 of 2 cities failed: entry 2 (Lyon, id 2) has no "country""#) == true,
      "\(account.reason ?? "")")
    // Lyon may be the one; Bern is none of both.
    #expect(place.bucket.keys == ["France/2024-05-01/Lyon.csv", "France/2024-05-01/Paris.csv"])
  }

  @Test func `an empty list is no city, and empties no day`() throws {
    let upstream = try upstream([])
    let engine = try place.engine(upstream)
    #expect(try place.collect(engine).state == .succeeded)
    #expect(try engine.coverage().state == .missing)
    upstream.answer(SampleCity.answering(cities))
    try place.collect(engine)
    upstream.answer(SampleCity.answering([]))
    let account = try place.collect(engine)
    #expect(
      account.reason
        == "The upstream tells of no city, so the objects of 2024-05-01 stay as they are")
    #expect(place.bucket.keys.count == 3)
  }

  @Test func `more cities than may be are refused before any is asked for`() throws {
    let upstream = try upstream()
    let engine = try place.engine(upstream) { $0.cityLimit = 2 }
    #expect(
      try place.collect(engine).reason
        == "The upstream tells of 3 cities; at most 2 are collected")
    #expect(upstream.targets == ["/cities"])
  }

  @Test func `a dead upstream fails the job, and says so in its health`() throws {
    // Nobody else is given the port as long as it is bound, and nobody listens at it.
    let dead = try BoundPort()
    let engine = try place.engine(nil) {
      $0.upstream = "http://127.0.0.1:\(dead.port)"
      $0.breaker = CircuitBreaker(failureLimit: 4)
    }
    #expect(engine.collector.health.map(\.isWell) == [true, true])
    let account = try place.collect(engine)
    #expect(account.reason?.hasPrefix("The cities could not be fetched: nobody answers at") == true)
    #expect(engine.collector.health.map(\.name) == ["upstream", "store"])
    #expect(engine.collector.health.map(\.isWell) == [false, true])
    #expect(engine.collector.figures.isUpstreamResting)
  }

  @Test func `without an upstream there is no work`() throws {
    let engine = try place.engine(nil)
    #expect(throws: CollectorFailure.noUpstream) {
      try engine.collector.work(collecting: CollectorPlace.day)
    }
    #expect(engine.collector.health.map(\.name) == ["store"])
  }

  // The store

  @Test func `without the store nobody is asked for anything`() throws {
    let upstream = try upstream()
    let bucket = place.bucket
    let engine = try place.engine(upstream) {
      $0.opening = { bucket.client { _ in .noBucket("buses") } }
    }
    let account = try place.collect(engine)
    #expect(account.reason == ObjectFailure.noBucket("buses").sentence)
    #expect(upstream.targets.isEmpty)
    #expect(throws: CollectorFailure.store(.noBucket("buses"))) { try engine.statistics() }
  }

  @Test func `a place that is a folder keeps its objects there`() throws {
    let upstream = try upstream()
    let engine = try place.engine(upstream) { $0.opening = nil }
    #expect(try place.collect(engine).state == .succeeded)
    let names = try ["France", "Schweiz"].map { country in
      try Folder(path: place.place.dataPath + "/objects/\(country)/2024-05-01", creating: false)
        .names().sorted()
    }
    #expect(names == [["Lyon.csv", "Paris.csv"], ["Bern.csv"]])
    #expect(try engine.statistics().hasPrefix(#"{"France":{"2024-05-01":{"buses_started":5,"#))
  }

  // Taking back, waiting

  @Test func `a job that is cancelled before its day is decided changes nothing`() throws {
    let upstream = try upstream(except: { target, _ in
      target.hasPrefix("/cities/2/") ? .silence : nil
    })
    let engine = try place.engine(upstream)
    let work = try engine.collector.work(collecting: CollectorPlace.day)
    let id = try engine.submitAndWait(Submission(work, client: JobClient("ann")))
    #expect(place.place.comes { upstream.targets.contains { isLyon($0) } })
    let second = try engine.submitAndWait(Submission(work, client: JobClient("bob")))
    #expect(engine.account(second)?.state == .queued)
    #expect(try engine.coverage().state == .fetching && engine.coverage().job == id)
    _ = engine.removeAndWait(second)
    _ = engine.removeAndWait(id)
    #expect(place.place.allDone(engine))
    #expect(engine.account(id)?.state == .cancelled && engine.account(second)?.state == .cancelled)
    #expect(try place.bucket.keys.isEmpty && place.staged().isEmpty)
    #expect(try engine.coverage().state == .missing)
  }

  @Test func `two jobs of one day run one after the other`() throws {
    let upstream = try upstream()
    let engine = try place.engine(upstream)
    let work = try engine.collector.work(collecting: CollectorPlace.day)
    for number in 0..<6 {
      _ = try engine.submitAndWait(Submission(work, client: JobClient("client \(number)")))
    }
    #expect(place.place.allDone(engine))
    // Each asks for the list, and for its cities before the next one begins.
    let targets = upstream.targets
    #expect(targets.count == 24)
    for start in stride(from: 0, to: targets.count, by: 4) {
      #expect(Set(targets[start..<min(start + 4, targets.count)]).count == 4)
    }
  }
}
