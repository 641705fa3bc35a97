import Statistics
import Testing

@testable import Engine

struct FingerprintTests {
  private let place: CatalogPlace
  private let catalog: Catalog

  init() throws {
    place = try CatalogPlace()
    catalog = try place.open()
    for name in ["a", "b"] { try catalog.upload(place.arrived("n,city\n1,x\n"), name) }
  }

  @Test func `a fingerprint is read back from its bytes`() {
    let bytes = (0..<16).map { UInt8($0) * 17 }
    #expect(Fingerprint(bytes)?.bytes == bytes)
    for count in [0, 15, 17, 32] {
      #expect(Fingerprint([UInt8](repeating: 1, count: count)) == nil)
    }
  }

  @Test func `it is the first half of a SHA-256`() {
    // FIPS 180-4, the digest of "abc".
    #expect(
      Fingerprint(of: Array("abc".utf8)).bytes == [
        0xBA, 0x78, 0x16, 0xBF, 0x8F, 0x01, 0xCF, 0xEA, 0x41, 0x41, 0x40, 0xDE, 0x5D, 0xAE, 0x22,
        0x23,
      ])
  }

  private func loaded(_ name: String = "s", identity: String = "1") -> TallyEngine.LoadedSurvey {
    TallyEngine.LoadedSurvey(name: name, survey: Samples.survey, identity: identity)
  }

  private func fingerprint(_ work: Work, _ survey: TallyEngine.LoadedSurvey? = nil) -> Fingerprint?
  {
    work.fingerprint(survey: survey ?? loaded(), catalog: catalog)
  }

  private func asked(_ inquiry: SurveyInquiry) -> Work { .survey(Samples.question(inquiry)) }

  private func aggregate(_ name: String, _ items: [(String, String)]) -> Work {
    .aggregate(DatasetQuestion(.named(name), items.map { .init($0.0, $0.1) }))
  }

  @Test func `spellings of one question have one fingerprint`() throws {
    let pairs = [
      (
        aggregate("a", [("_agg", "mean(n)"), ("n__gt", "1"), ("city", "x")]),
        aggregate("a", [("city__eq", "x"), ("n__gt", "1"), ("_agg", "mean_n:mean( n )")])
      ),
      (aggregate("a", []), aggregate("a", [("_agg", "count()"), ("_format", "json")])),
      (
        asked(.init(.best5, question: "Q")), asked(.init(.best5, question: "Q", better: .high))
      ),
      (
        asked(.init(.globalMean, question: "Q")),
        asked(.init(.globalMean, question: "Q", state: "Ohio", better: .low))
      ),
    ]
    for (one, other) in pairs {
      let found = try #require(fingerprint(one))
      #expect(found == fingerprint(other))
    }
  }

  @Test func `other questions have other fingerprints`() throws {
    let works = [
      asked(.init(.best5, question: "Q")), asked(.init(.best5, question: "Q", better: .low)),
      asked(.init(.worst5, question: "Q")), asked(.init(.best5, question: "Q", fromYear: 2011)),
      asked(.init(.best5, question: "Q", toYear: 2011)),
      asked(.init(.stateMean, question: "Q", state: "Ohio")),
      asked(.init(.stateMean, question: "Q", state: "Guam")),
      .profile(.named("a")), .profile(.named("b")), aggregate("a", []), aggregate("b", []),
      aggregate("a", [("_limit", "100")]), aggregate("a", [("_agg", "mean(n)")]),
      aggregate("a", [("city", "x")]),
    ]
    let found = try works.map { try #require(fingerprint($0)) }
    #expect(Set(found).count == works.count)
  }

  @Test func `a changed data set, or a survey of another file, makes another question of it`()
    throws
  {
    let works = [Work.profile(.named("a")), aggregate("a", [("_agg", "mean(n)")])]
    let before = works.map { fingerprint($0) }
    try catalog.upload(place.arrived("n,city\n2,y\n"), "a", .append)
    for (work, earlier) in zip(works, before) {
      let now = try #require(fingerprint(work))
      #expect(now != earlier)
    }
    let question = Work.survey(Samples.question)
    let one = try #require(fingerprint(question, loaded()))
    #expect(one == fingerprint(question, loaded()))
    #expect(one != fingerprint(question, loaded(identity: "2")))
    #expect(one != fingerprint(question, loaded("t")))
  }

  @Test func `a restart changes no fingerprint`() throws {
    let works = [Work.profile(.named("a")), aggregate("b", [("_agg", "mean(n)")])]
    let reopened = try place.open()
    for work in works {
      let found = try #require(fingerprint(work))
      #expect(work.fingerprint(survey: nil, catalog: reopened) == found)
    }
  }

  @Test func `columns that nobody has looked at yet are told apart by the words of the query`()
    throws
  {
    try place.put("n\n1\n", as: "own.csv")
    try catalog.look(at: 5)
    let one = aggregate("own", [("_agg", "mean(n)")])
    let found = try #require(fingerprint(one))
    #expect(try catalog.dataset(.named("own")).shape == nil)
    #expect(found == fingerprint(one))
    #expect(found != fingerprint(aggregate("own", [("_agg", "sum(n)")])))
  }

  @Test func `work that changes something, or has no answer now, is not shared`() {
    let order = ImportOrder(
      address: "http://a/", name: .named("c"), mode: .create, options: ReadOptions())
    #expect(fingerprint(.importing(order)) == nil)
    let pipeline = PipelineOrder(sources: [PipelineSource(.dataset(.named("a")))], stages: [])
    #expect(fingerprint(.pipeline(pipeline)) == nil)
    #expect(Work.survey(Samples.question).fingerprint(survey: nil, catalog: catalog) == nil)
    #expect(fingerprint(.profile(.named("missing"))) == nil)
    #expect(fingerprint(aggregate("missing", [])) == nil)
    #expect(fingerprint(aggregate("a", [("_agg", "mean(m)")])) == nil)
  }
}
