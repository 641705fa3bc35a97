/// Which words two names share, and which only one of them has; a word that comes twice counts once.
struct WordComparison {
  /// The words that only the left name has, in alphabetical order.
  private(set) var onlyLeft: [Range<Int>] = []
  private(set) var onlyRight: [Range<Int>] = []
  private(set) var sharedCount = 0
  /// How many characters the shared words take with blanks between them.
  private(set) var sharedLength = 0

  /// Goes through the words of both, which stand in alphabetical order, side by side.
  init(_ left: borrowing FoldedName, _ right: borrowing FoldedName) {
    var i = 0
    var j = 0
    while i < left.words.count || j < right.words.count {
      if left.repeatsWord(i) {
        i += 1
        continue
      }
      if right.repeatsWord(j) {
        j += 1
        continue
      }
      let order =
        i == left.words.count
        ? 1
        : j == right.words.count
          ? -1 : FoldedName.order(left.words[i], of: left, right.words[j], of: right)
      if order == 0 {
        sharedLength += left.words[i].count + (sharedCount == 0 ? 0 : 1)
        sharedCount += 1
      }
      if order < 0 { onlyLeft.append(left.words[i]) }
      if order > 0 { onlyRight.append(right.words[j]) }
      if order <= 0 { i += 1 }
      if order >= 0 { j += 1 }
    }
  }
}
