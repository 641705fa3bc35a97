/// What a descriptor is waited for. Failures are reported whatever it is.
package struct Interest: Equatable, Sendable {
  package var isReading: Bool
  package var isWriting: Bool

  package init(reading: Bool, writing: Bool) {
    isReading = reading
    isWriting = writing
  }

  package static let none = Interest(reading: false, writing: false)
  package static let reading = Interest(reading: true, writing: false)
  package static let writing = Interest(reading: false, writing: true)
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
