import Engine
import Posix
import Testing

struct StorageTests {
  @Test(arguments: [Errno.noSpace, .overQuota, .fileTooLarge])
  func `a full disk is probed until there is room again`(failure: Errno) {
    let storage = Watched()
    #expect(storage.note(failure, reason: "no room"))
    #expect(storage.condition == .full)
    #expect(storage.reason == "no room")
    #expect(storage.noteProbe(failure))
    #expect(storage.condition == .full)
    #expect(!storage.noteProbe(nil))
    #expect(storage.condition == .sound)
    #expect(storage.reason == nil)
  }

  @Test func `a disk that failed stays broken whatever comes later`() {
    let storage = Watched()
    #expect(!storage.note(.inputOutput, reason: "lost"))
    storage.noteSuccess()
    #expect(!storage.note(.noSpace, reason: "no room"))
    #expect(!storage.noteProbe(nil))
    #expect(storage.condition == .broken)
    #expect(storage.reason == "lost")
  }

  @Test func `a probe that meets a failed disk ends the probing`() {
    let storage = Watched()
    #expect(storage.note(.noSpace, reason: "no room"))
    #expect(!storage.noteProbe(.inputOutput))
    #expect(storage.condition == .broken)
  }

  @Test func `what goes well in one place says nothing of another`() {
    let storage = Watched()
    _ = storage.note(.noSpace, at: .ledger, reason: "no room for the ledger")
    storage.noteSuccess(at: .results)
    #expect(storage.condition == .full)
    _ = storage.note(.denied, at: .results, reason: "closed")
    #expect(storage.reason == "no room for the ledger")
    storage.noteSuccess(at: .ledger)
    #expect(storage.condition == .failing)
    #expect(!storage.noteProbe(nil))
    #expect(storage.condition == .sound)
  }

  @Test func `one probe is under way at a time`() {
    let storage = Watched()
    #expect(storage.note(.denied, reason: "closed"))
    #expect(storage.condition == .failing)
    #expect(!storage.note(.noSpace, reason: "no room"))
    #expect(storage.condition == .full)
    storage.noteSuccess()
    #expect(!storage.note(.noSpace, reason: "again"))
    #expect(storage.noteProbe(.noSpace))
    storage.noteSuccess()
    #expect(!storage.noteProbe(nil))
    #expect(storage.note(.noSpace, reason: "anew"))
  }
}

/// A storage behind a reference, so that an expectation may change it.
private final class Watched {
  private var storage = Storage()

  var condition: Storage.Condition { storage.condition }
  var reason: String? { storage.reason }

  func note(_ failure: Errno, at place: Storage.Place = .results, reason: String) -> Bool {
    storage.note(.init(failure), at: place, reason: reason)
  }
  func noteSuccess(at place: Storage.Place = .results) { storage.noteSuccess(at: place) }
  func noteProbe(_ failure: Errno?) -> Bool {
    storage.noteProbe(failure.map(Storage.Condition.init) ?? .sound)
  }
}
