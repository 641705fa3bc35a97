/// The names of the series in one request, each once, by a number. Names are compared by their bytes.
///
/// Events of several series mostly come by turns, so a name that follows the last one as it did before is found without a table.
struct SeriesNames {
  /// The names in the order in which they first came; the empty one is the default series.
  private(set) var texts: [String] = []
  private var names: [[UInt8]] = []
  private var places: [[UInt8]: Int] = [:]
  /// For each name the place of the one that came after it.
  private var followers: [Int] = []
  private var last = 0

  /// The number of a name: where it stands in `texts`.
  mutating func place(of name: Span<UInt8>) -> UInt32 {
    if names.isEmpty {
      last = lookUp(name)
    } else if !stands(name, at: last) {
      let guess = followers[last]
      let place = stands(name, at: guess) ? guess : lookUp(name)
      followers[last] = place
      last = place
    }
    return UInt32(truncatingIfNeeded: last)
  }

  private mutating func lookUp(_ name: Span<UInt8>) -> Int {
    let bytes = (0..<name.count).map { name[$0] }
    if let place = places[bytes] { return place }
    let place = names.count
    names.append(bytes)
    followers.append(place)
    texts.append(SeriesName.text(name))
    places[bytes] = place
    return place
  }

  @inline(__always)
  private func stands(_ name: Span<UInt8>, at place: Int) -> Bool {
    let known = names[place]
    guard name.count == known.count else { return false }
    for place in 0..<name.count where name[place] != known[place] { return false }
    return true
  }
}
