/// Names that may be asked for, compared by bytes: two names that look alike may be spelled with other code points.
struct NameList {
  let names: [String]
  private let spellings: Set<[UInt8]>

  init(_ names: [String]) {
    self.names = names
    spellings = Set(names.map { Array($0.utf8) })
  }

  func contains(_ name: String) -> Bool {
    spellings.contains(Array(name.utf8))
  }

  /// The name that was probably meant.
  func nearest(to name: String) -> String? {
    nearestName(to: name, in: names)
  }

  /// The first name that stands there a second time.
  var repeated: String? {
    var seen: Set<[UInt8]> = []
    return names.first { !seen.insert(Array($0.utf8)).inserted }
  }
}
