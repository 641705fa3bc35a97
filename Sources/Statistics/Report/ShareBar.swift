/// A bar in parts, each as long as its share of the whole.
struct ShareBar {
  struct Part {
    let name: String
    let count: Int
  }

  private static let width = 720.0
  private static let height = 28.0

  let title: String
  let parts: [Part]

  /// The bar as an SVG document, the same bytes each time. The parts bear the colours of series in their order; one of none is not seen.
  func svg() -> [UInt8] {
    let whole = parts.reduce(0) { $0 + $1.count }
    var markup = MarkupWriter()
    markup.begin(
      "svg", ("xmlns", "http://www.w3.org/2000/svg"),
      ("viewBox", "0 0 \(Coordinate.text(Self.width)) \(Coordinate.text(Self.height))"),
      ("role", "img"))
    markup.element("title", text: title)
    markup.element("desc", text: parts.map { Self.sentence($0, of: whole) }.joined(separator: " "))
    var left = 0.0
    for (place, part) in parts.enumerated() where part.count > 0 {
      let width = Double(part.count) / Double(whole) * Self.width
      let gap = min(1, width / 8)
      let area = Rectangle(left: left, top: 0, width: width - gap, height: Self.height)
      SeriesStyle(place).writeArea(area, tip: Self.sentence(part, of: whole), to: &markup)
      left += width
    }
    markup.end()
    return markup.bytes
  }

  private static func sentence(_ part: Part, of whole: Int) -> String {
    "\(part.name): \(NumberText.whole(part.count)) (\(PlainText.share(part.count, of: whole)))."
  }
}
