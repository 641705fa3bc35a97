import Testing

@testable import Engine

struct NumberedTests {
  @Test func `elements far apart are found in order, and cost nothing between`() {
    var numbered = Numbered<Int>()
    let far = 900_000_000_000_000
    numbered[3] = 30
    numbered[far] = 1
    #expect(numbered[3] == 30)
    #expect(numbered[4] == nil)
    #expect(numbered[far] == 1)
    var found: [Int] = []
    var number = numbered.next(from: 1, below: far + 1)
    while number <= far {
      if numbered[number] != nil { found.append(number) }
      number = numbered.next(from: number + 1, below: far + 1)
    }
    #expect(found == [3, far])
    var below = far + 1
    found = []
    while let number = numbered.previous(below: below, from: 1) {
      if numbered[number] != nil { found.append(number) }
      below = number
    }
    #expect(found == [far, 3])
  }

  @Test func `a random life agrees with a dictionary`() {
    var generator = SplitMix(state: 9)
    var numbered = Numbered<Int>()
    var plain: [Int: Int] = [:]
    for step in 0..<20_000 {
      let number = Int.random(in: 1..<3000, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0:
        numbered[number] = step
        plain[number] = step
      case 1:
        numbered[number] = nil
        plain[number] = nil
      case 2:
        if numbered[number] != nil {
          numbered[number]? += 1
          plain[number]? += 1
        }
      default: #expect(numbered[number] == plain[number])
      }
    }
    var found: [Int] = []
    var number = numbered.next(from: 1, below: 3000)
    while number < 3000 {
      if numbered[number] != nil { found.append(number) }
      number = numbered.next(from: number + 1, below: 3000)
    }
    #expect(found == plain.keys.sorted())
  }
}
