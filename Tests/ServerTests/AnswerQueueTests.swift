import HTTP
import Testing

@testable import Server

struct AnswerQueueTests {
  private static let pending = Pending(
    occasion: Occasion(
      isHead: false, minorVersion: 1, keepsAlive: true, requestID: RequestID(random: 1, 2)),
    endpoint: nil, method: .get, bytesIn: 0, receivedNanoseconds: 0)

  private func text(_ response: Response?) -> String? {
    guard case .bytes(let bytes) = response?.body else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `an answer waits for those before it`() {
    var queue = AnswerQueue()
    let first = queue.open(Self.pending, isSafe: true)
    let second = queue.open(Self.pending, isSafe: true)
    queue.fill(second, with: .text("second"))
    #expect(!queue.hasReady)
    #expect(queue.takeReady() == nil)
    queue.fill(first, with: .text("first"))
    #expect(queue.hasReady)
    #expect(text(queue.takeReady()?.1) == "first")
    #expect(text(queue.takeReady()?.1) == "second")
    #expect(queue.isEmpty)
  }

  @Test func `a second answer to the same request is dropped`() {
    var queue = AnswerQueue()
    let number = queue.open(Self.pending, isSafe: true)
    queue.fill(number, with: .text("first"))
    queue.fill(number, with: .text("second"))
    #expect(text(queue.takeReady()?.1) == "first")
  }

  @Test func `an answer to a request that is gone is dropped`() {
    var queue = AnswerQueue()
    let gone = queue.open(Self.pending, isSafe: true)
    queue.fill(gone, with: .text("first"))
    _ = queue.takeReady()
    _ = queue.open(Self.pending, isSafe: true)
    queue.fill(gone, with: .text("late"))
    #expect(!queue.hasReady)
    queue.fill(gone &+ 2, with: .text("early"))
    #expect(!queue.hasReady)
    #expect(queue.count == 1)
  }

  @Test func `the youngest request can be answered without its number`() {
    var queue = AnswerQueue()
    let first = queue.open(Self.pending, isSafe: true)
    _ = queue.open(Self.pending, isSafe: true)
    queue.fillLast(with: .text("last"))
    #expect(!queue.hasReady)
    queue.fill(first, with: .text("first"))
    #expect(text(queue.takeReady()?.1) == "first")
    #expect(text(queue.takeReady()?.1) == "last")
  }

  @Test func `a request for a change is known until its answer has left`() {
    var queue = AnswerQueue()
    #expect(queue.holdsOnlySafe)
    let change = queue.open(Self.pending, isSafe: false)
    _ = queue.open(Self.pending, isSafe: true)
    #expect(!queue.holdsOnlySafe)
    queue.fill(change, with: .text("done"))
    #expect(!queue.holdsOnlySafe)
    _ = queue.takeReady()
    #expect(queue.holdsOnlySafe)
  }

  @Test func `taking all gives answered and unanswered requests and leaves none`() {
    var queue = AnswerQueue()
    _ = queue.open(Self.pending, isSafe: false)
    _ = queue.open(Self.pending, isSafe: true)
    queue.fillLast(with: .text("second"))
    #expect(queue.takeAll().map { text($0.1) } == [nil, "second"])
    #expect(queue.isEmpty)
    #expect(queue.holdsOnlySafe)
  }

  @Test func `answers in any order leave in the order of the requests`() {
    var random = SeededGenerator(seed: 7)
    var queue = AnswerQueue()
    var open: [(number: UInt32, name: String)] = []
    var asked = 0
    var left: [String] = []
    for _ in 0..<5000 {
      switch Int.random(in: 0..<3, using: &random) {
      case 0:
        open.append((queue.open(Self.pending, isSafe: Bool.random(using: &random)), "\(asked)"))
        asked += 1
      case 1 where !open.isEmpty:
        let place = Int.random(in: open.indices, using: &random)
        let (number, name) = open.remove(at: place)
        queue.fill(number, with: .text(name))
      default:
        while let (_, response) = queue.takeReady() { left.append(text(response) ?? "none") }
      }
      #expect(queue.count == asked - left.count)
    }
    for (number, name) in open { queue.fill(number, with: .text(name)) }
    while let (_, response) = queue.takeReady() { left.append(text(response) ?? "none") }
    #expect(left == (0..<asked).map { "\($0)" })
    #expect(queue.holdsOnlySafe)
  }
}

/// Random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
