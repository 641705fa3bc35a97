internal import Synchronization

/// Hands out the numbers 0, 1, 2, ... to lanes, each number once.
final class PieceCounter: Sendable {
  private let next = Atomic(0)

  func take() -> Int {
    next.wrappingAdd(1, ordering: .relaxed).oldValue
  }
}

/// A place for each piece of work, which one lane fills.
final class Gathering<Element: Sendable>: Sendable {
  private let places: [Place]

  private final class Place: Sendable {
    let filled = AtomicLazyReference<Filled>()
  }

  private final class Filled: Sendable {
    let element: Element

    init(_ element: Element) {
      self.element = element
    }
  }

  init(count: Int) {
    places = (0..<count).map { _ in Place() }
  }

  /// Fills a place. What comes second to the same place is dropped.
  func fill(_ place: Int, with element: Element) {
    _ = places[place].filled.storeIfNil(Filled(element))
  }

  /// What is in a place; `nil` if nobody has filled it.
  func element(at place: Int) -> Element? {
    places[place].filled.load()?.element
  }

  /// What is there, in the order of the places.
  var elements: [Element] {
    places.compactMap { $0.filled.load()?.element }
  }
}
