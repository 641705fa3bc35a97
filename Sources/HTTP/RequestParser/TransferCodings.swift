/// The transfer codings that a request names, over all its Transfer-Encoding fields.
struct TransferCodings {
  enum Verdict {
    case chunked, unknown, broken
  }

  private var hasUnknown = false
  private var isChunkedLast = false
  private var isBroken = false

  mutating func add(_ value: ArraySlice<UInt8>) {
    for part in value.split(separator: UInt8(ascii: ",")) {
      let coding = Characters.trimmed(part)
      if coding.isEmpty { continue }
      // A coding after chunked, chunked twice, or chunked with a parameter (RFC 9112, sections 6.1 and 7.1).
      if isChunkedLast { isBroken = true }
      if Characters.matches(coding, Self.chunked) {
        isChunkedLast = true
      } else if Characters.matches(coding.prefix(7), Self.chunked),
        coding.dropFirst(7).first.map({ !Characters.isToken($0) }) ?? true
      {
        isBroken = true
      } else {
        hasUnknown = true
      }
    }
  }

  var verdict: Verdict {
    if isBroken { return .broken }
    if hasUnknown { return .unknown }
    return isChunkedLast ? .chunked : .broken
  }

  private static let chunked = Array("chunked".utf8)
}
