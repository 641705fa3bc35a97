import Foundation
import Posix
import Statistics
import Stores
import Testing

@testable import Engine

/// Readers while others replace what they read.
struct DayReaderTests {
  private let place: CollectorPlace

  init() throws {
    place = try CollectorPlace()
  }

  private static let header = "departure-time,bus-type,passengers,delay,accident\n"
  private static let day = CollectorPlace.day

  /// An object of as many journeys, each with as many passengers.
  private static func object(rows: Int, passengers: Int) -> String {
    header
      + String(repeating: "2024-05-01T08:00:00Z,B,\(passengers),PT1S,false\n", count: rows)
  }

  /// - Parameter path: where the folders are; `nil` for the usual place.
  private func parts(
    at path: String? = nil, _ change: (inout Collector.Options) -> Void = { _ in }
  ) throws -> CollectorParts {
    let path = path ?? place.place.path
    var options = Collector.Options()
    let bucket = place.bucket
    options.opening = { bucket.client() }
    change(&options)
    return try CollectorParts(
      options, data: Folder(path: path + "/data", creating: true),
      state: Folder(path: path + "/state", creating: true),
      SQLiteDatabase(
        path: path + "/state/tally.sqlite",
        schema: SQLiteSchema(applicationID: 1, steps: [DayTable.schema])), log: place.place.log)
  }

  // Never a mix

  @Test func `a thousand replacements give each reader one day or the other`() throws {
    // A thousand times a dozen syncs take minutes on a disk, and are not what this is about.
    let memory = "/dev/shm/tally-test-" + UUID().uuidString
    let isThere = FileManager.default.isWritableFile(atPath: "/dev/shm")
    defer { try? FileManager.default.removeItem(atPath: memory) }
    let parts = try parts(at: isThere ? memory : place.place.path) {
      $0.reading.waitSeconds = 120
      $0.reading.readers = 2
    }
    let editions = try [1, 2].map { try Edition($0, cities: 5) }
    try editions[0].publish(round: 1, parts)
    let rounds = Guarded(0)
    let isDone = Guarded(false)
    let seen = Guarded<[String: Int]>([:])
    let failures = Guarded<[String]>([])
    let writer = Latched {
      for round in 2...1001 {
        do {
          try editions[round % 2].publish(round: round, parts)
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
        rounds.withLock { $0 = round }
      }
      isDone.withLock { $0 = true }
    }
    let readers = (0..<2).map { _ in
      Latched {
        let reader = parts.reader
        while !isDone.withLock({ $0 }) {
          do {
            let found = try reader.statistics(from: Self.day, to: Self.day) { false }
            let text = String(decoding: found.json, as: UTF8.self)
            seen.withLock { $0[text, default: 0] += 1 }
          } catch {
            failures.withLock { $0.append("\(error)") }
          }
        }
      }
    }
    for thread in [writer] + readers { thread.wait() }
    #expect(failures.withLock { $0 } == [])
    #expect(rounds.withLock { $0 } == 1001)
    let texts = seen.withLock { $0 }
    #expect(Set(texts.keys) == Set(editions.map(\.statistics)), "\(texts)")
  }

  @Test func `a reader that is overtaken again and again holds the day`() throws {
    let bucket = place.bucket
    let reads = Guarded(0)
    let replaced = Guarded(0)
    let published = Guarded<(@Sendable () -> Void)?>(nil)
    let parts = try parts {
      $0.opening = {
        bucket.client { call in
          if case .read = call {
            reads.withLock { $0 += 1 }
            published.withLock { $0 }?()
          }
          return nil
        }
      }
    }
    let editions = try [1, 2].map { try Edition($0, cities: 1) }
    try editions[0].publish(round: 1, parts)
    // Whenever it reads, another one begins to replace the day.
    published.withLock {
      $0 = {
        let round = replaced.withLock { replaced in
          replaced += 1
          return replaced + 1
        }
        let thread = Latched { try? editions[round % 2].publish(round: round, parts) }
        thread.wait(milliseconds: 200)
      }
    }
    let found = try parts.reader.statistics(from: Self.day, to: Self.day) { false }
    #expect(editions.map(\.statistics).contains(String(decoding: found.json, as: UTF8.self)))
    #expect(reads.withLock { $0 } == 3)
  }

  @Test func `an object that somebody else changes meanwhile is read anew`() throws {
    let bucket = place.bucket
    let key = "France/2024-05-01/Paris.csv"
    bucket[key] = Self.object(rows: 1, passengers: 1)
    let changes = Guarded(0)
    let parts = try parts {
      $0.opening = {
        bucket.client { call in
          let isFirst = changes.withLock { changes in
            if case .read = call { changes += 1 }
            return call == .read(key) && changes == 1
          }
          if isFirst { bucket[key] = Self.object(rows: 2, passengers: 5) }
          return nil
        }
      }
    }
    let found = try parts.reader.statistics(from: Self.day, to: Self.day) { false }
    #expect(found.journeys(of: "France", on: Self.day)?.passengers == 10)
  }

  @Test func `an object that never stays the same is given up`() throws {
    let bucket = place.bucket
    let key = "France/2024-05-01/Paris.csv"
    bucket[key] = Self.object(rows: 1, passengers: 1)
    let parts = try parts {
      $0.opening = {
        bucket.client { call in
          if case .read = call { bucket[key] = Self.object(rows: 1, passengers: 1) }
          return nil
        }
      }
    }
    #expect(throws: CollectorFailure.dayBusy(Self.day)) {
      try parts.reader.statistics(from: Self.day, to: Self.day) { false }
    }
  }

