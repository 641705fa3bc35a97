import Statistics
import Testing

@testable import Engine

struct WorkTextTests {
  // What is asked in these tests, made by chance.

  private static let texts = [
    "", "a", "Ohio", "caf\u{E9}", "cafe\u{301}", "\"", "\\", "\u{0}\n\t\u{1F}", "\u{2028}", "👩‍👩‍👧",
    "a,b:(c)", "%20&=", "{\"kind\":\"profile\"}", "\u{7F}\u{FFFD}",
    String(repeating: "x", count: 300),
  ]

  private static func text(_ random: inout SplitMix) -> String {
    (0..<Int.random(in: 1...3, using: &random)).map { _ in
      texts.randomElement(using: &random) ?? ""
    }.joined()
  }

  private static func maybe<Value>(
    _ random: inout SplitMix, _ value: (inout SplitMix) -> Value
  ) -> Value? {
    Bool.random(using: &random) ? value(&random) : nil
  }

  private static func name(_ random: inout SplitMix) -> DatasetName {
    .named(["games", "a", "Sales-2024_b.c"].randomElement(using: &random) ?? "a")
  }

  private static func inquiry(_ random: inout SplitMix) -> SurveyInquiry {
    SurveyInquiry(
      SurveyStatistic.allCases.randomElement(using: &random) ?? .best5, question: "Q",
      state: Bool.random(using: &random) ? "Ohio" : "Guam",
      fromYear: maybe(&random) { Int.random(in: -5...2011, using: &$0) },
      toYear: maybe(&random) { Int.random(in: 2011...Int.max, using: &$0) },
      better: maybe(&random) { Bool.random(using: &$0) ? .low : .high })
  }

  private static func options(_ random: inout SplitMix) -> ReadOptions {
    var types: [String: String] = [:]
    for _ in 0..<Int.random(in: 0...3, using: &random) { types[text(&random)] = text(&random) }
    return ReadOptions(
      delimiter: maybe(&random, text), encoding: maybe(&random, text), types: types,
      onError: ReadOptions.OnError.allCases.randomElement(using: &random) ?? .abort)
  }

