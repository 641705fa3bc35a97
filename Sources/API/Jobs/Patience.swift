internal import Engine
internal import HTTP

/// For how long a client would rather wait than come again: the preference `wait` (RFC 7240, section 4.3).
struct Patience: Equatable, Sendable {
  /// From 0 to `limitSeconds`.
  let seconds: Int

  /// A longer wait is cut to this.
  static let limitSeconds = 60

  private static let applied: FieldName = "Preference-Applied"

  /// - Returns: `nil` if the client would not wait.
  init?(_ fields: Fields) {
    guard let seconds = Preferences(fields).waitSeconds else { return nil }
    self.seconds = min(seconds, Self.limitSeconds)
  }

  /// Tells for how long the answer was held, or would have been.
  func tell(_ response: inout Response) {
    response.fields.append(Self.applied, "wait=\(seconds)")
  }
}

extension Responder {
  /// Goes on once a job is finished or the client's patience is over; at once without any.
  func wait(for id: JobID, _ patience: Patience?, then goOn: @escaping @Sendable () -> Void) {
    guard let patience, patience.seconds > 0 else { return goOn() }
    engine.waitForEnd(of: id, milliseconds: patience.seconds * 1000, goOn)
  }
}
