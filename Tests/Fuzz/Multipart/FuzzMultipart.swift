// Feeds the reader of forms random bytes. The first `Order.byteCount` of them say how the rest is cut and limited, and which boundary
// it has; see `Order`.
//
// A finding is a crash, a promise of the reader that is broken, or bytes that are read in two ways in two cuttings. A search for the
// boundary that misses one shows in the cutting byte by byte, which needs none.

@testable import HTTP

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count >= Order.byteCount else { return 0 }
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  let order = Order(input.prefix(Order.byteCount))
  let stream = Array(input.dropFirst(Order.byteCount))
  let whole = FormReading(stream, cutAt: [], order)
  let cut = FormReading(stream, cutAt: order.cuts(of: stream.count), order)
  require(whole == cut, "two cuttings, two readings", whole, cut)
  let bytewise = FormReading(stream, cutAt: Array(stream.indices.dropFirst()), order)
  require(whole == bytewise, "byte by byte it reads otherwise", whole, bytewise)
  let upload = UploadReading(stream, cutAt: order.cuts(of: stream.count), order)
  upload.check(against: whole, order)
  return 0
}

/// Ends the process with a word to whoever reads the finding.
func require(_ isTrue: Bool, _ sentence: String, _ facts: Any...) {
  if isTrue { return }
  fatalError(([sentence] + facts.map { "\($0)" }).joined(separator: "\n"))
}
