internal import Stores

extension Submission.Naming {
  /// - Parameter body: all that was asked under the name; what differs in any byte is another submission.
  package init(_ name: JobName, body: [UInt8]) {
    self.init(name: name, digest: Digest.sha256(body))
  }
}
