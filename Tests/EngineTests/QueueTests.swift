import Engine
import Testing

struct QueueTests {
  @Test func `the first of those that wait are told, and wait on`() {
    var queue = Queue<Int>()
    #expect(queue.prefix(3).isEmpty)
    for number in 0..<5 { queue.append(number) }
    _ = queue.popFirst()
    #expect(queue.prefix(0).isEmpty)
    #expect(queue.prefix(2) == [1, 2])
    #expect(queue.prefix(9) == [1, 2, 3, 4])
    #expect(queue.count == 4)
  }

  @Test func `what goes in first comes out first, over many turns`() {
    var queue = Queue<Int>()
    var next = 0
    var expected = 0
    for round in 0..<500 {
      for _ in 0..<(round % 7) {
        queue.append(next)
        next += 1
      }
      for _ in 0..<(round % 5) {
        guard expected < next else { break }
        #expect(queue.first == expected)
        #expect(queue.popFirst() == expected)
        expected += 1
      }
      #expect(queue.count == next - expected)
    }
    while queue.popFirst() != nil { expected += 1 }
    #expect(expected == next)
    #expect(queue.isEmpty)
    #expect(queue.first == nil)
  }
}
