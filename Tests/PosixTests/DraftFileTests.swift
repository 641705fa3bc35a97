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
}
