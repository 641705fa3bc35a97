import Posix
import Statistics
import Tables
import Testing

@testable import Engine

struct JobAnswersTests {
  @Test func `a waiting job tells its position and when it may start`() throws {
    var bench = LedgerBench { $0.laneCounts = [.computing: 2] }
    let first = try bench.admit()
    _ = bench.take()
    bench.now.wallNanoseconds += 4_000_000_000
    _ = bench.finish(first)
    for _ in 0..<3 { _ = try bench.admit() }
    let other = try bench.admit("bob")
    #expect(bench.account(other)?.queuePosition == 2)
    #expect(bench.account(other)?.expectedWaitSeconds == 4)
    #expect(bench.account(JobID(4))?.queuePosition == 4)
    #expect(bench.account(first)?.queuePosition == nil)
  }

  @Test func `of the jobs that collect a day, the oldest that is not finished is told`() throws {
    var bench = LedgerBench()
    func day(_ number: Int64) -> CivilDay { CivilDay(year: 2024, month: 5, day: number) }
    _ = try bench.admit()
    for number: Int64 in [3, 1, 3, 9] {
      try bench.ledger.reserve(for: JobClient("ann"))
      bench.ledger.admit(
        OpenJob(
          id: JobID(bench.ledger.next), work: .collecting(CollectionOrder(day: day(number))),
          client: JobClient("ann"), createdNanoseconds: 1), at: bench.now)
    }
    #expect(
      bench.ledger.collections(of: day(1)...day(3)) == [day(1): JobID(3), day(3): JobID(2)])
    #expect(bench.ledger.isOpen(JobID(2)) && !bench.ledger.isOpen(JobID(6)))
    let taken = bench.ledger.takeNext(.collecting, at: bench.now) { _ in Progress() }?.id
    #expect(taken == JobID(2))
    _ = bench.finish(JobID(2))
    #expect(
      bench.ledger.collections(of: day(1)...day(3)) == [day(1): JobID(3), day(3): JobID(4)])
    #expect(!bench.ledger.isOpen(JobID(2)))
    var restored = JobLedger()
    restored.restore(
      OpenJob(
        id: JobID(8), work: .collecting(CollectionOrder(day: day(2))), client: JobClient("ann"),
        createdNanoseconds: 1))
    #expect(restored.collections(of: day(2)...day(2)) == [day(2): JobID(8)])
  }

  @Test func `a filter lets through what it names, the youngest first, page by page`() throws {
    var bench = LedgerBench()
    for _ in 0..<1000 { _ = try bench.admit() }
    for number in 1...600 {
      _ = bench.take()
      if number % 2 == 0 { _ = bench.finish(JobID(number), .failed("no")) }
    }
    var filter = JobFilter()
    filter.states = [.failed]
    var found: [Int] = []
    var below: Int? = .max
    while let bound = below {
      let page = bench.ledger.jobs(filter, below: bound, limit: 7, lookLimit: 64)
      found += page.jobs.map(\.id.number)
      below = page.next
    }
    #expect(found == (1...300).map { $0 * 2 }.reversed())
    filter.kind = "import"
    #expect(bench.ledger.jobs(filter, below: .max, limit: 9, lookLimit: .max).jobs.isEmpty)
  }

  @Test func `pages of the plain list go through all jobs once`() throws {
    var bench = LedgerBench()
    for _ in 0..<5 { _ = try bench.admit() }
    var found: [Int] = []
    var next: Int? = 0
    while let first = next {
      let page = bench.ledger.page(from: first, limit: 2)
      found += page.jobs.map(\.0.number)
      next = page.next
    }
    #expect(found == [1, 2, 3, 4, 5])
  }
}
