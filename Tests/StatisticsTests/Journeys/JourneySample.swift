import JSON

@testable import Statistics

/// Journeys by chance, as an upstream may write them, and what is known of them.
struct JourneySample {
  struct Journey {
    var departureTime = "2024-05-01T08:30:00Z"
    var busType = "Articulated"
    var passengers = 12
    var delay = "PT4320S"
    var delayNanoseconds: Int128 = 4_320_000_000_000
    var hasAccident = false
  }

  static let busTypes = [
    "Articulated", "Double, Decker", "Mini \"S\"", " Midi ", "Élec\ntrique", "E\u{301}", "\u{C9}",
    "x\r", "ÄÖÜ 😀", "\u{FEFF}B", "Electric with a very long name indeed", "\\", "\u{1}",
  ]
  private static let delays: [(String, Int128)] = [
    ("PT4320S", 4_320_000_000_000), ("PT1H12M", 4_320_000_000_000), ("PT0.5S", 500_000_000),
    ("P1DT1H", 90_000_000_000_000), ("-PT5S", -5_000_000_000), ("PT0,25S", 250_000_000),
    ("PT0S", 0), ("P1W", 604_800_000_000_000), ("pt1m", 60_000_000_000),
    ("P0000-00-00T00:00:01", 1_000_000_000), ("PT999999999S", 999_999_999_000_000_000),
  ]
  private static let times = [
    "2024-05-01T08:30:00Z", "2024-05-01 08:30", "2024-05-01T23:59:59,5+02:00",
  ]

  var journeys: [Journey]

  init(_ count: Int) {
    journeys = (0..<count).map { _ in
      let (delay, nanoseconds) = Self.delays[.random(in: 0..<Self.delays.count)]
      return Journey(
        departureTime: Self.times[.random(in: 0..<Self.times.count)],
        busType: Self.busTypes[.random(in: 0..<Self.busTypes.count)],
        passengers: .random(in: 0...(Bool.random() ? 90 : 1_000_000_000)), delay: delay,
        delayNanoseconds: nanoseconds, hasAccident: Int.random(in: 0..<4) == 0)
    }
  }

  /// What is known of them, found out the slow way.
  var digest: JourneyDigest {
    let types = Set(journeys.map { Array($0.busType.utf8) }).sorted {
      $0.lexicographicallyPrecedes($1)
    }
    return JourneyDigest(
      rows: journeys.count, passengers: journeys.reduce(0) { $0 + $1.passengers },
      accidents: journeys.count { $0.hasAccident },
      delayNanoseconds: journeys.reduce(0) { $0 + $1.delayNanoseconds },
      busTypes: BusTypes(sorted: types.map { $0[...] }))
  }

  /// The answer of an upstream; members stand in any order, some with others between them and blanks around them.
  var answer: [UInt8] {
    var text = "[" + blank
    for (place, journey) in journeys.enumerated() {
      if place > 0 { text += blank + "," + blank }
      text += "{" + blank + members(journey).joined(separator: blank + "," + blank) + blank + "}"
    }
    return Array((text + blank + "]" + blank).utf8)
  }

  private var blank: String { [" ", "\n  ", "", "", "", ""][.random(in: 0..<6)] }

  private func members(_ journey: Journey) -> [String] {
    let number =
      switch Int.random(in: 0..<4) {
      case 0: "\(journey.passengers).0"
      case 1 where journey.passengers % 10 == 0: "\(journey.passengers / 10)e1"
      default: "\(journey.passengers)"
      }
    var members = [
      "\"departure-time\": " + text(journey.departureTime), "\"bus-type\":" + text(journey.busType),
      "\"passengers\" :" + number, "\"delay\":" + text(journey.delay),
      "\"accident\":\(journey.hasAccident)",
    ]
    for other in 0..<[0, 0, 1, 5][.random(in: 0..<4)] {
      members.append(
        "\"other \(other)\":" + ["null", "[1,{\"]\":\"}\"}]", "7"][.random(in: 0..<3)])
    }
    return members.shuffled()
  }

  private func text(_ text: String) -> String {
    var writer = JSONWriter()
    writer.string(text)
    let written = String(decoding: writer.bytes, as: UTF8.self)
    return Bool.random() ? written : written.replacing("t", with: "\\u0074")
  }

  /// The object that stands for them, spelled out by hand.
  var object: [UInt8] {
    var lines = ["departure-time,bus-type,passengers,delay,accident"]
    for journey in journeys {
      let fields = [
        journey.departureTime, journey.busType, "\(journey.passengers)", journey.delay,
        "\(journey.hasAccident)",
      ]
      lines.append(fields.map(Self.field).joined(separator: ","))
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  static func field(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let blanks = [UInt8(ascii: " "), UInt8(ascii: "\t")]
    let mustQuote =
      bytes.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) } || bytes.starts(with: [0xEF, 0xBB])
      || blanks.contains(bytes.first ?? 0) || blanks.contains(bytes.last ?? 0)
    return mustQuote ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
