internal import Posix

/// A file that has come and belongs to nobody yet. When the last who holds it lets go, its bytes are gone, unless a data set took them.
package struct ArrivedFile: Sendable {
  let draft: DraftFile

  init(_ draft: DraftFile) {
    self.draft = draft
  }

  /// - Parameter draft: a `DraftFile` of the state folder, as the server was given it to write an upload into.
  package init(_ draft: any AnyObject & Sendable) {
    guard let draft = draft as? DraftFile else {
      preconditionFailure("uploads are written into draft files")
    }
    self.draft = draft
  }

  /// All of its bytes; `nil` if there are more than so many, or they cannot be read.
  package func bytes(limit: Int) -> [UInt8]? {
    guard draft.byteCount <= limit else { return nil }
    return try? draft.open().read(limit: limit)
  }
}
