internal import Tables

/// The known name that a misspelt one most probably means.
///
/// Names are compared without regard to the case of ASCII letters. A name that begins with what was asked is nearer than any other;
/// else the least edit distance counts, and nothing is suggested that shares less than half of its letters.
///
/// - Returns: `nil` when no name is near. Ties go to the name that comes first.
/// - Complexity: O(*names* x *n* x *m*) for the first 2,000 names and the first 256 bytes of each; bounded, because clients choose
///   the text.
func nearestName(to asked: String, in names: Categories) -> String? {
  nearestName(to: asked, count: names.count) { names.word($0) }
}

/// The known name that a misspelt one most probably means, by the same rule.
package func nearestName(to asked: String, in names: [String]) -> String? {
  nearestName(to: asked, count: names.count) { names[$0] }
}

private func nearestName(to asked: String, count: Int, _ name: (Int) -> String) -> String? {
  let wanted = folded(asked)
  guard !wanted.isEmpty else { return nil }
  var best: (distance: Int, name: String)?
  for number in 0..<min(count, 2_000) {
    let name = name(number)
    let candidate = folded(name)
    let limit = max(wanted.count, candidate.count) / 2
    let isStart = candidate.starts(with: wanted)
    // Texts are at least as far apart as their lengths: where that is too far, the table need not be filled.
    guard isStart || abs(wanted.count - candidate.count) <= min(limit, best?.distance ?? limit)
    else { continue }
    let distance = isStart ? 0 : editDistance(wanted, candidate)
    guard distance <= limit else { continue }
    if distance < best?.distance ?? .max
      || (distance == best?.distance && name < best?.name ?? "")
    {
      best = (distance, name)
    }
  }
  return best?.name
}

private func folded(_ text: String) -> [UInt8] {
  text.utf8.prefix(256).map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
}

/// The least number of insertions, deletions and replacements of bytes that turn one text into the other.
///
/// - Source: R. A. Wagner, M. J. Fischer, The String-to-String Correction Problem, Journal of the ACM 21 (1974), pp. 168-173; one row
///   of the table is kept.
func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var row = Array(0...right.count)
  for (i, a) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, b) in right.enumerated() {
      let replaced = diagonal + (a == b ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, min(row[j], diagonal) + 1)
    }
  }
  return row[right.count]
}
