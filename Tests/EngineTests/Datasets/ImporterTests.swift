import Foundation
import Posix
import Tables
import Testing

@testable import Engine

struct ImporterTests {
  private let scratch = ScratchFolder()

  private func importer(_ change: (inout Importer.Options) -> Void = { _ in }) throws -> Importer {
    var options = Importer.Options()
    options.allowsPrivate = true
    options.totalSeconds = 30
    change(&options)
    return Importer(
      options: options, state: try Folder(path: scratch.path, creating: true), waitingLimit: 1)
  }

  private func drafts() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.path)
  }

  private func outcome(_ importer: Importer, _ address: String) -> Result<[UInt8]?, ImportFailure> {
    do throws(ImportFailure) {
      return .success(try importer.fetch(address).bytes(limit: 1 << 20))
    } catch {
      return .failure(error)
    }
  }

  @Test func `what an address leads to becomes a draft, and goes when nobody wants it`() throws {
    let source = try OneAnswer(type: "text/csv", body: "a,b\n1,2\n")
    var file: ArrivedFile? = try importer().fetch(source.url)
    #expect(file?.bytes(limit: 100) == Array("a,b\n1,2\n".utf8))
    #expect(try drafts().count == 1)
    file = nil
    #expect(try drafts().isEmpty)
  }

  @Test func `a web page is no table, whatever its letters`() throws {
    for type in ["text/html", "TEXT/HTML; charset=utf-8"] {
      let source = try OneAnswer(type: type, body: "a,b\n1,2\n")
      #expect(try outcome(importer(), source.url) == .failure(.webPage))
    }
    #expect(try drafts().isEmpty)
  }

  @Test func `a file is cut off at the limit, and not before`() throws {
    let body = String(repeating: "x", count: 1000)
    let fits = try OneAnswer(type: "text/csv", body: body)
    #expect(
      try outcome(importer { $0.limitBytes = 1000 }, fits.url) == .success(Array(body.utf8)))
    let tooLong = try OneAnswer(type: "text/csv", body: body)
    #expect(
      try outcome(importer { $0.limitBytes = 999 }, tooLong.url)
        == .failure(.outbound("It is longer than 999 bytes")))
    #expect(try drafts().isEmpty)
  }

  @Test func `an address of this machine is not asked unless that is allowed`() throws {
    let source = try OneAnswer(type: "text/csv", body: "a\n1\n")
    let failed = try outcome(importer { $0.allowsPrivate = false }, source.url)
    guard case .failure(.outbound(let sentence)) = failed else {
      Issue.record("it was fetched")
      return
    }
    #expect(sentence.hasPrefix("127.0.0.1 is 127.0.0.1, this machine itself"))
    #expect(!source.wasAsked)
    #expect(try drafts().isEmpty)
  }

  @Test func `a folder without room is told as such, not as the address's fault`() throws {
    let importer = try importer()
    try FileManager.default.removeItem(atPath: scratch.path)
    try Data().write(to: URL(fileURLWithPath: scratch.path))
    guard case .failure(.dataset) = outcome(importer, "http://127.0.0.1:1/") else {
      Issue.record("another failure")
      return
    }
  }

  @Test func `an address that does not answer is let go as soon as nobody wants the file`() throws {
    let source = try OneAnswer(body: "", isSilent: true)
    let progress = Tables.Progress()
    try Posix.Thread.start(name: "canceller") {
      while !source.wasAsked { Posix.Thread.sleep(milliseconds: 1) }
      progress.cancel()
    }
    #expect(throws: ImportFailure.cancelled) {
      try importer().fetch(source.url, progress: progress)
    }
    #expect(try drafts().isEmpty)
  }

  @Test func `what has come of a file is told, as far as its length is known`() throws {
    let progress = Tables.Progress()
    let source = try OneAnswer(type: "text/csv", body: "a,b\n1,2\n")
    let file = try importer().fetch(source.url, progress: progress.part(0, of: 2))
    #expect(file.bytes(limit: 100)?.count == 8 && progress.percent == 50)
  }

  @Test func `a fetch that is cancelled before asks nobody`() throws {
    let progress = Tables.Progress()
    progress.cancel()
    let source = try OneAnswer(type: "text/csv", body: "a\n1\n")
    #expect(throws: ImportFailure.cancelled) {
      try importer().fetch(source.url, progress: progress)
    }
    #expect(try drafts().isEmpty)
  }

  @Test func `a fetch that is cancelled meanwhile ends, and leaves no draft`() throws {
    let held = Guarded<Tables.Progress?>(nil)
    let progress = Tables.Progress { held.withLock { $0 }?.cancel() }
    held.withLock { $0 = progress }
    // Half of the file comes, and then nothing.
    let source = try OneAnswer(type: "text/csv", body: "a,b\n", announcing: 8)
    #expect(throws: ImportFailure.cancelled) {
      try importer().fetch(source.url, progress: progress)
    }
    #expect(progress.percent == 50)
    #expect(try drafts().isEmpty)
  }

  @Test(
    arguments: [
      ("http://a/b.csv", nil), ("https://127.0.0.1:1/", nil), ("", "it is no URL"),
      ("ftp://a/", "only http and https are fetched, not ftp"),
      ("http://me:pw@a/", "it holds a name or a password"), ("a.csv", "it is no URL"),
      (String(repeating: "x", count: 9000), "it is longer than 8192 bytes"),
    ] as [(String, String?)])
  func `an address that can never be asked is known before`(address: String, fault: String?) {
    #expect(Importer.fault(of: address) == fault)
  }

  @Test func `every failure is a sentence`() {
    #expect(ImportFailure.outbound("It was cancelled").sentence == "It was cancelled")
    #expect(ImportFailure.webPage.sentence.contains("web page"))
    #expect(ImportFailure.cancelled.sentence.contains("cancelled"))
    #expect(ImportFailure.dataset(.storageFull).sentence == DatasetFailure.storageFull.sentence)
  }
}
