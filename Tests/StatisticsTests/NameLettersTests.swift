import Testing

@testable import Statistics

struct NameLettersTests {
  @Test func `letters are numbered as they come, and strange ones are zero`() {
    let asked = FoldedName(Array("bab éb".utf8).span)
    let letters = NameLetters(of: asked)
    #expect(letters.written(asked) == [1, 2, 1, 3, 4, 1])
    let other = FoldedName(Array("é x灯a".utf8).span)
    #expect(letters.written(other) == [4, 3, 0, 0, 2])
  }

  @Test func `words are written with one blank between them`() {
    let asked = FoldedName(Array("b a".utf8).span)
    let letters = NameLetters(of: asked)
    let other = FoldedName(Array("b --  a".utf8).span)
    #expect(letters.written(other.words, of: other) == [3, 2, 1])
    #expect(letters.written([], of: other).isEmpty)
  }

  @Test func `as many letters as a name may have are numbered`() {
    let text = String(String.UnicodeScalarView((0x4E00..<0x4F00).compactMap(Unicode.Scalar.init)))
    let asked = FoldedName(Array(text.utf8).span)
    #expect(NameLetters(of: asked).written(asked) == Array(1...255))
  }
}
