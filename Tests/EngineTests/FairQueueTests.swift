import Testing

@testable import Engine

struct FairQueueTests {
  private let ann = JobClient("ann")
  private let bob = JobClient("bob")

  @Test func `a client with many jobs delays the first of another by one`() {
    var queue = FairQueue()
    for number in 1...10_000 { queue.insert(number, of: ann) }
    queue.insert(10_001, of: bob)
    #expect(queue.position(of: 10_001, of: bob) == 2)
    #expect(queue.popFirst() == 1)
    #expect(queue.popFirst() == 10_001)
    #expect(queue.popFirst() == 2)
  }

  @Test func `a job that is put back comes before the younger ones of its client`() {
    var queue = FairQueue()
    for number in 1...3 { queue.insert(number, of: ann) }
    #expect(queue.popFirst() == 1)
    queue.insert(1, of: ann)
    #expect((0..<4).map { _ in queue.popFirst() } == [1, 2, 3, nil])
  }

  @Test func `a job that is taken out of the line is not handed out`() {
    var queue = FairQueue()
    for number in 1...3 { queue.insert(number, of: ann) }
    queue.insert(4, of: bob)
    let removals = [(2, ann), (2, ann), (1, bob), (4, bob)].map { queue.remove($0, of: $1) }
    #expect(removals == [true, false, false, true])
    queue.insert(5, of: bob)
    #expect(queue.count == 3)
    #expect((0..<4).map { _ in queue.popFirst() } == [1, 5, 3, nil])
  }

  /// A list of clients in turn, each with a sorted list, compared step by step with the real one.
  @Test func `a long random life agrees with a plain one`() {
    var generator = SplitMix(state: 5)
    var queue = FairQueue()
    var turns: [(client: JobClient, numbers: [Int])] = []
    func plainPop() -> Int? {
      guard !turns.isEmpty else { return nil }
      var first = turns.remove(at: 0)
      let number = first.numbers.remove(at: 0)
      if !first.numbers.isEmpty { turns.append(first) }
      return number
    }
    for number in 1...20_000 {
      switch Int.random(in: 0..<8, using: &generator) {
      case 0..<4:
        let client = JobClient("c\(Int.random(in: 0..<7, using: &generator))")
        queue.insert(number, of: client)
        if let place = turns.firstIndex(where: { $0.client == client }) {
          turns[place].numbers.append(number)
        } else {
          turns.append((client, [number]))
        }
      case 4..<6: #expect(queue.popFirst() == plainPop())
      case 6:
        guard let place = turns.indices.randomElement(using: &generator),
          let other = turns[place].numbers.randomElement(using: &generator)
        else { continue }
        let isRemoved = queue.remove(other, of: turns[place].client)
        #expect(isRemoved)
        turns[place].numbers.removeAll { $0 == other }
        if turns[place].numbers.isEmpty { turns.remove(at: place) }
      default:
        guard let line = turns.randomElement(using: &generator),
          let asked = line.numbers.randomElement(using: &generator)
        else { continue }
        let kept = turns
        var position = 0
        while let next = plainPop() {
          position += 1
          if next == asked { break }
        }
        turns = kept
        #expect(queue.position(of: asked, of: line.client) == position)
      }
      #expect(queue.count == turns.reduce(0) { $0 + $1.numbers.count })
    }
  }
}
