// Feeds the parser of requests random bytes. The first `Order.byteCount` of them say how the rest is cut and limited; see `Order`.
//
// A finding is a crash, a promise of the parser that is broken, or bytes that are read in two ways in two cuttings.

@testable import HTTP

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count >= Order.byteCount else { return 0 }
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  let order = Order(input.prefix(Order.byteCount))
  // A head that waits for its end is looked at again when a line ends, so the last line does.
  let stream = Array(input.dropFirst(Order.byteCount)) + [UInt8(ascii: "\n")]
  let whole = Reading(stream, cutAt: [], order)
  let cut = Reading(stream, cutAt: order.cuts(of: stream.count), order)
  require(whole == cut, "two cuttings, two readings", whole, cut)
  let bytewise = Reading(stream, cutAt: Array(1..<stream.count), order)
  require(whole == bytewise, "byte by byte it reads otherwise", whole, bytewise)
  return 0
}

/// Ends the process with a word to whoever reads the finding.
func require(_ isTrue: Bool, _ sentence: String, _ facts: Any...) {
  if isTrue { return }
  fatalError(([sentence] + facts.map { "\($0)" }).joined(separator: "\n"))
}
