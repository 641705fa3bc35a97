import Testing

@testable import Stores

/// What the protocol promises, held by the store that needs no server; `S3ServerTests` hold the other one to it.
struct ObjectStoreTests {
  private let scratch = ScratchFolder()

  @Test(arguments: StoreCheck.all)
  func `a folder does what every store does`(_ check: StoreCheck) throws {
    let path = scratch.path + "/objects"
    try check.run { try FolderStore(path: path) }
  }
}
