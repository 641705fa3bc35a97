import Engine
import Foundation
import Posix
import Statistics
import Tables

/// A survey of three rows, and a question to it.
enum Samples {
  static let survey: Survey = {
    let csv = """
      Question,LocationDesc,Data_Value,StratificationCategory1,Stratification1,YearStart,YearEnd
      Q,Ohio,1.5,a,b,2011,2011
      Q,Ohio,2.5,a,c,2012,2012
      Q,Guam,4,a,b,2011,2011

      """
    var options = CSVOptions()
    options.types = Survey.columnTypes
    do {
      return try Survey(CSVLoader.load(Array(csv.utf8), options, on: .single).table)
    } catch {
      preconditionFailure("the sample is a survey: \(error)")
    }
  }()

  static let question: SurveyQuestion = question(SurveyInquiry(.statesMean, question: "Q"))

  static func question(_ asked: SurveyInquiry) -> SurveyQuestion {
    do {
      return try survey.question(asked)
    } catch {
      preconditionFailure("the sample knows the question: \(error)")
    }
  }
}

extension TallyEngine {
  /// Takes in a question of a client, and waits until it is on the disk.
  func submit(
    _ question: SurveyQuestion, client: String = "somebody", requestID: String = ""
  ) throws(AdmissionFailure) -> JobID {
    var submission = Submission(.survey(question), client: JobClient(client))
    submission.requestID = Array(requestID.utf8)
    return try submitAndWait(submission)
  }
}

/// A folder of its own for one test, removed at its end.
final class ScratchFolder {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "tally-test-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// SplitMix64, so that a failing run can be made again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
