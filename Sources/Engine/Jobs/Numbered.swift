/// Elements by number, where the numbers grow and old ones become few: an array in pages, of which the empty ones cost nothing.
struct Numbered<Element: Sendable>: Sendable {
  private struct Page: Sendable {
    var elements = ContiguousArray<Element?>(repeating: nil, count: Numbered.pageLength)
    var count = 0
  }

  private static var pageLength: Int { 256 }

  private var pages: [Int: Page] = [:]
  /// The keys of the pages, ascending.
  private var keys: [Int] = []

  /// The element of a number; `nil` where there is none, or to take it out.
  subscript(number: Int) -> Element? {
    get { pages[Self.key(number)]?.elements[Self.offset(number)] }
    _modify {
      let key = Self.key(number)
      if pages[key] == nil { insert(key) }
      let before = pages[key]?.elements[Self.offset(number)] == nil ? 0 : 1
      yield &pages[key, default: Page()].elements[Self.offset(number)]
      let after = pages[key]?.elements[Self.offset(number)] == nil ? 0 : 1
      pages[key]?.count += after - before
      if pages[key]?.count == 0 { remove(key) }
    }
  }

  /// The least number from `first` on, and below `end`, that may have an element: pages without any are passed over.
  func next(from first: Int, below end: Int) -> Int {
    guard first < end else { return end }
    let place = place(of: Self.key(first))
    guard place < keys.count else { return end }
    return min(end, max(first, keys[place] * Self.pageLength))
  }

  /// The greatest number below `bound`, and not below `first`, that may have an element; `nil` if there is none.
  func previous(below bound: Int, from first: Int) -> Int? {
    guard bound > first else { return nil }
    var place = place(of: Self.key(bound - 1))
    if place == keys.count || keys[place] > Self.key(bound - 1) {
      guard place > 0 else { return nil }
      place -= 1
    }
    let number = min(bound - 1, (keys[place] + 1) * Self.pageLength - 1)
    return number >= first ? number : nil
  }

  private mutating func insert(_ key: Int) {
    pages[key] = Page()
    keys.insert(key, at: place(of: key))
  }

  private mutating func remove(_ key: Int) {
    pages[key] = nil
    keys.remove(at: place(of: key))
  }

  /// Where a key stands, or would stand.
  private func place(of key: Int) -> Int {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func key(_ number: Int) -> Int { number / pageLength }
  private static func offset(_ number: Int) -> Int { number % pageLength }
}
