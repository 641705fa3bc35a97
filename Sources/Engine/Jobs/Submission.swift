/// Whose job it is. Clients take turns, so that none of them waits for all jobs of another.
package struct JobClient: Hashable, Sendable {
  /// A name such as `key:ci` or `192.0.2.7`.
  package let name: String

  package init(_ name: String) {
    self.name = name
  }
}

/// A job that a client wants to have done.
package struct Submission: Sendable {
  /// How a repeated submission is known (draft-ietf-httpapi-idempotency-key-header).
  package struct Repetition: Equatable, Sendable {
    /// What the client sent as `Idempotency-Key`.
    package let key: String
    /// A digest of all that was asked: a second submission under the same key must ask the same.
    package let digest: [UInt8]

    package init(key: String, digest: [UInt8]) {
      self.key = key
      self.digest = digest
    }
  }

  /// What a job is to be called (`JobName`), and how the same submission is known by it.
  package struct Naming: Equatable, Sendable {
    package let name: JobName
    /// A digest of all that was asked: a second submission under the same name must ask the same.
    package let digest: [UInt8]

    package init(name: JobName, digest: [UInt8]) {
      self.name = name
      self.digest = digest
    }
  }

  package var work: Work
  package var client: JobClient
  /// Where to tell that the job has ended.
  package var callback: String?
  /// How long it may run, if that is less than what the server allows.
  package var limitMilliseconds: Int?
  package var repetition: Repetition?
  package var naming: Naming?
  /// The id of the request that brought it, for the log.
  package var requestID: [UInt8]

  package init(
    _ work: Work, client: JobClient, callback: String? = nil, limitMilliseconds: Int? = nil,
    repetition: Repetition? = nil, naming: Naming? = nil, requestID: [UInt8] = []
  ) {
    self.work = work
    self.client = client
    self.callback = callback
    self.limitMilliseconds = limitMilliseconds
    self.repetition = repetition
    self.naming = naming
    self.requestID = requestID
  }

  /// Whether it says by what it would be known if it came again.
  var mayBeKnown: Bool { repetition != nil || naming != nil }
}
