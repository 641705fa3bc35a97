import Foundation
import Posix
import Testing

@testable import Engine

struct ArtifactArchiveTests {
  private let scratch = ScratchFolder()
  private let folder: Folder

  init() throws { folder = try Folder(path: scratch.path, creating: false) }

  private func archive(_ names: [String], at wallNanoseconds: Int64 = 0) -> ArtifactArchive {
    ArtifactArchive(
      of: names.map { ArtifactFile(name: $0, byteCount: 0) }, changedAt: wallNanoseconds
    ) { [folder] name in (try? folder.open(name)).flatMap { $0.map(StoredFile.init) } }
  }

  /// All of it, or `nil` if it fails, and the longest piece.
  private func all(_ archive: ArtifactArchive) -> (bytes: [UInt8]?, longest: Int) {
    var archive = archive
    var (bytes, longest): ([UInt8], Int) = ([], 0)
    while true {
      var piece: [UInt8] = []
      let step = archive.next(into: &piece)
      longest = max(longest, piece.count)
      bytes += piece
      if step != .more { return (step == .done ? bytes : nil, longest) }
    }
  }

  @Test func `files become an archive piece by piece`() throws {
    var random = SystemRandomNumberGenerator()
    let noise = (0..<1_000_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    try folder.write(noise, as: "noise.json")
    try folder.write(Array("{}".utf8), as: "a.json")
    try folder.write([], as: "empty.svg")
    let names = ["a.json", "empty.svg", "noise.json"]
    let (bytes, longest) = all(archive(names))
    let archived = try #require(bytes)
    #expect(longest < 200_000)
    #expect(archived.count > noise.count)
    let path = scratch.path + "/all.zip"
    try Data(archived).write(to: URL(fileURLWithPath: path))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      """
      import sys, zipfile
      with zipfile.ZipFile(sys.argv[1]) as z:
          assert z.namelist() == ['a.json', 'empty.svg', 'noise.json'], z.namelist()
          for name in z.namelist():
              assert z.read(name) == open(sys.argv[2] + '/' + name, 'rb').read(), name
      """, path, scratch.path,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(all(archive(names)).bytes == archived)
    #expect(all(archive(names, at: 1_767_323_045_000_000_000)).bytes != archived)
  }

  @Test func `no file makes an empty archive`() {
    #expect(all(archive([])).bytes?.count == 22)
  }

  @Test func `a file that is gone, or is cut meanwhile, ends it`() throws {
    try folder.write([1, 2, 3], as: "a.json")
    #expect(all(archive(["a.json", "gone.json"])).bytes == nil)
    try folder.write([UInt8](repeating: 9, count: 200_000), as: "cut.json")
    var archive = archive(["cut.json"])
    var bytes: [UInt8] = []
    let first = archive.next(into: &bytes)
    #expect(first == .more)
    try folder.truncate("cut.json", to: 70_000)
    var steps: [ArtifactArchive.Step] = []
    while steps.last ?? .more == .more { steps.append(archive.next(into: &bytes)) }
    #expect(steps.last == .failed)
  }
}
