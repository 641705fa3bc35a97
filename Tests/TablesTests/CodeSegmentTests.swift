import Testing

@testable import Tables

struct CodeSegmentTests {
  @Test(arguments: [200, 300, 70_000])
  func `slots come back in whatever width they need`(_ greatest: UInt32) {
    var random = Seeded(Int(greatest))
    var segment = CodeSegment.empty
    var plain: [UInt32] = []
    for part in 0..<4 {
      let top = part < 2 ? min(200, greatest) : greatest
      let slots = (0..<100).map { _ in UInt32.random(in: 0...top, using: &random) } + [top]
      segment.append(slots, greatest: top)
      plain += slots
    }
    #expect(segment.count == plain.count && segment.expanded() == plain)
    #expect((0..<plain.count).allSatisfy { segment[$0] == Int(plain[$0]) })
    switch segment {
    case .narrow: #expect(greatest <= 255)
    case .medium: #expect(greatest > 255 && greatest <= 65535)
    case .wide: #expect(greatest > 65535)
    }
  }

  @Test func `rows get other slots, in the width that these need`() {
    var segment = CodeSegment.empty
    segment.append([0, 1, 2, 3], greatest: 3)
    #expect(segment.renumbered([0, 1, 2, 3, 4]) == segment)
    #expect(segment.renumbered([0, 3, 2, 1]).expanded() == [0, 3, 2, 1])
    let wider = segment.renumbered([0, 1, 500, 3])
    #expect(wider.expanded() == [0, 1, 500, 3])
    guard case .medium = wider else {
      Issue.record("500 needs two bytes")
      return
    }
    // A slot that no row bears makes nothing wider.
    let same = segment.renumbered([0, 3, 2, 1, 999])
    #expect(same == .narrow([0, 3, 2, 1]))
    #expect(CodeSegment.nulls(3) == .narrow([0, 0, 0]))
    var large = CodeSegment.empty
    large.append([70_000, 5], greatest: 70_000)
    var table = (0...70_000).map { UInt32($0) }
    table[70_000] = 2
    #expect(large.renumbered(table) == .narrow([2, 5]))
    var medium = CodeSegment.empty
    medium.append([300], greatest: 300)
    medium.append([70_000], greatest: 70_000)
    #expect(medium == .wide([300, 70_000]))
  }
}
