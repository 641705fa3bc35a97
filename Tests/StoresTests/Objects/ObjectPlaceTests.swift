import Testing

@testable import Stores

struct ObjectPlaceTests {
  @Test func `a place opens the store that belongs to it`() throws {
    let scratch = ScratchFolder()
    #expect(try ObjectPlace.folder(path: scratch.path + "/objects").open() is FolderStore)
    #expect(try ObjectPlace.s3(S3Settings(bucket: "tally")).open() is S3Store)
  }

  @Test func `a place that cannot be opened says why`() throws {
    let scratch = ScratchFolder()
    _ = try openFile([], in: scratch)
    #expect(throws: ObjectFailure.self) {
      try ObjectPlace.folder(path: scratch.path + "/f/objects").open()
    }
    var settings = S3Settings(bucket: "tally")
    settings.endpoint = "no address"
    #expect(throws: ObjectFailure.outbound(.badURL("no address", .malformed))) {
      try ObjectPlace.s3(settings).open()
    }
  }
}
