/// The letters of one name, numbered from 1, so that other names can be written in them. A letter that the name does not have is 0.
struct NameLetters {
  private var ascii = InlineArray<128, UInt8>(repeating: 0)
  private var others: [UInt32: UInt8] = [:]

  /// Numbers the letters; there are at most 255, as many as a name has characters.
  init(of name: FoldedName) {
    var count: UInt8 = 0
    for letter in name.letters where number(of: letter) == 0 {
      count += 1
      if letter < 128 { ascii[Int(letter)] = count } else { others[letter] = count }
    }
  }

  /// A whole name in these letters.
  func written(_ name: borrowing FoldedName) -> [UInt8] {
    name.letters.map(number(of:))
  }

  /// Some words of a name in these letters, with a blank between them.
  func written(_ words: [Range<Int>], of name: borrowing FoldedName) -> [UInt8] {
    let blank = number(of: UInt32(UInt8(ascii: " ")))
    var letters: [UInt8] = []
    letters.reserveCapacity(name.letters.count)
    for word in words {
      if !letters.isEmpty { letters.append(blank) }
      for place in word { letters.append(number(of: name.letters[place])) }
    }
    return letters
  }

  @inline(__always)
  private func number(of letter: UInt32) -> UInt8 {
    letter < 128 ? ascii[Int(letter)] : others[letter] ?? 0
  }
}
