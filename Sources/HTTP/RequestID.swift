/// The name under which a request stands in logs and answers: the client's own, or a random UUID (RFC 9562, version 4).
package struct RequestID: Hashable, Sendable, CustomStringConvertible {
  private let high: UInt64
  private let low: UInt64
  /// The client's name; empty when the UUID counts.
  private let given: [UInt8]

  private init(high: UInt64, low: UInt64, given: [UInt8]) {
    self.high = high
    self.low = low
    self.given = given
  }

  /// The client's name for its request.
  ///
  /// - Returns: `nil` unless it matches `^[A-Za-z0-9._-]{1,128}$`.
  package init?(given: ArraySlice<UInt8>) {
    guard (1...128).contains(given.count), given.allSatisfy(Self.isAllowed) else { return nil }
    self.init(high: 0, low: 0, given: Array(given))
  }

  /// A UUID of the given random bits.
  package init(random high: UInt64, _ low: UInt64) {
    self.init(
      high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000, low: low & 0x3FFF_FFFF_FFFF_FFFF | 1 << 63,
      given: [])
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }

  /// The text's bytes, appended.
  package func append(to bytes: inout [UInt8]) {
    guard given.isEmpty else { return bytes.append(contentsOf: given) }
    // 8-4-4-4-12 digits: each word below is eight of them in memory order.
    let first = Self.digits(high >> 32)
    let second = Self.digits(high & 0xFFFF_FFFF)
    let third = Self.digits(low >> 32)
    let fourth = Self.digits(low & 0xFFFF_FFFF)
    bytes.append(addingCapacity: 36) { room in
      Self.append(first, 8, to: &room)
      room.append(UInt8(ascii: "-"))
      Self.append(second, 4, to: &room)
      room.append(UInt8(ascii: "-"))
      Self.append(second >> 32, 4, to: &room)
      room.append(UInt8(ascii: "-"))
      Self.append(third, 4, to: &room)
      room.append(UInt8(ascii: "-"))
      Self.append(third >> 32, 4, to: &room)
      Self.append(fourth, 8, to: &room)
    }
  }

  /// The eight hexadecimal digits of 32 bits, the first in the lowest byte, made eight at a time.
  @inline(__always)
  private static func digits(_ value: UInt64) -> UInt64 {
    var nibbles = value
    nibbles = (nibbles | nibbles &<< 16) & 0x0000_FFFF_0000_FFFF
    nibbles = (nibbles | nibbles &<< 8) & 0x00FF_00FF_00FF_00FF
    nibbles = (nibbles | nibbles &<< 4) & 0x0F0F_0F0F_0F0F_0F0F
    nibbles = nibbles.byteSwapped
    let letters = ((nibbles &+ 0x0606_0606_0606_0606) &>> 4) & 0x0101_0101_0101_0101
    return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
  }

  @inline(__always)
  private static func append(
    _ characters: UInt64, _ count: Int, to room: inout OutputSpan<UInt8>
  ) {
    var rest = characters
    for _ in 0..<count {
      room.append(UInt8(truncatingIfNeeded: rest))
      rest &>>= 8
    }
  }

  package var description: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Random bits for request ids: fast, seeded once by the machine, one for each loop. Not for secrets.
package struct RequestIDGenerator: Sendable {
  private var state: UInt64

  /// A generator that starts from the given seed.
  package init(seed: UInt64) {
    state = seed
  }

  /// A generator that starts from the machine's randomness.
  package init() {
    var machine = SystemRandomNumberGenerator()
    self.init(seed: machine.next())
  }

  /// A UUID that this generator has not given before.
  package mutating func next() -> RequestID {
    RequestID(random: word(), word())
  }

  /// SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014).
  private mutating func word() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed &>> 31)
  }
}
