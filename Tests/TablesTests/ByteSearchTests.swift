import CScan
import Testing

@testable import Tables

struct ByteSearchTests {
  private func places(_ wanted: [UInt8], _ text: [UInt8], from start: Int = 0) -> [Int] {
    let search = ByteSearch(wanted)
    return text.withUnsafeBufferPointer { text in
      var places: [Int] = []
      var next = start
      while let place = search.first(in: text, from: next) {
        places.append(place)
        next = place + 1
      }
      return places
    }
  }

  @Test func `all places are found that a plain look finds`() {
    var random = Seeded(9)
    let bytes = Array("abAB@`[{\u{1}é".utf8)
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0...300, using: &random)).map { _ in
        bytes.randomElement(using: &random) ?? 0
      }
      let wanted = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        bytes.randomElement(using: &random) ?? 0
      }
      let small = text.map(CaseFolding.small)
      let expected = small.indices.filter { place in
        small[place...].starts(with: wanted.map(CaseFolding.small))
      }
      #expect(places(wanted, text) == expected)
      let wantedSmall = wanted.map(CaseFolding.small)
      #expect(
        tally_find_plainly(text, text.count, wantedSmall, wanted.count)
          == expected.first ?? text.count)
      let start = Int.random(in: 0...text.count, using: &random)
      #expect(places(wanted, text, from: start) == expected.filter { $0 >= start })
    }
  }

  @Test func `every place around a vector's end is looked at`() {
    for count in [1, 2, 63, 64, 65, 130] {
      for length in [1, 2, 5, 64, 70] where length <= count {
        for place in 0...count - length {
          var text = [UInt8](repeating: UInt8(ascii: "."), count: count)
          for index in place..<place + length { text[index] = UInt8(ascii: "X") }
          #expect(places(Array(repeating: UInt8(ascii: "x"), count: length), text) == [place])
        }
      }
    }
  }

  @Test func `nothing is found in nothing`() {
    #expect(places([1], []) == [] && places([1, 2], [1]) == [])
  }
}
