// Feeds the CSV reader random bytes. The first `Order.byteCount` of them say how the rest is to be read; see `Order`.
//
// A finding is a crash, or bytes that are read in two ways: by two cuttings of the same file, or by the reader and `PlainReading`.

@testable import Tables

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count >= Order.byteCount else { return 0 }
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  let order = Order(input.prefix(Order.byteCount))
  let file = Array(input.dropFirst(Order.byteCount))
  let names = try? CSVLoader.header(of: file, delimiter: order.delimiter)
  let whole = Outcome(file, order.options(for: names ?? []), on: .single)
  let cut = Outcome(file, order.cutOptions(for: names ?? []), on: order.lanes)
  require(whole == cut, "two cuttings, two outcomes", whole, cut)
  if let names {
    PlainReading(file, names, order.options(for: names)).check(whole)
  }
  if let loaded = whole.loaded {
    KernelCheck(loaded.table).run(order)
  }
  return 0
}

/// Ends the process with a word to whoever reads the finding.
func require(_ isTrue: Bool, _ sentence: String, _ facts: Any...) {
  if isTrue { return }
  fatalError(([sentence] + facts.map { "\($0)" }).joined(separator: "\n"))
}
