import Testing

@testable import Posix
@testable import Stores

struct OutgoingFileTests {
  private let scratch = ScratchFolder()

  @Test func `a body comes in pieces, and again from any place of it`() throws {
    let file = try openFile(Array("0123456789".utf8), in: scratch)
    var outgoing = OutgoingFile(FileStretch(of: file, from: 1, limit: 8))
    var text = ""
    while let piece = outgoing.next(limit: 3), !piece.isEmpty {
      text += String(decoding: piece, as: UTF8.self) + " "
    }
    #expect(text == "123 456 78 ")
    let again = outgoing.go(to: 5)
    #expect(again)
    let rest = outgoing.next(limit: 10)
    #expect(rest == Array("678".utf8))
    #expect(outgoing.failure == nil)
  }

  @Test(arguments: [-1, 9, Int.max])
  func `there is nothing outside of it`(_ place: Int) throws {
    let file = try openFile(Array("0123456789".utf8), in: scratch)
    var outgoing = OutgoingFile(FileStretch(of: file, from: 1, limit: 8))
    let went = outgoing.go(to: place)
    #expect(!went)
    let first = outgoing.next(limit: 1)
    #expect(first == Array("1".utf8))
  }
}
