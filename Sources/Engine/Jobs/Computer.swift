internal import Posix
internal import Statistics
internal import Tables

/// Why a job has no answer.
enum WorkFailure: Error, Equatable, Sendable {
  /// It was told to stop.
  case cancelled
  /// There is none; why, for people.
  case failed(String)
}

/// Computes the answers of jobs.
struct Computer: Sendable {
  let survey: Survey?
  let catalog: Catalog
  let importer: Importer
  let lanes: Lanes

  /// The whole content of the file of a job that succeeds.
  func answer(
    to work: Work, of id: JobID, progress: Progress, phase: (String) -> Void
  ) throws(WorkFailure) -> [UInt8] {
    switch work {
    case .survey(let question):
      guard let survey else { throw .failed("No survey is loaded") }
      do throws(QuestionFailure) {
        let answer = try survey.answer(question)
        return JobAnswer.done { answer.write(to: &$0) }
      } catch {
        throw .failed(error.sentence)
      }
    case .importing(let order):
      do throws(ImportFailure) {
        let file = try importer.fetch(order.address)
        do throws(DatasetFailure) {
          let arrival = try catalog.add(
            file, as: order.name, order.mode, order.options, origin: .import,
            source: order.address, at: Moment.now().wallNanoseconds)
          return JobAnswer.done { ArrivalText.write(arrival, to: &$0) }
        } catch {
          throw .dataset(error)
        }
      } catch {
        throw .failed(error.sentence)
      }
    }
  }
}
