import Posix
import Tables
import Testing

@testable import Engine

struct LoadedOnceTests {
  @Test func `what is made at the first need is kept`() throws {
    let once = LoadedOnce<Int>()
    #expect(once.loaded == nil)
    #expect(try once.value { 7 } == 7)
    #expect(once.loaded == 7)
    #expect(try once.value { () throws(DatasetFailure) in throw .storageFull } == 7)
  }

  @Test func `what is there from the start is not made`() throws {
    let once = LoadedOnce(3)
    #expect(once.loaded == 3)
    #expect(try once.value { () throws(DatasetFailure) in throw .storageFull } == 3)
  }

  @Test func `a failure is kept for nobody`() throws {
    let once = LoadedOnce<Int>()
    #expect(throws: DatasetFailure.storageFull) {
      try once.value { () throws(DatasetFailure) in throw .storageFull }
    }
    #expect(once.loaded == nil)
    #expect(try once.value { 7 } == 7)
  }

  @Test func `those who ask at once get one value that was made once`() throws {
    let once = LoadedOnce<Int>()
    let made = Guarded(0)
    let answers = Guarded<[Int]>([])
    let loading = try Latch()
    let go = try Latch()
    let ends = try (0..<8).map { thread in
      let end = try Latch()
      try Posix.Thread.start(name: "test") {
        // The others come while the first one makes it.
        if thread > 0 { loading.wait() }
        let value = try? once.value { () throws(DatasetFailure) in
          loading.open()
          go.wait()
          return made.withLock { made in
            made += 1
            return made
          }
        }
        answers.withLock { $0.append(value ?? -1) }
        end.open()
      }
      return end
    }
    loading.wait()
    #expect(once.loaded == nil)
    go.open()
    for end in ends { end.wait() }
    #expect(answers.withLock { $0 } == Array(repeating: 1, count: 8))
  }

  @Test func `who waited for one that failed tries it itself`() throws {
    let once = LoadedOnce<Int>()
    let loading = try Latch()
    let go = try Latch()
    let end = try Latch()
    try Posix.Thread.start(name: "test") {
      _ = try? once.value { () throws(DatasetFailure) in
        loading.open()
        go.wait()
        throw .storageFull
      }
      end.open()
    }
    loading.wait()
    let second = try Latch()
    let answer = Guarded(0)
    try Posix.Thread.start(name: "test") {
      let value = try? once.value { 5 }
      answer.withLock { $0 = value ?? -1 }
      second.open()
    }
    go.open()
    end.wait()
    second.wait()
    #expect(answer.withLock { $0 } == 5)
  }

  @Test func `who is cancelled waits no more, and who makes it goes on`() throws {
    let once = LoadedOnce<Int>()
    let (loading, go, end) = (try Latch(), try Latch(), try Latch())
    try Posix.Thread.start(name: "test") {
      _ = try? once.value {
        loading.open()
        go.wait()
        return 3
      }
      end.open()
    }
    loading.wait()
    let progress = Progress()
    let second = try Latch()
    let failure = Guarded<DatasetFailure?>(nil)
    try Posix.Thread.start(name: "test") {
      do throws(DatasetFailure) {
        _ = try once.value(stoppingWith: progress) { 4 }
      } catch {
        failure.withLock { $0 = error }
      }
      second.open()
    }
    progress.cancel()
    second.wait()
    #expect(failure.withLock { $0 } == .cancelled && once.loaded == nil)
    go.open()
    end.wait()
    #expect(once.loaded == 3)
  }

  @Test func `who waited for one that was cancelled makes it itself`() throws {
    let once = LoadedOnce<Int>()
    let (loading, go, end) = (try Latch(), try Latch(), try Latch())
    try Posix.Thread.start(name: "test") {
      _ = try? once.value(stoppingWith: Progress()) { () throws(DatasetFailure) in
        loading.open()
        go.wait()
        throw .cancelled
      }
      end.open()
    }
    loading.wait()
    let second = try Latch()
    let answer = Guarded(0)
    try Posix.Thread.start(name: "test") {
      let value = try? once.value(stoppingWith: Progress()) { 5 }
      answer.withLock { $0 = value ?? -1 }
      second.open()
    }
    go.open()
    end.wait()
    second.wait()
    #expect(answer.withLock { $0 } == 5 && once.loaded == 5)
  }
}
