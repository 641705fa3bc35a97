/// Why bytes are no text of an encoding. Places count from 0, the first byte of the file; lines from 1.
package enum EncodingFailure: Error, Equatable, Sendable {
  /// A byte that is no character there, or with which no character begins.
  case undefinedByte(UInt8, TextEncoding, offset: Int, line: Int)
  /// A half of a pair of UTF-16 without the other half.
  case loneSurrogate(UInt16, offset: Int, line: Int)
  /// The bytes end within a character.
  case cutCharacter(TextEncoding, offset: Int, line: Int)

  /// The line on which it stands.
  package var line: Int {
    switch self {
    case .undefinedByte(_, _, _, let line), .loneSurrogate(_, _, let line),
      .cutCharacter(_, _, let line):
      line
    }
  }

  /// The failure for people, without the name of the file.
  package var sentence: String {
    switch self {
    case .undefinedByte(let byte, let encoding, let offset, let line):
      "line \(line): the byte 0x\(hexadecimal(UInt16(byte), digits: 2)) at offset \(offset) is not \(encoding.rawValue)"
    case .loneSurrogate(let unit, let offset, let line):
      "line \(line): the surrogate 0x\(hexadecimal(unit, digits: 4)) at offset \(offset) stands alone"
    case .cutCharacter(let encoding, let offset, let line):
      "line \(line): the file ends within the \(encoding.rawValue) character at offset \(offset)"
    }
  }

  private func hexadecimal(_ number: UInt16, digits: Int) -> String {
    let text = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
