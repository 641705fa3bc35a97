import Foundation
import Glibc
@testable import Posix
import Testing

struct DraftFileTests {
  private let scratch = ScratchFolder()

  private func folder(_ name: String) throws -> Folder {
    try Folder(path: scratch.path + "/" + name, creating: true)
  }

  @Test func `a draft that is put in place moves to its folder with all its bytes`() throws {
    let state = try folder("state")
    let uploads = try folder("uploads")
    let draft = try state.draft(named: "upload")
    try draft.append([1, 2, 3])
    try draft.append([9, 4, 5, 9], in: 1..<3)
    try draft.append([])
    #expect(draft.byteCount == 5)
    #expect(try uploads.names().isEmpty)
    try draft.place(as: "x.csv", in: uploads)
    #expect(try state.names().isEmpty)
    #expect(try uploads.read("x.csv", limit: 10) == [1, 2, 3, 4, 5])
  }

  @Test func `a draft that is let go is removed, and one in place stays`() throws {
    let state = try folder("state")
    var draft: DraftFile? = try state.draft(named: "upload")
    try draft?.append([1])
    #expect(try state.names().count == 1)
    draft = nil
    #expect(try state.names().isEmpty)
    draft = try state.draft(named: "upload")
    try draft?.place(as: "kept", in: state)
    draft = nil
    #expect(try state.names() == ["kept"])
  }

  @Test func `a draft that a killed process left is removed with the drafts`() throws {
    let state = try folder("state")
    let draft = try state.draft(named: "upload")
    try state.write([1], as: "other")
    try state.removeDrafts()
    #expect(try state.names() == ["other"])
    #expect(throws: Errno.notFound) { try draft.place(as: "x", in: state) }
  }

  @Test func `only its owner may read a draft, and two never share a name`() throws {
    let state = try folder("state")
    let drafts = try (0..<10).map { _ in try state.draft(named: "upload") }
    #expect(Set(drafts.map(\.path)).count == 10)
    let rights = try FileManager.default.attributesOfItem(atPath: drafts[0].path)
    #expect(rights[.posixPermissions] as? Int == 0o600)
  }

  /// What another process of the same number would have left: drafts under the names that come next.
  private func takeNextNames(of name: String, in folder: Folder, count: Int = 500) throws {
    let parts = Folder.draftName(of: name).split(separator: ".")
    let next = try #require(Int(parts[parts.count - 2]))
    for number in next + 1...next + count {
      try folder.touch(".\(name).\(getpid()).\(number).draft")
    }
  }

  @Test func `a draft passes over the names that another process has`() throws {
    let state = try folder("state")
    try takeNextNames(of: "upload", in: state)
    try takeNextNames(of: "nameless", in: state)
    try takeNextNames(of: "probe", in: state)
    let draft = try state.draft(named: "upload")
    try draft.append([1])
    try draft.place(as: "x", in: state)
    _ = try state.namelessDraft()
    try state.probe(byteCount: 10)
    #expect(try state.read("x", limit: 10) == [1])
    #expect(try state.names().count == 1501)
  }

  @Test func `a write passes over the drafts of another process, and removes none`() throws {
    let state = try folder("state")
    try takeNextNames(of: "x", in: state)
    try state.write([1], as: "x")
    #expect(try state.read("x", limit: 10) == [1])
    #expect(try state.names().count == 501)
  }

  @Test
  func `a nameless draft stands in no folder, is read by its path and cannot be put in place`()
    throws
  {
    let state = try folder("state")
    let draft = try state.namelessDraft()
    try draft.append([1, 2, 3])
    #expect(try state.names().isEmpty)
    let other = try state.namelessDraft()
    #expect(draft.path != other.path)
    #expect(try MappedFile(path: draft.path).prefix(10) == [1, 2, 3])
    #expect(try draft.open().read(limit: 10) == [1, 2, 3])
    #expect(throws: Errno.notFound) { try draft.place(as: "x", in: state) }
    #expect(try state.names().isEmpty)
  }

