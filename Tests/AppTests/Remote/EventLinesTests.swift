import Testing

@testable import App

struct EventLinesTests {
  private static let stream =
    "\u{FEFF}: hello\nretry: 2000\nevent: state\nid: 1\ndata: {\"a\":1}\n\n"
    + "data:no blank\r\ndata\r\ndata:  two\r\n\r\n:\n\nid: 5\n\ndata: é\r\rdatabase: x\n\n"
    + "data: cut off"
  private static let events = ["{\"a\":1}", "no blank\n\n two", "é"]

  private func texts(_ pieces: [ArraySlice<UInt8>]) -> [String] {
    var lines = EventLines()
    return pieces.flatMap { lines.take($0) }.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `events are the same in every cutting`() {
    let bytes = Array(Self.stream.utf8)
    #expect(texts([bytes[...]]) == Self.events)
    #expect(texts(bytes.indices.map { bytes[$0...$0] }) == Self.events)
    for first in bytes.indices {
      for second in [first, (first + bytes.count) / 2, bytes.count] {
        let pieces = [bytes[..<first], bytes[first..<second], bytes[second...]]
        #expect(texts(pieces) == Self.events)
      }
    }
  }

  @Test func `an event that is too long is passed over and the next one is not`() {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: EventLines.dataLimitBytes + 1)
    let lead = Array("data: ".utf8)
    let next = Array("\n\ndata: y\n\n".utf8)
    #expect(texts([lead + long + next].map { $0[...] }) == ["y"])
    let half = Array(long[..<(long.count / 2)]) + [UInt8(ascii: "\n")]
    #expect(texts([lead + half + lead + half + lead + half + next].map { $0[...] }) == ["y"])
    let most = Array(long.dropLast(8))
    #expect(texts([(lead + most + next)[...]]).map(\.utf8.count) == [most.count, 1])
  }
}