  @Test func `a day that is being replaced for long is not waited for without end`() throws {
    let parts = try parts { $0.reading.waitSeconds = 0.05 }
    let edition = try Edition(1, cities: 1)
    try edition.publish(round: 1, parts)
    parts.turns.beginStoring(Self.day, JobID(9))
    #expect(throws: CollectorFailure.dayBusy(Self.day)) {
      try parts.reader.statistics(from: Self.day, to: Self.day) { false }
    }
    #expect(throws: CollectorFailure.cancelled) {
      try parts.reader.statistics(from: Self.day, to: Self.day) { true }
    }
    parts.turns.endStoring(Self.day, isComplete: true)
    let found = try parts.reader.statistics(from: Self.day, to: Self.day) { false }
    #expect(String(decoding: found.json, as: UTF8.self) == edition.statistics)
  }

  // What is found

  @Test func `every country has every day, and what is no object of ours says nothing`() throws {
    let bucket = place.bucket
    bucket["France/2024-05-01/Paris.csv"] = Self.object(rows: 2, passengers: 3)
    bucket["France/2024-05-01/Lyon~7.csv"] = Self.object(rows: 1, passengers: 1)
    bucket["France/2024-05-03/Paris.csv"] = Self.object(rows: 1, passengers: 7)
    bucket["C%C3%B4te/2023-01-01/X.csv"] = Self.header
    for foreign in [
      "France/2024-05-01.csv", "France/2024-05-01/Paris.txt", "France/2024-05-01/a/b.csv",
      "France/2024-05-32/Paris.csv", "France/2024-05-01-old/Paris.csv", "notes/readme.txt",
      "loose.csv", "bad name/2024-05-01/X.csv", "%FF/2024-05-01/X.csv", "France/2024-05-01/.csv",
    ] {
      bucket[foreign] = "nonsense"
    }
    let reader = try parts().reader
    func text(_ first: Int64, _ last: Int64) throws -> String {
      let found = try reader.statistics(
        from: CivilDay(year: 2024, month: 5, day: first),
        to: CivilDay(year: 2024, month: 5, day: last)
      ) { false }
      return String(decoding: found.json, as: UTF8.self)
    }
    let first =
      #"{"buses_started":3,"number_of_buses":1,"total_passengers":7,"accident":false,"#
      + #""total_accidents":0,"average_delay":1.0}"#
    let third =
      #"{"buses_started":1,"number_of_buses":1,"total_passengers":7,"accident":false,"#
      + #""total_accidents":0,"average_delay":1.0}"#
    #expect(
      try text(1, 3) == #"{"Côte":{"2024-05-01":{},"2024-05-02":{},"2024-05-03":{}},"#
        + #""France":{"2024-05-01":\#(first),"2024-05-02":{},"2024-05-03":\#(third)}}"#)
    #expect(try text(2, 2) == #"{"Côte":{"2024-05-02":{}},"France":{"2024-05-02":{}}}"#)
    #expect(try text(3, 3) == #"{"Côte":{"2024-05-03":{}},"France":{"2024-05-03":\#(third)}}"#)
    #expect(try text(3, 1) == "{}")
  }

  @Test func `an object that is no table of journeys is named, and half an answer is none`() throws
  {
    let bucket = place.bucket
    bucket["France/2024-05-01/Paris.csv"] = Self.object(rows: 2, passengers: 3)
    bucket["France/2024-05-01/Lyon.csv"] = "a,b\n1,2\n"
    let reader = try parts().reader
    do throws(CollectorFailure) {
      _ = try reader.statistics(from: Self.day, to: Self.day) { false }
      Issue.record("an answer was made")
    } catch {
      #expect(
        error
          == .unreadable(key: "France/2024-05-01/Lyon.csv", .missingColumn(.busType)))
      #expect(error.sentence.hasPrefix("The object France/2024-05-01/Lyon.csv is no table"))
    }
  }

  @Test func `an object is read once, as long as it is the same`() throws {
    let bucket = place.bucket
    let parts = try parts()
    for number in 0..<20 {
      bucket["A/2024-05-01/\(number).csv"] = Self.object(rows: 5, passengers: 1)
    }
    let reader = parts.reader
    for _ in 0..<3 { _ = try reader.statistics(from: Self.day, to: Self.day) { false } }
    #expect(parts.counters.figures.objectsRead == 20)
    #expect(parts.counters.figures.objectsRemembered == 40)
    bucket["A/2024-05-01/3.csv"] = Self.object(rows: 6, passengers: 1)
    let found = try reader.statistics(from: Self.day, to: Self.day) { false }
    #expect(found.journeys(of: "A", on: Self.day)?.rows == 101)
    #expect(parts.counters.figures.objectsRead == 21)
    #expect(parts.counters.figures.busyReaders == 0)
  }

  @Test func `more objects than may be are refused`() throws {
    for number in 0..<5 { place.bucket["A/2024-05-01/\(number).csv"] = Self.header }
    for number in 0..<5 { place.bucket["B/2024-05-01/\(number).csv"] = Self.header }
    for limit in [4, 9] {
      let parts = try parts { $0.reading.objectLimit = limit }
      #expect(throws: CollectorFailure.manyObjects(limit: limit)) {
        try parts.reader.statistics(from: Self.day, to: Self.day) { false }
      }
    }
    let parts = try parts { $0.reading.objectLimit = 10 }
    _ = try parts.reader.statistics(from: Self.day, to: Self.day) { false }
  }
}

