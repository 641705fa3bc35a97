internal import CScan

/// How far bytes are whole characters.
struct Transcoded: Equatable {
  /// How many bytes are.
  var used: Int
  /// Whether what follows is no character; else it is one that the end of the bytes cuts, or nothing.
  var isRefused: Bool
}

/// Appends the characters that some bytes begin with, as UTF-8.
///
/// Sound: a tile of bytes becomes at most three times as many, which is the room that is there; all places come from the counts of both.
func transcode(
  _ bytes: Span<UInt8>, from encoding: TextEncoding, to output: inout [UInt8]
) -> Transcoded {
  let tileBytes = 4096
  if encoding == .utf8 {
    let valid = validUTF8(bytes)
    unsafe bytes.withUnsafeBytes { unsafe output.append(contentsOf: $0[..<valid.used]) }
    return valid
  }
  let upper = upperHalf(of: encoding)
  return unsafe bytes.withUnsafeBytes { bytes in
    unsafe withUnsafeTemporaryAllocation(byteCount: tileBytes * 3, alignment: 64) { room in
      var all = Transcoded(used: 0, isRefused: false)
      while all.used < bytes.count {
        let end = min(bytes.count, all.used + tileBytes)
        let tile = unsafe UnsafeRawBufferPointer(rebasing: bytes[all.used..<end])
        let (read, written) =
          switch encoding {
          case .utf16be: unsafe widen(tile, room, &all.isRefused) { UInt16(bigEndian: $0) }
          case .utf16, .utf16le:
            unsafe widen(tile, room, &all.isRefused) { UInt16(littleEndian: $0) }
          case .utf8, .ascii, .latin1, .windows1252:
            unsafe spell(tile, upper, room, &all.isRefused)
          }
        unsafe output.append(contentsOf: room[..<written])
        all.used += read
        if all.isRefused || read == 0 { break }
      }
      return all
    }
  }
}

/// Where the first byte stands that is no UTF-8: that begins no character, or one whose other bytes are wrong or missing; `nil` if there is
/// none.
///
/// - Complexity: O(bytes), less than a tenth of a nanosecond for each of ASCII.
package func firstInvalidUTF8(in bytes: Span<UInt8>) -> Int? {
  let valid = validUTF8(bytes).used
  return valid == bytes.count ? nil : valid
}

/// How many line feeds there are.
func lineFeeds(in bytes: Span<UInt8>) -> Int {
  unsafe bytes.withUnsafeBytes { bytes in
    guard let start = bytes.baseAddress else { return 0 }
    return unsafe tally_count(
      start.assumingMemoryBound(to: UInt8.self), bytes.count, CSVInput.lineFeed)
  }
}

/// The bytes as an array.
func copy(_ bytes: Span<UInt8>) -> [UInt8] {
  unsafe bytes.withUnsafeBytes { unsafe Array($0) }
}

/// The characters of the bytes from 0x80 on; 0 for a byte that is none.
///
/// - Source: the table of the Unicode Consortium, VENDORS/MICSFT/WINDOWS/CP1252.TXT.
private func upperHalf(of encoding: TextEncoding) -> [UInt16] {
  switch encoding {
  case .latin1: Array(0x80...0xFF)
  case .windows1252:
    [
      0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
      0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
      0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
      0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ] + Array(0xA0...0xFF)
  case .ascii, .utf8, .utf16, .utf16le, .utf16be: Array(repeating: 0, count: 128)
  }
}

/// Writes a tile of an encoding of single bytes.
private func spell(
  _ bytes: UnsafeRawBufferPointer, _ upper: [UInt16], _ room: UnsafeMutableRawBufferPointer,
  _ isRefused: inout Bool
) -> (read: Int, written: Int) {
  let width = 64
  var (read, written) = (0, 0)
  while read < bytes.count {
    while bytes.count &- read >= width {
      var all: UInt8 = 0
      for place in 0..<width {
        let byte = unsafe bytes[read &+ place]
        unsafe room[written &+ place] = byte
        all |= byte
      }
      if all >= 0x80 { break }
      read &+= width
      written &+= width
    }
    let end = min(bytes.count, read &+ width)
    while read < end {
      let byte = unsafe bytes[read]
      let character = byte < 0x80 ? UInt16(byte) : upper[Int(byte & 0x7F)]
      if character == 0 && byte != 0 {
        isRefused = true
        return (read, written)
      }
      unsafe put(UInt32(character), room, &written)
      read &+= 1
    }
  }
  return (read, written)
}

