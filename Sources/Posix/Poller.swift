/// What a descriptor is waited for.
package struct Interest: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let reading = Interest(rawValue: 1)
  package static let writing = Interest(rawValue: 2)
}

/// A descriptor that has become ready, under the token it was added with.
package struct Readiness: Sendable {
  package let token: UInt64
  /// There is something to read, or the end of the stream.
  package let canRead: Bool
  package let canWrite: Bool
  /// Both directions are shut, or the connection failed.
  package let isBroken: Bool
}
