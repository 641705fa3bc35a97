internal import HTTP
internal import JSON
internal import Statistics

/// The journeys of a city on a day as JSON, made while they are sent. The same city, day and seed always give the same rows.
struct UpstreamDay: BodyProducer {
  /// What becomes of the rows.
  enum Mood: Equatable {
    case well
    /// The text ends in the middle, as if it were whole.
    case truncated
    /// One row has a delay that is no duration.
    case badDelay
    /// The connection ends in the middle.
    case cut
  }

  private static let pieceBytes = 64 << 10
  private static let daySeconds = 86_400
  /// What buses are called, as JSON; some names have to be quoted in CSV.
  private static let busTypes = [
    "Minibus", "Midibus", "Single-decker", "Double-decker", "Articulated, 18 m", "Bi-articulated",
    "Trolleybus", "Hybrid", "Battery electric", "Électrobus", "Coach \"Comfort\"",
    "Low floor, hybrid", "School bus", "Night bus",
  ].map { name in
    var writer = JSONWriter()
    writer.string(name)
    return writer.bytes
  }

  // What stands between the values of a row.
  private static let beforeDate = Array("{\"departure-time\":\"".utf8)
  private static let beforeBusType = Array("\",\"bus-type\":".utf8)
  private static let beforePassengers = Array(",\"passengers\":".utf8)
  private static let beforeDelay = Array(",\"delay\":\"".utf8)
  private static let accident = Array("\",\"accident\":true}".utf8)
  private static let noAccident = Array("\",\"accident\":false}".utf8)

  private let rows: Int
  private let date: [UInt8]
  private let mood: Mood
  private let busTypes: [[UInt8]]
  private var random: SplitMix64
  private var row = 0

  init(city: UpstreamCity, day: CivilDay, rows: Int, seed: Int, mood: Mood = .well) {
    self.rows = rows
    self.mood = mood
    date = Array(day.description.utf8)
    var ofCity = SplitMix64(state: UInt64(bitPattern: Int64(seed)))
    ofCity.state ^= ofCity.next() &+ UInt64(city.place) &* 0x9E37_79B9_7F4A_7C15
    let first = ofCity.below(Self.busTypes.count)
    busTypes = (0..<6 + ofCity.below(7)).map {
      Self.busTypes[(first + $0) % Self.busTypes.count]
    }
    random = SplitMix64(state: ofCity.next() ^ UInt64(bitPattern: day.daysSince1970))
    random.state = random.next()
  }

  mutating func next(into bytes: inout [UInt8]) -> Production {
    let end = bytes.count + Self.pieceBytes
    if row == 0 { bytes.append(UInt8(ascii: "[")) }
    while row < rows, bytes.count < end {
      if row == rows / 2, let ending = endsInTheMiddle { return ending }
      appendRow(to: &bytes)
      row += 1
    }
    guard row == rows else { return .more }
    if rows == 0, let ending = endsInTheMiddle { return ending }
    bytes.append(UInt8(ascii: "]"))
    return .done
  }

  private var endsInTheMiddle: Production? {
    switch mood {
    case .well, .badDelay: nil
    case .truncated: .done
    case .cut: .failed
    }
  }

  private mutating func appendRow(to bytes: inout [UInt8]) {
    if row > 0 { bytes.append(UInt8(ascii: ",")) }
    bytes.append(contentsOf: Self.beforeDate)
    bytes.append(contentsOf: date)
    // Each row has its part of the day, so they come in the order of their times.
    let second = (row * Self.daySeconds + random.below(Self.daySeconds)) / rows
    Self.appendTime(second, to: &bytes)
    bytes.append(contentsOf: Self.beforeBusType)
    bytes.append(contentsOf: busTypes[random.below(busTypes.count)])
    bytes.append(contentsOf: Self.beforePassengers)
    Self.append(max(0, 38 + random.bell(reach: 44)), to: &bytes)
    bytes.append(contentsOf: Self.beforeDelay)
    if mood == .badDelay, row == rows / 2 {
      bytes.append(contentsOf: "a quarter of an hour".utf8)
    } else {
      appendDelay(to: &bytes)
    }
    bytes.append(contentsOf: random.below(200) == 0 ? Self.accident : Self.noAccident)
  }

  /// Appends a duration in one of the ways in which they are written: mostly minutes, sometimes hours, seldom a day.
  private mutating func appendDelay(to bytes: inout [UInt8]) {
    let form = random.below(100)
    let seconds = random.below(random.below(8) == 0 ? 10_800 : 420)
    switch form {
    case 0..<50: append("PT", seconds, "S", to: &bytes)
    case 50..<70: append("PT", seconds / 60, "M", to: &bytes)
    case 70..<88:
      append("PT", seconds / 3600, "H", to: &bytes)
      append("", seconds / 60 % 60, "M", to: &bytes)
    case 88..<99: append("PT", seconds, random.below(2) == 0 ? ".5S" : ".25S", to: &bytes)
    default: append("P1DT", seconds / 3600, "H", to: &bytes)
    }
  }

  private func append(
    _ before: String, _ number: Int, _ behind: String, to bytes: inout [UInt8]
  ) {
    bytes.append(contentsOf: before.utf8)
    Self.append(number, to: &bytes)
    bytes.append(contentsOf: behind.utf8)
  }

  private static func append(_ number: Int, to bytes: inout [UInt8]) {
    if number >= 10 { append(number / 10, to: &bytes) }
    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
  }

  /// `T06:05:59Z`.
  private static func appendTime(_ second: Int, to bytes: inout [UInt8]) {
    for (mark, number) in [("T", second / 3600), (":", second / 60 % 60), (":", second % 60)] {
      bytes.append(contentsOf: mark.utf8)
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }
    bytes.append(UInt8(ascii: "Z"))
  }
}