/// Writes a tile of UTF-16 up to a character that its end cuts.
///
/// - Parameter order: a unit from the two bytes as they stand in memory.
@inline(__always)
private func widen(
  _ bytes: UnsafeRawBufferPointer, _ room: UnsafeMutableRawBufferPointer, _ isRefused: inout Bool,
  _ order: (UInt16) -> UInt16
) -> (read: Int, written: Int) {
  let width = 32
  var (read, written) = (0, 0)
  while bytes.count &- read >= 2 {
    while bytes.count &- read >= width &* 2 {
      var all: UInt16 = 0
      for place in 0..<width {
        let raw = unsafe bytes.loadUnaligned(
          fromByteOffset: read &+ place &* 2, as: UInt16.self)
        let unit = order(raw)
        unsafe room[written &+ place] = UInt8(truncatingIfNeeded: unit)
        all |= unit
      }
      if all >= 0x80 { break }
      read &+= width &* 2
      written &+= width
    }
    let end = min(bytes.count &- 1, read &+ width &* 2)
    while read < end {
      let unit = order(unsafe bytes.loadUnaligned(fromByteOffset: read, as: UInt16.self))
      guard unit & 0xF800 == 0xD800 else {
        unsafe put(UInt32(unit), room, &written)
        read &+= 2
        continue
      }
      // The first half of a pair: the second one must follow, but may not be there yet.
      if unit < 0xDC00, bytes.count &- read < 4 { return (read, written) }
      let next =
        unit < 0xDC00
        ? order(unsafe bytes.loadUnaligned(fromByteOffset: read &+ 2, as: UInt16.self)) : 0
      guard next & 0xFC00 == 0xDC00 else {
        isRefused = true
        return (read, written)
      }
      unsafe put(0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(next & 0x3FF)), room, &written)
      read &+= 4
    }
  }
  return (read, written)
}

/// Writes a character as UTF-8 (RFC 3629, 3).
@inline(__always)
private func put(
  _ character: UInt32, _ room: UnsafeMutableRawBufferPointer, _ written: inout Int
) {
  func write(_ byte: UInt32) {
    unsafe room[written] = UInt8(truncatingIfNeeded: byte)
    written &+= 1
  }
  if character < 0x80 {
    write(character)
  } else if character < 0x800 {
    write(0xC0 | character >> 6)
    write(0x80 | character & 0x3F)
  } else {
    if character < 0x10000 {
      write(0xE0 | character >> 12)
    } else {
      write(0xF0 | character >> 18)
      write(0x80 | character >> 12 & 0x3F)
    }
    write(0x80 | character >> 6 & 0x3F)
    write(0x80 | character & 0x3F)
  }
}

/// How far bytes are UTF-8.
///
/// Sound: eight words are read where 64 bytes are left, single bytes below the count.
func validUTF8(_ bytes: Span<UInt8>) -> Transcoded {
  unsafe bytes.withUnsafeBytes { bytes in
    var place = 0
    while place < bytes.count {
      while bytes.count &- place >= 64 {
        var all: UInt64 = 0
        for word in 0..<8 {
          all |= unsafe bytes.loadUnaligned(
            fromByteOffset: place &+ word &* 8, as: UInt64.self)
        }
        if all & 0x8080_8080_8080_8080 != 0 { break }
        place &+= 64
      }
      let end = min(bytes.count, place &+ 64)
      while place < end {
        let lead = unsafe bytes[place]
        if lead < 0x80 {
          place &+= 1
          continue
        }
        let (count, second) = continuation(of: lead)
        for next in 1..<count {
          if place &+ next == bytes.count { return Transcoded(used: place, isRefused: false) }
          let byte = unsafe bytes[place &+ next]
          let isRight = next == 1 ? second.contains(byte) : byte & 0xC0 == 0x80
          if !isRight { return Transcoded(used: place, isRefused: true) }
        }
        if count == 1 { return Transcoded(used: place, isRefused: true) }
        place &+= count
      }
    }
    return Transcoded(used: place, isRefused: false)
  }
}

/// How many bytes a character of UTF-8 has that begins with this byte from 0x80 on, and what the second one may be (RFC 3629, 4); 1 for a
/// byte with which none begins.
@inline(__always)
private func continuation(of lead: UInt8) -> (count: Int, second: ClosedRange<UInt8>) {
  switch lead {
  case 0xC2...0xDF: (2, 0x80...0xBF)
  case 0xE0: (3, 0xA0...0xBF)
  case 0xED: (3, 0x80...0x9F)
  case 0xE1...0xEF: (3, 0x80...0xBF)
  case 0xF0: (4, 0x90...0xBF)
  case 0xF1...0xF3: (4, 0x80...0xBF)
  case 0xF4: (4, 0x80...0x8F)
  default: (1, 0x80...0xBF)
  }
}
