internal import Tables

/// Synthetic incidents of a city that is not on any map, over three years, the same bytes for the same seed on every machine.
///
/// They crowd at some hours, on some days and in some districts, and now and then one kind doubles in one district for a week, so that weekly
/// counts scatter as real ones do. Rows come in no order. A few have no time or no place, and columns that do not apply to a kind of incident
/// are empty. All arithmetic is on integers.
package struct IncidentsGenerator: RowGenerator {
  /// 2021-01-01, in days since 1970-01-01, and how many days follow; the last one is a Friday.
  static let firstDay = 18_628
  static let dayCount = 1_100

  /// The middle of the district in the south-west corner, in millionths of a degree, and how far the next ones are.
  private static let corner = (latitude: 47_215_000, longitude: -27_420_000)
  private static let step = (latitude: 30_000, longitude: 45_000)
  private static let districtsPerRow = 5

  private var random: SplitMix64
  private var rows = 0
  private let districts = Self.lots(IncidentsFacts.districts.map(\.weight))
  private let offences = Self.lots(IncidentsFacts.offences.map(\.weight))
  private let hours = Self.lots(IncidentsFacts.hours)

  /// What most columns depend on.
  private struct Incident {
    let day: Int
    let district: Int
    let offence: Int

    /// Weeks in which a kind of incident is twice as frequent in a district; about one in a hundred and fifty.
    var isInBurst: Bool {
      ((day + 3) / 7 * 37 + district * 11 + offence * 5) % 149 == 0
    }
  }

  package init(seed: UInt64) {
    random = SplitMix64(state: seed)
  }

  package func appendHeader(to bytes: inout [UInt8]) {
    bytes.append(contentsOf: IncidentsFacts.header.utf8)
  }

  package mutating func appendRow(to bytes: inout [UInt8]) {
    let incident = incident()
    let offence = IncidentsFacts.offences[incident.offence]
    rows += 1
    let number = String(rows)
    let zeros = String(repeating: "0", count: max(0, 7 - number.utf8.count))
    bytes.append(contentsOf: "C-\(zeros)\(number),".utf8)
    appendTimes(of: incident, to: &bytes)
    appendPlace(of: incident, to: &bytes)
    bytes.append(contentsOf: "\(offence.name),".utf8)
    append(random.below(30) == 0 ? "" : pick(IncidentsFacts.premises), to: &bytes)
    let isArmed = offence.hasVictim && random.below(3) == 0
    append(isArmed ? pick(IncidentsFacts.weapons) : "", to: &bytes)
    let severity = offence.severity.lowerBound + random.below(offence.severity.count)
    bytes.append(contentsOf: "\(severity),".utf8)
    appendVictims(of: offence, to: &bytes)
    appendDamage(of: offence, to: &bytes)
    appendResponse(severity: severity, to: &bytes)
  }

  /// The next incident: one of the draws that are let through as often as their day and their week say.
  private mutating func incident() -> Incident {
    let most = (IncidentsFacts.months.max() ?? 1) * (IncidentsFacts.weekdays.max() ?? 1)
    while true {
      let day = Self.firstDay + random.below(Self.dayCount)
      let month = Int(CalendarText.date(Int64(day)).month) - 1
      // 1970-01-01 was a Thursday.
      let share = IncidentsFacts.months[month] * IncidentsFacts.weekdays[(day + 3) % 7]
      let incident = Incident(day: day, district: pick(districts), offence: pick(offences))
      if random.below(most) < share, incident.isInBurst || random.below(2) == 0 { return incident }
    }
  }

  // Columns

  /// `timestamp`, `reported_on`, `closed_on`.
  private mutating func appendTimes(of incident: Incident, to bytes: inout [UInt8]) {
    if random.below(1_000) > 0 {
      CalendarText.appendDate(Int64(incident.day), to: &bytes)
      bytes.append(UInt8(ascii: "T"))
      for (place, part) in [pick(hours), random.below(60), random.below(60)].enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ":")) }
        Self.append(part, digits: 2, to: &bytes)
      }
    }
    bytes.append(UInt8(ascii: ","))
    let reported = incident.day + (random.below(8) == 0 ? random.below(10) : 0)
    CalendarText.appendDate(Int64(reported), to: &bytes)
    bytes.append(UInt8(ascii: ","))
    if random.below(3) > 0 {
      let days = min(random.below(200), random.below(200))
      CalendarText.appendDate(Int64(reported + days), to: &bytes)
    }
    bytes.append(UInt8(ascii: ","))
  }

  /// `district`, `beat`, `block`, `lat`, `lon`.
  private mutating func appendPlace(of incident: Incident, to bytes: inout [UInt8]) {
    let (row, column) = incident.district.quotientAndRemainder(dividingBy: Self.districtsPerRow)
    let beat = (incident.district + 1) * 10 + random.below(6)
    let block = 100 * (1 + random.below(60))
    bytes.append(
      contentsOf: "\(IncidentsFacts.districts[incident.district].name),\(beat),".utf8)
    append("\(block) block of \(pick(IncidentsFacts.streets))", to: &bytes)
    let latitude = Self.corner.latitude + (4 - row) * Self.step.latitude
    let longitude = Self.corner.longitude + column * Self.step.longitude
    let (up, right) = (random.bell(reach: 22_000), random.bell(reach: 32_000))
    switch random.below(500) {
    case 0...2: bytes.append(contentsOf: ",,".utf8)
    case 3: bytes.append(contentsOf: "0,0,".utf8)
    default:
      Self.append(latitude + up, decimals: 6, to: &bytes)
      bytes.append(UInt8(ascii: ","))
      Self.append(longitude + right, decimals: 6, to: &bytes)
      bytes.append(UInt8(ascii: ","))
    }
  }

  /// `victims`, `victim_age`.
  private mutating func appendVictims(
    of offence: IncidentsFacts.Offence, to bytes: inout [UInt8]
  ) {
    guard offence.hasVictim else { return bytes.append(contentsOf: ",,".utf8) }
    let count = 1 + min(random.below(4), random.below(4), random.below(4))
    let age = random.below(8) == 0 ? "" : String(42 + random.bell(reach: 40))
    bytes.append(contentsOf: "\(count),\(age),".utf8)
  }

  /// `damage`, most often small and seldom very large.
  private mutating func appendDamage(
    of offence: IncidentsFacts.Offence, to bytes: inout [UInt8]
  ) {
    if offence.hasDamage, random.below(8) > 0 {
      let usual = random.below(5_000) * (1 + min(random.below(30), random.below(30)))
      Self.append(
        random.below(100) == 0 ? usual * 50 : usual, decimals: 2, to: &bytes)
    }
    bytes.append(UInt8(ascii: ","))
  }

  /// `response_minutes`, `officers`, `arrest`, `domestic`.
  private mutating func appendResponse(severity: Int, to bytes: inout [UInt8]) {
    if random.below(10) > 0 {
      let tenths = 20 + min(random.below(1_200), random.below(1_200)) / (1 + severity / 4)
      Self.append(tenths, decimals: 1, to: &bytes)
    }
    let officers = 1 + min(random.below(6), random.below(6))
    let (arrest, domestic) = (random.below(5) == 0, random.below(7) == 0)
    bytes.append(contentsOf: ",\(officers),\(arrest),\(domestic)\n".utf8)
  }

  // Leaves

  /// A list in which the number of each weight stands as often as the weight says.
  private static func lots(_ weights: [Int]) -> [Int] {
    weights.enumerated().flatMap { [Int](repeating: $0, count: $1) }
  }

  private mutating func pick<Element>(_ list: [Element]) -> Element {
    list[random.below(list.count)]
  }

  /// Appends a field and a comma: in quotes where it holds a comma (RFC 4180). No word of ours holds a quote.
  private func append(_ field: String, to bytes: inout [UInt8]) {
    let isQuoted = field.utf8.contains(UInt8(ascii: ","))
    bytes.append(contentsOf: (isQuoted ? "\"\(field)\"," : "\(field),").utf8)
  }

  private static func append(_ number: Int, digits: Int, to bytes: inout [UInt8]) {
    let text = String(number)
    for _ in 0..<max(0, digits - text.utf8.count) { bytes.append(UInt8(ascii: "0")) }
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends a number of tenths, hundredths, ... with its point.
  private static func append(_ number: Int, decimals: Int, to bytes: inout [UInt8]) {
    let unit = (0..<decimals).reduce(1) { power, _ in power * 10 }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes.append(contentsOf: "\(abs(number) / unit).".utf8)
    append(abs(number) % unit, digits: decimals, to: &bytes)
  }
}
