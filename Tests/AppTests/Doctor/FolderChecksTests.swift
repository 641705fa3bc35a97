import Posix
import Testing

@testable import App

struct FolderChecksTests {
  private static let checks = FolderChecks(userID: 1000)

  private static func sight(
    kind: PathFacts.Kind = .folder, mode: UInt32 = 0o755, owner: UInt32 = 1000,
    isWritable: Bool = true, writing: Errno? = nil
  ) -> FolderChecks.Sight {
    FolderChecks.Sight(
      path: "my data",
      facts: .success(
        PathFacts(kind: kind, mode: mode, ownerID: owner, isWritable: isWritable)),
      writing: writing)
  }

  private static func absent(_ failure: Errno? = nil) -> FolderChecks.Sight {
    FolderChecks.Sight(path: "my data", facts: failure.map { .failure($0) } ?? .success(nil))
  }

  @Test(
    arguments: [
      (sight(), .ok, nil), (absent(), .warn, "mkdir -p 'my data'"),
      (absent(.denied), .fail, "ls -ld 'my data'"),
      (sight(kind: .file), .fail, "mv 'my data' 'my data.old'"),
      (sight(isWritable: false), .fail, "chmod u+rwx 'my data'"),
      (sight(owner: 7, isWritable: false), .fail, "sudo chown -R 1000 'my data'"),
      (sight(writing: .noSpace), .fail, "chmod u+rwx 'my data'"),
      (sight(owner: 7), .warn, "sudo -u '#7' tally doctor"),
    ] as [(FolderChecks.Sight, Finding.Grade, String?)])
  func `a folder has to be there, to be ours and to take files`(
    sight: FolderChecks.Sight, grade: Finding.Grade, mend: String?
  ) {
    let finding = Self.checks.folder("data", sight)
    #expect(finding.grade == grade && finding.mend == mend && finding.name == "data")
  }

  @Test(
    arguments: [
      (sight(mode: 0o700), .ok, nil), (absent(), .ok, nil),
      (sight(mode: 0o750), .warn, "chmod 700 'my data'"),
      (sight(mode: 0o701), .warn, "chmod 700 'my data'"),
      (sight(kind: .other, mode: 0o700), .fail, "mv 'my data' 'my data.old'"),
    ] as [(FolderChecks.Sight, Finding.Grade, String?)])
  func `the folder of state is closed to others`(
    sight: FolderChecks.Sight, grade: Finding.Grade, mend: String?
  ) {
    let finding = Self.checks.state(sight)
    #expect(finding.grade == grade && finding.mend == mend)
  }

  @Test func `what keeps a file from being written is told`() {
    #expect(
      Self.checks.folder("data", Self.sight(writing: .noSpace)).found.contains("No space left"))
  }

  @Test(
    arguments: [
      (50_000_000_000, 1_000_000, .ok), (50_000_000_000, nil, .ok), (999_999_999, nil, .warn),
      (50_000_000_000, 9_999, .warn), (1 << 20, nil, .fail),
    ] as [(Int, Int?, Finding.Grade)])
  func `a disk has room for bytes and for files`(bytes: Int, files: Int?, grade: Finding.Grade) {
    let room = FileSystemRoom(freeBytes: bytes, totalBytes: 60_000_000_000, freeFiles: files)
    let finding = FolderChecks.disk("data", .success(room))
    #expect(finding.grade == grade && (finding.mend == nil) == (grade == .ok))
  }

  @Test func `a disk that cannot be asked is only a warning`() {
    #expect(FolderChecks.disk("data", .failure(.denied)).grade == .warn)
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1500, "1.5 kB"), (7_437_000, "7.4 MB"),
    (46_300_000_000, "46 GB"), (999_600_000, "1 GB"), (5_000_000_000_000, "5 TB"),
  ])
  func `sizes are told in two digits or so`(bytes: Int, text: String) {
    #expect(ByteText.text(bytes) == text)
  }
}