  private static func work(_ random: inout SplitMix) -> Work {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: .survey(Samples.question(inquiry(&random)))
    case 1:
      .importing(
        ImportOrder(
          address: text(&random), name: name(&random),
          mode: Catalog.Mode.allCases.randomElement(using: &random) ?? .create,
          options: options(&random)))
    case 2:
      .aggregate(
        DatasetQuestion(
          name(&random),
          (0..<Int.random(in: 0...4, using: &random)).map { _ in
            .init(text(&random), text(&random))
          }))
    case 3:
      .collecting(
        CollectionOrder(
          day: CivilDay(daysSince1970: .random(in: -700_000...2_900_000, using: &random))))
    default: .profile(name(&random))
    }
  }

  @Test(arguments: 0..<20)
  func `what is kept is read back, byte by byte the same`(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    for _ in 0..<50 {
      let work = Self.work(&random)
      let text = work.encoded
      let back = try Work(decoding: text, survey: Samples.survey)
      #expect(back == work)
      // Texts that only Unicode holds equal are told apart by their bytes.
      #expect(back.encoded == text)
    }
  }

  @Test func `texts of earlier releases are read for ever`() throws {
    let kept: [(String, Work)] = [
      (
        #"{"kind":"survey","statistic":"state_mean","question":"Q","state":"Ohio","from_year":2011,"#
          + #""to_year":2012,"better":"low"}"#,
        .survey(
          Samples.question(
            .init(
              .stateMean, question: "Q", state: "Ohio", fromYear: 2011, toYear: 2012, better: .low))
        )
      ),
      (
        #"{"kind":"survey","statistic":"best5","question":"Q"}"#,
        .survey(Samples.question(.init(.best5, question: "Q")))
      ),
      (
        #"{"kind":"import","url":"http://a/b","dataset":"a","mode":"append","delimiter":";","#
          + #""encoding":"latin1","on_error":"skip_row","types":{"d":"date:%d/%m/%Y","zip":"text"}}"#,
        .importing(
          ImportOrder(
            address: "http://a/b", name: .named("a"), mode: .append,
            options: ReadOptions(
              delimiter: ";", encoding: "latin1",
              types: ["zip": "text", "d": "date:%d/%m/%Y"], onError: .skipRow)))
      ),
      (
        #"{"kind":"aggregate","dataset":"a","query":[["_agg","mean(n)"],["city","x y"]]}"#,
        .aggregate(
          DatasetQuestion(.named("a"), [.init("_agg", "mean(n)"), .init("city", "x y")]))
      ),
      (#"{"kind":"profile","dataset":"a"}"#, .profile(.named("a"))),
      (
        #"{"kind":"collect","day":"2024-05-01"}"#,
        .collecting(CollectionOrder(day: CivilDay(year: 2024, month: 5, day: 1)))
      ),
    ]
    for (text, work) in kept {
      #expect(try Work(decoding: Array(text.utf8), survey: Samples.survey) == work)
      #expect(String(decoding: work.encoded, as: UTF8.self) == text)
    }
  }

  private func failure(_ text: String, survey: Survey? = Samples.survey) -> WorkTextFailure? {
    #expect(throws: WorkTextFailure.self) {
      try Work(decoding: Array(text.utf8), survey: survey)
    }
  }

  @Test(
    arguments: [
      ("", .malformed), ("{", .malformed), ("[]", .malformed), ("7", .malformed),
      ("{}", .unknownKind(nil)), (#"{"kind":7}"#, .unknownKind(nil)),
      (#"{"kind":"dream"}"#, .unknownKind("dream")),
      (#"{"kind":"profile"}"#, .badMember("dataset")),
      (#"{"kind":"profile","dataset":"a b"}"#, .badMember("dataset")),
      (#"{"kind":"aggregate","dataset":"a"}"#, .badMember("query")),
      (#"{"kind":"aggregate","dataset":"a","query":[["b"]]}"#, .badMember("query")),
      (#"{"kind":"aggregate","dataset":"a","query":[["b",1]]}"#, .badMember("query")),
      (#"{"kind":"import","dataset":"a"}"#, .badMember("types")),
      (#"{"kind":"import","types":{},"on_error":"abort"}"#, .badMember("url")),
      (
        #"{"kind":"import","types":{},"on_error":"abort","url":"u","dataset":"a","mode":"x"}"#,
        .badMember("mode")
      ),
      (#"{"kind":"survey","question":"Q"}"#, .badMember("statistic")),
      (#"{"kind":"survey","statistic":"best6","question":"Q"}"#, .badMember("statistic")),
      (#"{"kind":"survey","statistic":"best5"}"#, .badMember("question")),
      (
        #"{"kind":"survey","statistic":"best5","question":"Q","from_year":"2011"}"#,
        .badMember("from_year")
      ),
      (
        #"{"kind":"survey","statistic":"best5","question":"Q","better":"middle"}"#,
        .badMember("better")
      ),
    ] as [(String, WorkTextFailure)])
  func `what makes no sense is a failure that says so`(text: String, expected: WorkTextFailure) {
    let failure = failure(text)
    #expect(failure == expected)
    #expect(failure?.sentence.isEmpty == false)
  }

  @Test func `a survey that is gone, or is another one now, is told`() {
    let text = String(
      decoding: Work.survey(Samples.question(.init(.best5, question: "Q"))).encoded, as: UTF8.self)
    #expect(failure(text, survey: nil)?.sentence == "No survey is loaded")
    let other = text.replacing(#""Q""#, with: #""R""#)
    #expect(failure(other)?.sentence.hasPrefix(#"Unknown question "R""#) == true)
  }
}
