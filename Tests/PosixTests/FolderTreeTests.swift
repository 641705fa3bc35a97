import Foundation
import Posix
import Testing

struct FolderTreeTests {
  private let scratch = ScratchFolder()
  private let tree: FolderTree

  init() throws {
    let root = scratch.path + "/root"
    tree = FolderTree(
      try Folder(path: root, creating: true), closing: [root + "/closed", root + "/none"])
    for path in ["a/b/x", "a/y", "closed/z", "closed/deep/w"] {
      let file = URL(fileURLWithPath: root + "/" + path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(path.utf8).write(to: file)
    }
    try Data("outside".utf8).write(to: URL(fileURLWithPath: scratch.path + "/outside"))
  }

  private func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: tree.root.path + "/" + path, withDestinationPath: target)
  }

  private func text(_ path: String) throws -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return try tree.open(parts).map { String(decoding: try $0.read(limit: 100), as: UTF8.self) }
  }

  private func all(
    depth: Int = 9, limit: Int = 100, lookLimit: Int = 1000,
    where isWanted: ([String], Bool) -> Bool = { _, _ in true }
  ) throws -> [String] {
    let found = try tree.files(depth: depth, limit: limit, lookLimit: lookLimit, where: isWanted)
    return found.paths.map { $0.joined(separator: "/") } + (found.isComplete ? [] : ["and more"])
  }

  @Test func `a file is opened in the folder of a folder`() throws {
    #expect(try text("a/b/x") == "a/b/x")
    #expect(try text("a/y") == "a/y")
  }

  @Test(arguments: [
    "", "a", "a/b", "a/b/x/", "a//y", "/a/y", "./a/y", "a/../a/y", "..", "../outside",
    "a/../../outside", "a/b/none", "a/y/x", "a/y\0", "a\0/y",
  ])
  func `what is no path of a file below the folder is nothing`(path: String) throws {
    #expect(try text(path) == nil)
  }

  @Test func `a name that is longer than any is nothing`() throws {
    #expect(try text(String(repeating: "x", count: 256)) == nil)
    #expect(try text("a/" + String(repeating: "x", count: 255)) == nil)
  }

  @Test func `no part is reached over a link, not even one that stays below the folder`() throws {
    try link("file", to: "a/y")
    try link("folder", to: "a")
    try link("a/up", to: "..")
    try link("out", to: "../outside")
    try link("outer", to: "..")
    try link("absolute", to: "/")
    for path in ["file", "folder/y", "a/up/a/y", "out", "outer/outside", "absolute/etc/passwd"] {
      #expect(try text(path) == nil, "\(path)")
    }
    #expect(try all() == ["a/b/x", "a/y"])
  }

  @Test func `the folder itself may be a link`() throws {
    try link("../other", to: "root")
    let linked = FolderTree(try Folder(path: scratch.path + "/other", creating: false))
    #expect(try linked.open(["a", "y"]) != nil)
    #expect(try linked.files(depth: 9, limit: 9, lookLimit: 99) { _, _ in true }.paths.count == 4)
  }

  @Test func `what lies in a closed folder is nothing, wherever the folder is by then`() throws {
    #expect(try text("closed/z") == nil)
    #expect(try text("closed/deep/w") == nil)
    let root = tree.root.path
    let moved = FolderTree(tree.root, closing: [scratch.path + "/way"])
    #expect(try moved.open(["closed", "z"]) != nil)
    // The way that is told leads over a link, and the folder has another name.
    try FileManager.default.moveItem(atPath: root + "/closed", toPath: root + "/a/b/opened")
    try link("../way", to: "root/a/b/opened")
    #expect(try moved.open(["a", "b", "opened", "z"]) == nil)
    #expect(try moved.open(["a", "b", "opened", "deep", "w"]) == nil)
    let found = try moved.files(depth: 9, limit: 9, lookLimit: 99) { _, _ in true }
    #expect(found.paths == [["a", "b", "x"], ["a", "y"]])
  }

  @Test func `what is no regular file is nothing and is not waited for`() throws {
    #expect(mkfifo(tree.root.path + "/a/pipe", 0o600) == 0)
    #expect(try text("a/pipe") == nil)
    let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(server) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = Array((tree.root.path + "/s").utf8)
    try #require(path.count < MemoryLayout.size(ofValue: address.sun_path))
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    let bound = withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(server, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(bound == 0)
    #expect(try text("s") == nil)
    #expect(try all() == ["a/b/x", "a/y"])
  }

  @Test func `files are told in the order of their bytes, and no more of them than asked for`()
    throws
  {
    for name in ["a-b", "a.b", "Z", "é", "e\u{301}"] {
      try Data().write(to: URL(fileURLWithPath: tree.root.path + "/" + name))
    }
    #expect(try all() == ["Z", "a/b/x", "a/y", "a-b", "a.b", "e\u{301}", "é"])
    #expect(try all(limit: 3) == ["Z", "a/b/x", "a/y", "and more"])
    #expect(try all(limit: 7).last == "é")
    #expect(try all(depth: 2) == ["Z", "a/y", "a-b", "a.b", "e\u{301}", "é"])
    #expect(try all(depth: 1) == ["Z", "a-b", "a.b", "e\u{301}", "é"])
    #expect(
      try all(limit: 2) { path, isFolder in isFolder || path.last != "Z" } == [
        "a/b/x", "a/y", "and more",
      ])
    #expect(try all { path, isFolder in !isFolder || path != ["a", "b"] }.count == 6)
    #expect(try all { _, isFolder in !isFolder } == ["Z", "a-b", "a.b", "e\u{301}", "é"])
    #expect(try all(lookLimit: 4).last == "and more")
  }

  @Test func `everything that is found can be opened under the path that is told`() throws {
    let name = String(repeating: "n", count: 255)
    try Data("long".utf8).write(to: URL(fileURLWithPath: tree.root.path + "/a/b/" + name))
    let paths = try tree.files(depth: 9, limit: 9, lookLimit: 99) { _, _ in true }.paths
    #expect(paths.count == 3)
    for path in paths { #expect(try tree.open(path) != nil) }
  }

  @Test func `a folder that is gone has nothing in it`() throws {
    try FileManager.default.removeItem(atPath: tree.root.path)
    #expect(try text("a/y") == nil)
    #expect(throws: Errno.notFound) { _ = try all() }
  }
}
