import Testing

@testable import Engine

struct JobNamesTests {
  @Test func `a name leads to its job, whether that was swept or not`() throws {
    var names = JobNames()
    let name = try #require(JobName("may"))
    #expect(names[name] == nil)
    names.give(name, to: 7)
    names.sweep(name)
    #expect(names[name] == 7)
    #expect(try names[#require(JobName("MAY"))] == nil)
  }

  @Test func `what was not swept is not forgotten`() throws {
    var names = JobNames()
    let name = try #require(JobName("may"))
    names.give(name, to: 7)
    names.forget([name])
    #expect(names[name] == 7)
    #expect(names.overdue(beyond: 0, atMost: 9).isEmpty)
  }

  /// A list of pairs, compared step by step with the real thing.
  @Test func `a long random life agrees with a plain one`() throws {
    var generator = SplitMix(state: 5)
    var names = JobNames()
    var kept: [(name: JobName, number: Int, isSwept: Bool)] = []
    var swept: [JobName] = []
    for number in 1...3000 {
      let name = try #require(JobName("n\(Int.random(in: 0..<500, using: &generator))"))
      #expect(names[name] == kept.first { $0.name == name }?.number)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0:
        guard !kept.contains(where: { $0.name == name }) else { continue }
        names.give(name, to: number)
        kept.append((name, number, false))
      case 1:
        guard let place = kept.firstIndex(where: { $0.name == name && !$0.isSwept }) else {
          continue
        }
        names.sweep(name)
        kept[place].isSwept = true
        swept.append(name)
      default:
        let limit = Int.random(in: 0..<40, using: &generator)
        let overdue = Array(swept.prefix(min(3, max(0, swept.count - limit))))
        #expect(names.overdue(beyond: limit, atMost: 3) == overdue)
        names.forget(overdue)
        swept = Array(swept.dropFirst(overdue.count))
        kept = kept.filter { !overdue.contains($0.name) }
      }
    }
    #expect(kept.count > 20)
  }
}
