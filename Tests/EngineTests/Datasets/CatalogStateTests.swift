import Posix
import Testing

@testable import Engine

struct CatalogStateTests {
  private let a = DatasetName.named("a")
  private let b = DatasetName.named("b")

  private func dataset(_ name: DatasetName, _ version: Int) -> Dataset {
    Dataset(
      name: name, version: version, createdNanoseconds: 1, changedNanoseconds: 1,
      parts: [
        DatasetPart(
          number: 1, origin: .upload, path: "uploads/x", byteCount: 1, digest: "",
          options: ReadOptions())
      ], shape: nil)
  }

  /// The version that a change would make; `nil` if it may not begin.
  private func begun(_ state: inout CatalogState, _ name: DatasetName, from: Int?) throws -> Int? {
    guard case .go(let version) = state.begin(name, from: from, try Latch()) else { return nil }
    return version
  }

  @Test func `a change of the version that is there goes on, and of another one does not`() throws {
    var state = CatalogState([CatalogRecord(dataset(a, 4))])
    for other in [nil, 3, 5] {
      guard case .outdated = state.begin(a, from: other, try Latch()) else {
        Issue.record("version \(other ?? 0) is not there")
        return
      }
    }
    #expect(try begun(&state, a, from: 4) == 5)
    #expect(try begun(&state, b, from: nil) == 1)
  }

  @Test func `who comes while another changes waits for that one`() throws {
    var state = CatalogState([CatalogRecord(dataset(a, 4))])
    let first = try Latch()
    guard case .go = state.begin(a, from: 4, first) else {
      Issue.record("nobody changes it")
      return
    }
    // Also one whose version is outdated already: it is told after the wait.
    for from in [4, 3] {
      guard case .wait(let other) = state.begin(a, from: from, try Latch()) else {
        Issue.record("somebody changes it")
        return
      }
      #expect(other === first)
    }
    #expect(try begun(&state, b, from: nil) == 1)
    state.end(a, with: dataset(a, 5))
    #expect(state.dataset(a)?.version == 5)
    #expect(try begun(&state, a, from: 5) == 6)
  }

  @Test func `a failed change leaves the old version and gives its number again`() throws {
    var state = CatalogState([CatalogRecord(dataset(a, 4))])
    #expect(try begun(&state, a, from: 4) == 5)
    state.end(a, with: nil)
    #expect(state.dataset(a)?.version == 4)
    #expect(try begun(&state, a, from: 4) == 5)
  }

  @Test func `versions go on over a removal, also one that was read from the database`() throws {
    var state = CatalogState([CatalogRecord(removed: b, version: 9, nanoseconds: 1)])
    #expect(state.dataset(b) == nil)
    #expect(try begun(&state, b, from: nil) == 10)
    state.end(b, with: dataset(b, 10))
    #expect(try begun(&state, b, from: 10) == 11)
    state.end(b, removedAs: 11)
    #expect(state.all.isEmpty)
    #expect(try begun(&state, b, from: nil) == 12)
  }

  @Test func `all are sorted by name`() {
    let state = CatalogState([CatalogRecord(dataset(b, 1)), CatalogRecord(dataset(a, 2))])
    #expect(state.all.map(\.name) == [a, b])
    #expect(state.all.map(\.version) == [2, 1])
  }
}
