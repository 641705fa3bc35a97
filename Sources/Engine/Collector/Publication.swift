internal import JSON
internal import Statistics
internal import Stores

/// What is to become of the objects of a day: decided once, and carried out as often as it takes.
///
/// It is a redo log. It is kept before the first object is touched, and whoever carries it out again, from its start, comes to the same end.
struct Publication: Equatable, Sendable {
  /// A file that becomes an object.
  struct Put: Equatable, Sendable {
    /// In the folder where the journeys of the day were gathered.
    let file: String
    let key: ObjectKey
  }

  /// What came of a collection.
  struct Summary: Equatable, Sendable {
    /// How many cities there are, those that failed included; `nil` if that is not known.
    var cities: Int?
    var stored = 0
    var failed = 0
    var rows = 0
    var bytes = 0
    var countries = 0
    /// Why it is no success, for people; `nil` if it is one.
    var reason: String?
  }

  let day: CivilDay
  /// Which collection of the day it is, counted from 1.
  let round: Int
  var puts: [Put] = []
  /// Objects that go away.
  var removals: [ObjectKey] = []
  var summary = Summary()

  /// Whether there is a city that could be collected, or none that could not.
  var bringsSomething: Bool { summary.stored > 0 || summary.failed == 0 }

  /// How many steps it has.
  var stepCount: Int { puts.count + removals.count }
}

// As a text

extension Publication {
  /// How every text of a publication begins; its day follows.
  static let start = #"{"day":""#

  /// The publication as a text that this release and every later one can read.
  var encoded: [UInt8] {
    var writer = JSONWriter(reserving: 256 + 128 * stepCount)
    writer.beginObject()
    writer.member("day", day.description)
    writer.member("round", round)
    writer.key("puts")
    writer.beginArray()
    for put in puts {
      writer.beginArray()
      writer.string(put.file)
      writer.string(put.key.description)
      writer.endArray()
    }
    writer.endArray()
    writer.key("removals")
    writer.beginArray()
    for key in removals { writer.string(key.description) }
    writer.endArray()
    writer.key("summary")
    writer.beginObject()
    summary.writeMembers(to: &writer)
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }

  /// Reads what `encoded` wrote; `nil` for anything else.
  init?(decoding text: [UInt8]) {
    guard let record = try? JSONParser.parse(text), case .string(let dayText)? = record["day"],
      let day = CivilDay(dayText), case .integer(let round)? = record["round"],
      case .array(let puts)? = record["puts"], case .array(let removals)? = record["removals"],
      let summary = record["summary"].flatMap(Summary.init)
    else { return nil }
    self.init(day: day, round: Int(round))
    self.puts = puts.compactMap(Put.init)
    self.removals = removals.compactMap(ObjectKey.init(decoding:))
    self.summary = summary
    if self.puts.count < puts.count || self.removals.count < removals.count { return nil }
  }
}

extension Publication.Put {
  fileprivate init?(_ value: JSONValue) {
    guard case .array(let pair) = value, pair.count == 2, case .string(let file) = pair[0],
      let key = ObjectKey(decoding: pair[1])
    else { return nil }
    self.init(file: file, key: key)
  }
}

extension ObjectKey {
  fileprivate init?(decoding value: JSONValue) {
    guard case .string(let text) = value else { return nil }
    self.init(text)
  }
}

extension Publication.Summary {
  /// The members of an object that says all of it.
  func writeMembers(to writer: inout JSONWriter) {
    if let cities { writer.member("cities", cities) }
    writer.member("stored", stored)
    writer.member("failed", failed)
    writer.member("rows", rows)
    writer.member("bytes", bytes)
    writer.member("countries", countries)
    if let reason { writer.member("reason", reason) }
  }

  /// Reads such an object; `nil` for anything else.
  init?(_ value: JSONValue) {
    let record = WorkRecord(value)
    do throws(WorkTextFailure) {
      cities = try record.optionalInteger("cities")
      stored = try record.optionalInteger("stored") ?? 0
      failed = try record.optionalInteger("failed") ?? 0
      rows = try record.optionalInteger("rows") ?? 0
      bytes = try record.optionalInteger("bytes") ?? 0
      countries = try record.optionalInteger("countries") ?? 0
      reason = record.optionalText("reason")
    } catch {
      return nil
    }
  }
}

extension Publication.Summary {
  /// How the job of a collection ends: with its whole answer, `{"status":"done","data":{...}}`, or with the reason why it has none.
  func answer(of day: CivilDay) throws(WorkFailure) -> [UInt8] {
    if let reason { throw .failed(reason) }
    return JobAnswer.done { writer in
      writer.beginObject()
      writer.member("date", day.description)
      writer.member("cities", cities ?? 0)
      writer.member("stored", stored)
      writer.member("rows", rows)
      writer.member("bytes", bytes)
      writer.member("countries", countries)
      writer.endObject()
    }
  }
}
