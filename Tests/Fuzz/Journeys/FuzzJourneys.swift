// Feeds the readers of journeys random bytes: as what an upstream answers, and as what is in a store. The first `Order.byteCount` of them say
// which, and how the rest is cut and limited; see `Order`.
//
// A finding is a crash, bytes that are read in two ways in two cuttings, an array that is one to the parser of JSON alone or to the search for
// its elements alone, or a stored answer that cannot be read.

@testable import Statistics

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count >= Order.byteCount else { return 0 }
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  let order = Order(input.prefix(Order.byteCount))
  let bytes = Array(input.dropFirst(Order.byteCount))
  let cuttings = [order.pieces(of: bytes), bytes.map { [$0] }]
  if order.isAnswer {
    let elements = ElementsReading([bytes])
    elements.check(against: bytes)
    let answer = AnswerReading([bytes], order)
    answer.check(order)
    for pieces in cuttings {
      require(ElementsReading(pieces) == elements, "two cuttings, two arrays", elements)
      require(AnswerReading(pieces, order) == answer, "two cuttings, two answers", answer)
    }
  } else {
    let object = ObjectReading([bytes], order)
    for pieces in cuttings {
      let other = ObjectReading(pieces, order)
      require(other == object, "two cuttings, two readings", object, other)
    }
  }
  _ = try? CityList(bytes)
  _ = try? ISODuration(bytes.span)
  return 0
}

/// Ends the process with a word to whoever reads the finding.
func require(_ isTrue: Bool, _ sentence: String, _ facts: Any...) {
  if isTrue { return }
  fatalError(([sentence] + facts.map { "\($0)" }).joined(separator: "\n"))
}
