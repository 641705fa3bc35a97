/// What a descriptor is waited for. Failures are reported whatever it is.
package struct Interest: Equatable, Sendable {
  /// Bytes to read, or the end of the stream.
  package var isReading: Bool
  /// Room to write.
  package var isWriting: Bool
  /// The peer's last byte, also while nothing is read.
  package var isHangUp: Bool

  package init(reading: Bool, writing: Bool, hangUp: Bool = false) {
    isReading = reading
    isWriting = writing
    isHangUp = hangUp
  }

  /// Failures alone.
  package static let none = Interest(reading: false, writing: false)
  /// Bytes to read.
  package static let reading = Interest(reading: true, writing: false)
  /// Room to write.
  package static let writing = Interest(reading: false, writing: true)
}

/// A descriptor that has become ready, under the token it was added with.
package struct Readiness: Sendable {
  /// What it was added with.
  package let token: UInt64
  /// There is something to read, or the end of the stream.
  package let canRead: Bool
  /// There is room to write.
  package let canWrite: Bool
  /// Both directions are shut, or the connection failed.
  package let isBroken: Bool
  /// The peer has sent its last byte; told only to those who wait for it.
  package let hasHungUp: Bool
}
