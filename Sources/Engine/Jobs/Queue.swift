/// First in, first out. An array with a moving head: both ends cost O(1) amortised, where `removeFirst()` is linear.
package struct Queue<Element> {
  private var elements: [Element?] = []
  private var head = 0

  package init() {}

  package var count: Int { elements.count - head }
  package var isEmpty: Bool { count == 0 }

  package var first: Element? { head < elements.count ? elements[head] : nil }

  package mutating func append(_ element: Element) {
    elements.append(element)
  }

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
