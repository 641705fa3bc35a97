internal import Posix
internal import Stores

/// What a job has brought into the catalog: its whole answer, kept in one transaction with the change.
///
/// A process may be killed after the change was kept and before the job was finished. The job is done once more then, and this tells that
/// nothing is left to do.
struct CatalogArrival: Equatable, Sendable {
  let job: JobID
  let answer: [UInt8]

  init(job: JobID, answer: [UInt8]) {
    self.job = job
    self.answer = answer
  }

  /// What a job answers that brought a file.
  init(_ job: JobID, _ arrival: Catalog.Arrival) {
    self.init(job: job, answer: JobAnswer.done { ArrivalText.write(arrival, to: &$0) })
  }
}

extension Catalog {
  /// The whole answer of a job that has made its change; `nil` if it has not.
  func arrival(of job: JobID) throws(DatasetFailure) -> [UInt8]? {
    do throws(SQLiteFailure) {
      return try CatalogTable.arrival(of: job, database)
    } catch {
      throw .database(error)
    }
  }
}
