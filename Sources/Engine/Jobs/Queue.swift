/// First in, first out. An array with a moving head: both ends cost O(1) amortised, where `removeFirst()` is linear.
package struct Queue<Element> {
  private var elements: [Element?] = []
  private var head = 0

  package init() {}

  /// How many elements wait.
  package var count: Int { elements.count - head }
  /// Whether none waits.
  package var isEmpty: Bool { count == 0 }

  /// The element that has waited longest.
  package var first: Element? { head < elements.count ? elements[head] : nil }

  /// The elements that have waited longest, so many at most, in their order.
  package func prefix(_ count: Int) -> [Element] {
    elements[head...].prefix(count).compactMap(\.self)
  }

  /// Adds an element at the end.
  package mutating func append(_ element: Element) {
    elements.append(element)
  }

  /// Takes out the elements that a condition holds for.
  package mutating func removeAll(where isUnwanted: (Element) -> Bool) {
    elements = elements[head...].filter { $0.map { !isUnwanted($0) } ?? false }
    head = 0
  }

  /// Takes out the element that has waited longest; `nil` if none waits.
  package mutating func popFirst() -> Element? {
    guard head < elements.count else { return nil }
    let first = elements[head]
    elements[head] = nil
    head += 1
    if head > 64, head * 2 > elements.count {
      elements.removeSubrange(..<head)
      head = 0
    }
    return first
  }
}

extension Queue: Sendable where Element: Sendable {}
