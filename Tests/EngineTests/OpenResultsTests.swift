import Posix
import Testing

@testable import Engine

struct OpenResultsTests {
  private let scratch = ScratchFolder()

  /// The open result of a job, told from others by its size: the number of the job.
  private func result(_ number: Int) throws -> StoredFile {
    let folder = ResultFolder(folder: try Folder(path: scratch.path, creating: true))
    try folder.store([UInt8](repeating: 0, count: number), of: JobID(number))
    return try #require(try folder.open(JobID(number)))
  }

  @Test func `a result that is kept is found again, another is not`() throws {
    var open = OpenResults(limit: 2)
    #expect(open.isEmpty)
    #expect(try open.keep(result(1), of: JobID(1)) == nil)
    #expect(open.use(JobID(1))?.byteCount == 1)
    #expect(open.contains(JobID(1)))
    #expect(open.use(JobID(2)) == nil)
    #expect(!open.contains(JobID(2)))
    #expect(open.remove(JobID(1))?.byteCount == 1)
    #expect(open.remove(JobID(1)) == nil)
    #expect(open.isEmpty)
  }

  @Test func `the one that was used longest ago makes room`() throws {
    var open = OpenResults(limit: 2)
    _ = try open.keep(result(1), of: JobID(1))
    _ = try open.keep(result(2), of: JobID(2))
    _ = open.use(JobID(1))
    #expect(try open.keep(result(3), of: JobID(3))?.byteCount == 2)
    #expect(try open.keep(result(4), of: JobID(4))?.byteCount == 1)
    #expect(open.contains(JobID(3)) && open.contains(JobID(4)))
  }

  @Test func `a newer file of the same job takes the place of the older one`() throws {
    var open = OpenResults(limit: 2)
    let older = try result(1)
    _ = open.keep(older, of: JobID(1))
    let newer = try result(1)
    #expect(open.keep(newer, of: JobID(1))?.descriptor == older.descriptor)
    #expect(open.use(JobID(1))?.descriptor == newer.descriptor)
    _ = open.remove(JobID(1))
    #expect(open.isEmpty)
  }

  @Test func `what is used between two tidyings stays`() throws {
    var open = OpenResults(limit: 3)
    _ = try open.keep(result(1), of: JobID(1))
    _ = try open.keep(result(2), of: JobID(2))
    #expect(open.removeUnused().isEmpty)
    _ = open.use(JobID(2))
    _ = try open.keep(result(3), of: JobID(3))
    #expect(open.removeUnused().map(\.byteCount) == [1])
    #expect(open.removeUnused().map(\.byteCount) == [2, 3])
    #expect(open.isEmpty)
  }

  @Test func `a limit of none keeps nothing`() throws {
    var open = OpenResults(limit: 0)
    #expect(try open.keep(result(1), of: JobID(1))?.byteCount == 1)
    #expect(open.isEmpty)
  }
}
