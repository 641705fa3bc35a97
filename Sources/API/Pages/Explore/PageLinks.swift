internal import Statistics

/// Which part of a view a page shows, and the links to the parts before and behind it.
struct PageLinks: Sendable {
  private let address: ExploreAddress
  /// How many rows or groups there are, and how many a page has at most.
  private let count: Int
  private let limit: Int
  /// The cursor of what is behind this page, if there is more.
  private let next: String?
  /// The first and the last one that is shown, from 1. Addresses are typed by anybody: beside a cursor, theirs is only what people read,
  /// and is taken for no more than can be true.
  let from: Int
  let end: Int

  /// - Parameters:
  ///   - shown: how many rows or groups are on this page.
  ///   - count: how many there are.
  init(_ address: ExploreAddress, shown: Int, of count: Int, limit: Int, next: String?) {
    self.address = address
    self.count = count
    self.limit = limit
    self.next = next
    from = min(address.from, max(1, count - shown + 1))
    end = from + shown - 1
  }

  /// Whether there is another page.
  var leadSomewhere: Bool { from > 1 || next != nil }

  func write(to page: inout MarkupWriter) {
    page.begin("nav", ("class", "pages"), ("aria-label", "Pages"))
    if from > 1 {
      page.element("a", ("href", address.changed { $0.begin() }.target + "#rows"), text: "« First")
      let back = address.changed { back in
        back.begin()
        back.from = max(1, from - limit)
      }
      page.element("a", ("href", back.target + "#rows"), ("rel", "prev"), text: "‹ Previous")
    }
    page.element(
      "span",
      text: "\(NumberText.whole(from))–\(NumberText.whole(end)) of \(NumberText.whole(count))")
    if let next {
      let forth = address.changed { forth in
        forth.set("_cursor", to: next)
        forth.from = end + 1
      }
      page.element("a", ("href", forth.target + "#rows"), ("rel", "next"), text: "Next ›")
    }
    page.end()
  }
}
