/// Sums of powers of deviations from a number near the mean, in doubles.
///
/// Blocks of a fixed length are added plainly, their sums with compensation: so the answer depends on the order of the values and on nothing else.
struct DeviationSums {
  private static let blockLength = 128
  private(set) var first = NeumaierSum()
  private(set) var second = NeumaierSum()
  private(set) var third = NeumaierSum()
  private(set) var fourth = NeumaierSum()

  /// - Complexity: O(*n*), a nanosecond or two a value.
  init<Value>(_ values: [Value], _ deviation: (Value) -> Double) {
    for start in stride(from: 0, to: values.count, by: Self.blockLength) {
      var block = Block()
      for value in values[start..<min(start + Self.blockLength, values.count)] {
        block.add(deviation(value))
      }
      add(block)
    }
  }

  /// - Parameter counts: how often each value occurs; the value is handed over by its place.
  init(counts: [Int], _ deviation: (Int) -> Double) {
    for (place, count) in counts.enumerated() where count != 0 {
      var block = Block()
      block.add(deviation(place))
      add(block, times: Double(count))
    }
  }

  private struct Block {
    var (one, two, three, four) = (0.0, 0.0, 0.0, 0.0)

    @inline(__always)
    mutating func add(_ deviation: Double) {
      let square = deviation * deviation
      one += deviation
      two += square
      three += square * deviation
      four += square * square
    }
  }

  private mutating func add(_ block: Block, times: Double = 1) {
    first.add(block.one * times)
    second.add(block.two * times)
    third.add(block.three * times)
    fourth.add(block.four * times)
  }
}
