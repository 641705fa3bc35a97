internal import Engine
internal import HTTP

extension JobAccount {
  static let contentLocation: FieldName = "Content-Location"

  /// When it is worth while to ask again, in whole seconds: from 1 to 60.
  var retrySeconds: Int {
    let seconds = (expectedWaitSeconds ?? 0).rounded(.up)
    return seconds < 60 ? max(1, Int(seconds)) : 60
  }

  /// The description with what goes with it.
  func response(status: Status = .ok) -> Response {
    var response = Response.json(text, status: status)
    // It may be another one in the next moment.
    response.fields.append(.cacheControl, "no-store")
    if !state.isFinal { response.fields.append(.retryAfter, "\(retrySeconds)") }
    return response
  }
}
