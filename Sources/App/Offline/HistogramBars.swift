/// A histogram as one line of block characters: the fullest interval is a full block, an empty one is blank.
enum HistogramBars {
  private static let blocks = Array("▁▂▃▄▅▆▇█")

  /// - Parameter counts: how many values each interval holds.
  static func text(_ counts: [Int]) -> String {
    guard let most = counts.max(), most > 0 else { return "" }
    let bars = counts.map { count -> Character in
      guard count > 0 else { return " " }
      // Rounded up, so that one value among millions still shows. Doubles, because eight times a count may not fit.
      let height = (Double(count) / Double(most) * Double(blocks.count)).rounded(.up)
      return blocks[min(blocks.count, max(1, Int(height))) - 1]
    }
    return String(bars)
  }
}