  @Test func `what was appended is read before and after it is put in place`() throws {
    let state = try folder("state")
    let draft = try state.draft(named: "upload")
    try draft.append([7, 8, 9])
    let early = try draft.open()
    #expect(early.byteCount == 3)
    #expect(try MappedFile(path: draft.path).count == 3)
    try draft.place(as: "x", in: state)
    #expect(try early.read(limit: 10) == [7, 8, 9])
    #expect(try draft.open().read(limit: 10) == [7, 8, 9])
  }

  @Test func `putting in place replaces what was there`() throws {
    let state = try folder("state")
    try state.write([1, 1, 1], as: "x")
    let draft = try state.draft(named: "x")
    try draft.append([2])
    try draft.place(as: "x", in: state)
    #expect(try state.read("x", limit: 10) == [2])
    #expect(try state.names() == ["x"])
  }

  @Test(arguments: ["", "..", "a/b", "/etc/x"])
  func `a name that is not one component is refused, and the draft goes`(name: String) throws {
    let state = try folder("state")
    do {
      let draft = try state.draft(named: "upload")
      #expect(throws: Errno.invalid) { try draft.place(as: name, in: state) }
    }
    #expect(try state.names().isEmpty)
  }

  @Test func `a draft is made only under a name that is one component`() throws {
    let state = try folder("state")
    #expect(throws: Errno.invalid) { _ = try state.draft(named: "../x") }
  }

  @Test func `the folder that was removed meanwhile is made again`() throws {
    let state = try folder("state")
    let uploads = try folder("uploads")
    let draft = try state.draft(named: "upload")
    try FileManager.default.removeItem(atPath: uploads.path)
    try draft.place(as: "x", in: uploads)
    #expect(try uploads.names() == ["x"])
  }

  @Test func `a full disk is told`() throws {
    let state = try folder("state")
    let full = FileDescriptor(owning: open("/dev/full", O_WRONLY | O_CLOEXEC))
    let draft = DraftFile(full, named: ".x.draft", in: state)
    #expect(throws: Errno.noSpace) { try draft.append([1]) }
    #expect(draft.byteCount == 0)
  }

  @Test func `a part of a buffer is appended however long it is`() throws {
    let state = try folder("state")
    let bytes = (0..<3 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let draft = try state.draft(named: "upload")
    try draft.append(bytes, in: 5..<(3 << 20) - 7)
    try draft.place(as: "x", in: state)
    #expect(try state.read("x", limit: 3 << 20) == Array(bytes[5..<(3 << 20) - 7]))
  }

  @Test func `drafts that nobody holds are abandoned, and no others`() throws {
    let state = try folder("state")
    try state.write([1], as: "x")
    try state.write([1], as: ".old.1.1.draft")
    let (held, other) = (try state.draft(named: "held"), try state.draft(named: "other"))
    #expect(try held.hold())
    try state.removeAbandonedDrafts()
    #expect(try state.names().count == 2)
    #expect(try !other.hold())
    #expect(throws: Errno.notFound) { try other.place(as: "y", in: state) }
    try held.place(as: "z", in: state)
    try state.removeAbandonedDrafts()
    #expect(try state.names().sorted() == ["x", "z"])
  }

  @Test func `a draft that is looked at in the moment before it is held is not held`() throws {
    let state = try folder("state")
    let draft = try state.draft(named: "x")
    let name = try #require(try state.names().first)
    let other = try state.lock(name)
    let isLocked = other != nil
    #expect(isLocked)
    #expect(try !draft.hold())
  }

  @Test func `a folder that is not there has no abandoned drafts, and links are none`() throws {
    let state = try folder("state")
    try state.subfolder("none").removeAbandonedDrafts()
    try state.write([1], as: "x")
    try FileManager.default.createSymbolicLink(
      atPath: state.path + "/.link.draft", withDestinationPath: "x")
    try state.removeAbandonedDrafts()
    #expect(try state.read("x", limit: 9) == [1])
  }

  @Test func `a stamp is finer than the ticks of the kernel`() throws {
    let state = try folder("state")
    let before = Moment.now().wallNanoseconds
    var marks: Set<Int64> = []
    for _ in 0..<20 {
      let draft = try state.draft(named: "x")
      try draft.stamp()
      marks.insert(try draft.open().modifiedNanoseconds)
    }
    #expect(marks.count == 20)
    #expect(marks.allSatisfy { (before...Moment.now().wallNanoseconds).contains($0) })
  }
}
