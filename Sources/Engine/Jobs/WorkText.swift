internal import Statistics
package enum WorkTextFailure: Error { case malformed
  var sentence: String { "" } }
extension Work {
  package var encoded: [UInt8] { [] }
  init(decoding text: [UInt8], survey: Survey?) throws(WorkTextFailure) { throw .malformed }
  package func fingerprint(survey: TallyEngine.LoadedSurvey?, catalog: Catalog) -> Fingerprint? { nil }
}
