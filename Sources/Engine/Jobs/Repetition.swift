internal import Stores

extension Submission.Repetition {
  /// How a request is known when it is sent again.
  ///
  /// - Parameters:
  ///   - key: what the client calls it.
  ///   - method: with the path and the body all that was asked; what differs in any of them is another request.
  package init(key: String, method: String, path: ArraySlice<UInt8>, body: [UInt8]) {
    // A method has no blank and a path none either, so no two requests make the same bytes.
    var asked = Array(method.utf8)
    asked.append(UInt8(ascii: " "))
    asked.append(contentsOf: path)
    asked.append(UInt8(ascii: " "))
    asked.append(contentsOf: body)
    self.init(key: key, digest: Digest.sha256(asked))
  }
}
