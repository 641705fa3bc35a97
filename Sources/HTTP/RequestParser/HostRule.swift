/// The grammar of an authority without user information: host, and optionally a colon and a port (RFC 3986, section 3.2).
enum HostRule {
  static func isValid(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var place = 0
    if unsafe text.first == UInt8(ascii: "[") {
      place = 1
      while place < text.count, unsafe isName(text[place]) || text[place] == UInt8(ascii: ":") {
        place += 1
      }
      guard place > 1, place < text.count, unsafe text[place] == UInt8(ascii: "]") else {
        return false
      }
      place += 1
    } else {
      while place < text.count, unsafe isName(text[place]) {
        if unsafe text[place] == UInt8(ascii: "%"), !(unsafe isEscape(text, at: place)) {
          return false
        }
        place += 1
      }
      if place == 0 { return false }
    }
    if place == text.count { return true }
    guard unsafe text[place] == UInt8(ascii: ":"), text.count - place <= 6 else { return false }
    return unsafe text[(place + 1)...].allSatisfy(Characters.isDigit)
  }

  private static func isEscape(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    unsafe place + 2 < text.count && Characters.hexValue(text[place + 1]) != nil
      && Characters.hexValue(text[place + 2]) != nil
  }

  @inline(__always)
  private static func isName(_ byte: UInt8) -> Bool {
    Characters.isHostName(byte)
  }
}
