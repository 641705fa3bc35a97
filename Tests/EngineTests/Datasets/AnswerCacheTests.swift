import Testing

@testable import Engine

struct AnswerCacheTests {
  private func key(_ query: String, name: String = "a", version: Int = 1)
    -> AnswerCache<[UInt8]>.Key
  {
    AnswerCache<[UInt8]>.Key(
      Dataset(
        name: .named(name), version: version, createdNanoseconds: 1, changedNanoseconds: 1,
        parts: [], shape: nil), query)
  }

  @Test func `an answer is kept for its question alone`() {
    let cache = AnswerCache<[UInt8]>()
    cache.put([1], for: key("q"))
    #expect(cache.answer(to: key("q")) == [1])
    #expect(cache.answer(to: key("q", version: 2)) == nil)
    #expect(cache.answer(to: key("q", name: "b")) == nil)
    #expect(cache.answer(to: key("r")) == nil)
    cache.put([2], for: key("q"))
    #expect(cache.answer(to: key("q")) == [2])
  }

  @Test func `questions that only Unicode holds equal have answers of their own`() {
    let cache = AnswerCache<[UInt8]>()
    cache.put([1], for: key("name=\u{E9}"))
    #expect(cache.answer(to: key("name=e\u{301}")) == nil)
    cache.put([2], for: key("name=e\u{301}"))
    #expect(cache.answer(to: key("name=\u{E9}")) == [1])
    #expect(cache.answer(to: key("name=e\u{301}")) == [2])
  }

  @Test func `the answer that was not asked for the longest makes room`() {
    // Room for four: each takes 4096 bytes beside its own.
    let cache = AnswerCache<[UInt8]>(limitBytes: 4 * (4096 + 100))
    for number in 0..<4 { cache.put([UInt8](repeating: 1, count: 100), for: key("\(number)")) }
    #expect(cache.answer(to: key("0")) != nil)
    cache.put([1], for: key("4"))
    #expect(cache.answer(to: key("1")) == nil)
    for kept in ["0", "2", "3", "4"] { #expect(cache.answer(to: key(kept)) != nil) }
  }

  @Test func `an answer that is kept again takes its room once`() {
    let cache = AnswerCache<[UInt8]>(limitBytes: 4 * 4196)
    cache.put([1], for: key("other"))
    for _ in 0..<100 { cache.put([UInt8](repeating: 1, count: 100), for: key("same")) }
    #expect(cache.answer(to: key("other")) == [1])
  }

  @Test func `an answer of more than an eighth of the room is not kept`() {
    let cache = AnswerCache<[UInt8]>(limitBytes: 80_000)
    cache.put([UInt8](repeating: 1, count: 10_000), for: key("fits"))
    cache.put([UInt8](repeating: 1, count: 10_001), for: key("too long"))
    #expect(cache.answer(to: key("fits")) != nil)
    #expect(cache.answer(to: key("too long")) == nil)
    let none = AnswerCache<[UInt8]>(limitBytes: 0)
    none.put([], for: key("q"))
    #expect(none.answer(to: key("q")) == nil)
  }
}

extension AnswerCache<[UInt8]> {
  fileprivate func put(_ bytes: [UInt8], for key: Key) {
    keep(bytes, byteCount: bytes.count, for: key)
  }
}
