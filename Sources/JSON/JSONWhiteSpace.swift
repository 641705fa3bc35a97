extension Span<UInt8> {
  /// The place of the first byte from a place on that is no white space (RFC 8259, section 2), or of the end.
  package func endOfWhiteSpace(from place: Int) -> Int {
    var place = place
    while place < count {
      let byte = self[place]
      if byte > 0x20 || !isWhiteSpace(byte) { break }
      place &+= 1
    }
    return place
  }

  private func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
