internal import Engine
internal import HTTP
internal import Statistics

/// Which old service a path comes from; it decides how errors look.
enum Family: Sendable, Equatable {
  /// `{"status":"error","reason":...}`
  case survey
  /// `{"error":...}`
  case games
  /// Problem documents (RFC 9457).
  case general

  /// The family of a path, also of one that is not served.
  init(ofPath target: Target) {
    let path = target.rawPath
    let isResult = path.elementsEqual(Self.results) || path.starts(with: Self.results + "/".utf8)
    if isResult || Endpoint.surveyPaths.contains(Array(path)) {
      self = .survey
    } else {
      self = Endpoint.gamesPaths.contains(Array(path)) ? .games : .general
    }
  }

  private static let results = Array("/api/get_results".utf8)
}

/// One thing that can be asked: method and path, how it is answered, and what its description says.
struct Endpoint: Sendable {
  /// Where an answer is made.
  enum Mode: Sendable {
    /// In the loop: it takes some microseconds and never blocks.
    case inline
    /// On a lane.
    case pool
    /// In the loop if the result of the job is in memory or its file open, else on a lane.
    case inlineIfAtHand
  }

  typealias Answer = @Sendable (Responder, Request) throws(Failure) -> Response

  let method: HTTP.Method
  let pattern: String
  let family: Family
  let demands: Demand
  var mode = Mode.inline
  var takesJSON = false
  /// The body is a file, alone or in a form; the request then holds an `Upload`, and a lane answers whatever the mode says.
  var takesUpload = false
  let description: EndpointDescription
  let answer: Answer

  /// The one table: it routes requests and makes the description of the API.
  static let all: [Endpoint] =
    surveyQuestions + surveyJobs + surveyNames + games + datasets + generalJobs + operations

  /// Paths of the survey's family without parameters.
  static let surveyPaths = Set(
    (surveyQuestions + surveyJobs + surveyNames).map { Array($0.pattern.utf8) })
}