/// A day as one collection of it has it.
private struct Edition: Sendable {
  private let number: Int
  private let cities: Int
  /// What its statistics are.
  let statistics: String

  init(_ number: Int, cities: Int) throws {
    self.number = number
    self.cities = cities
    statistics =
      #"{"A":{"2024-05-01":{"buses_started":\#(cities * number),"number_of_buses":1,"#
      + #""total_passengers":\#(cities * number * number),"accident":false,"#
      + #""total_accidents":0,"average_delay":1.0}}}"#
  }

  /// Replaces the day as a job does that has fetched its cities.
  func publish(round: Int, _ parts: CollectorParts) throws {
    let stage = try parts.staging.begin(JobID(round))
    var publication = Publication(day: CollectorPlace.day, round: round)
    for city in 0..<cities {
      let draft = try stage.draft()
      let row = "2024-05-01T08:00:00Z,B,\(number),PT1S,false\n"
      try draft.append(
        Array(
          ("departure-time,bus-type,passengers,delay,accident\n"
            + String(repeating: row, count: number)).utf8))
      let name = StagedCity(
        digest: StagedCity.digest(
          of: City(id: "\(city)", name: "C", country: "A"), on: CollectorPlace.day, from: ""),
        rows: number)
      try stage.keep(draft, as: name)
      let key = try #require(ObjectKey("A/2024-05-01/C\(city).csv"))
      publication.puts.append(.init(file: name.fileName, key: key))
    }
    try stage.decide(publication)
    parts.turns.beginStoring(CollectorPlace.day, stage.job)
    var isComplete = false
    defer { parts.turns.endStoring(CollectorPlace.day, isComplete: isComplete) }
    try parts.publisher.carryOut(
      publication, of: stage, in: parts.stores)
    isComplete = true
  }
}

/// A thread of a test, to be waited for.
private final class Latched: Sendable {
  private let isOver = Guarded(false)

  init(_ body: @escaping @Sendable () -> Void) {
    let isOver = isOver
    Foundation.Thread.detachNewThread {
      body()
      isOver.withLock { $0 = true }
    }
  }

  func wait(milliseconds: Int = 300_000) {
    let end = Moment.monotonicNanoseconds() + Int64(milliseconds) * 1_000_000
    while !isOver.withLock({ $0 }), Moment.monotonicNanoseconds() < end {
      Posix.Thread.sleep(milliseconds: 1)
    }
  }
}
