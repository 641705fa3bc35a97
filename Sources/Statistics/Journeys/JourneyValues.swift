/// What the fields of a record say that are added up.
struct JourneyValues {
  private(set) var passengers = 0
  private(set) var delayNanoseconds: Int64 = 0
  private(set) var hasAccident = false

  /// Reads a whole number up to `CityRow.passengerLimit`; a point and zeros may stand behind it.
  @inline(__always)
  mutating func readPassengers(_ field: Span<UInt8>) -> Bool {
    var number = 0
    var place = 0
    while place < field.count {
      let digit = field[place] &- UInt8(ascii: "0")
      if digit > 9 { break }
      number = min(number &* 10 &+ Int(digit), CityRow.passengerLimit &+ 1)
      place &+= 1
    }
    guard place > 0, number <= CityRow.passengerLimit else { return false }
    passengers = number
    return place == field.count || Self.isZeroFraction(field.extracting(place...))
  }

  private static func isZeroFraction(_ text: Span<UInt8>) -> Bool {
    guard text.count > 1, text[0] == UInt8(ascii: ".") else { return false }
    return (1..<text.count).allSatisfy { text[$0] == UInt8(ascii: "0") }
  }

  /// Reads a duration, or a number of seconds.
  @inline(__always)
  mutating func readDelay(_ field: Span<UInt8>) -> Bool {
    if let seconds = Self.plainSeconds(field) {
      delayNanoseconds = seconds &* 1_000_000_000
      return true
    }
    return readAnyDelay(field)
  }

  /// The seconds of `PT4320S`, which most delays look like; `nil` if it is written otherwise.
  @inline(__always)
  private static func plainSeconds(_ field: Span<UInt8>) -> Int64? {
    let count = field.count
    guard count >= 4, count <= 12, field[0] == UInt8(ascii: "P"), field[1] == UInt8(ascii: "T"),
      field[count &- 1] == UInt8(ascii: "S")
    else { return nil }
    var seconds: Int64 = 0
    var place = 2
    while place < count &- 1 {
      let digit = field[place] &- UInt8(ascii: "0")
      if digit > 9 { return nil }
      seconds = seconds &* 10 &+ Int64(digit)
      place &+= 1
    }
    return seconds
  }

  @inline(never)
  private mutating func readAnyDelay(_ field: Span<UInt8>) -> Bool {
    guard field.count > 0 else { return false }
    let isSigned = field[0] == UInt8(ascii: "-") || field[0] == UInt8(ascii: "+")
    let first = isSigned && field.count > 1 ? field[1] : field[0]
    do throws(ISODurationFailure) {
      let isDuration = first | 0x20 == UInt8(ascii: "p")
      let delay = try isDuration ? ISODuration(field) : ISODuration(seconds: field)
      delayNanoseconds = delay.nanoseconds
      return true
    } catch {
      return false
    }
  }

  /// Reads `true`, `false`, `1` or `0`, letters of either case.
  @inline(__always)
  mutating func readAccident(_ field: Span<UInt8>) -> Bool {
    switch field.count {
    case 1:
      hasAccident = field[0] == UInt8(ascii: "1")
      return hasAccident || field[0] == UInt8(ascii: "0")
    case 4:
      hasAccident = true
      return Self.word(field) == 0x7472_7565
    case 5:
      hasAccident = false
      return Self.word(field) == 0x66_616C_7365
    default: return false
    }
  }

  /// A few letters, made small, as one number.
  @inline(__always)
  private static func word(_ field: Span<UInt8>) -> UInt64 {
    var word: UInt64 = 0
    for place in 0..<field.count { word = word &<< 8 | UInt64(field[place] | 0x20) }
    return word
  }
}
