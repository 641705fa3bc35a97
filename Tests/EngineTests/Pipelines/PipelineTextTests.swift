import JSON
import Testing

@testable import Engine

struct PipelineTextTests {
  private func text(_ order: PipelineOrder) -> String {
    String(decoding: Work.pipeline(order).encoded, as: UTF8.self)
  }

  private func decoded(
    _ text: String, stages: [Stage] = SampleStages.all
  ) throws(WorkTextFailure) -> Work {
    try Work(decoding: Array(text.utf8), survey: nil, stages: stages)
  }

  private func failure(_ text: String, stages: [Stage] = SampleStages.all) -> WorkTextFailure? {
    #expect(throws: WorkTextFailure.self) { try decoded(text, stages: stages) }
  }

  /// Kept by earlier releases: these texts must be read for ever.
  @Test func `an order is kept as a text that is read back`() throws {
    var columns = PipelineSource.ColumnNames(timestamp: "when", secondaryGroup: "kind")
    let path = try #require(DataPath("test_data/a b.csv"))
    let order = PipelineOrder(
      sources: [
        PipelineSource(.file(path), columns: columns), PipelineSource(.dataset(.named("games"))),
        PipelineSource(.address("https://a.example/x.csv?y=1")),
      ],
      stages: [
        .sample(
          "tell",
          [
            .init(key: "words", value: .array([.string("é\"")])),
            .init(key: "limit", value: .integer(0)), .init(key: "share", value: .integer(1)),
          ]), .sample("draw"),
      ])
    let kept =
      #"{"kind":"pipeline","sources":[{"data_url":"/data/test_data/a b.csv","timestamp_col":"when","#
      + #""secondary_group_col":"kind"},{"data_url":"dataset:games"},"#
      + #"{"data_url":"https://a.example/x.csv?y=1"}],"stages":[{"name":"tell","parameters":"#
      + #"{"limit":0,"words":["é\""],"share":1.0,"kind":"a","weeks":[4],"exact":false,"#
      + #""timestamp_col":null}},{"name":"draw","parameters":{}}]}"#
    #expect(text(order) == kept)
    #expect(try decoded(kept) == .pipeline(order))
    columns.latitude = "lat"
    columns.longitude = "lon"
    let other = PipelineOrder.sample("draw", of: .file(path), columns: columns)
    #expect(try decoded(text(other)) == .pipeline(other))
  }

  @Test func `an order without a stage is one`() throws {
    let order = PipelineOrder.sample(of: .dataset(.named("a")))
    #expect(try decoded(text(order)) == .pipeline(order))
  }

  @Test func `what a stage has learnt since is added with its default`() throws {
    let kept =
      #"{"kind":"pipeline","sources":[{"data_url":"dataset:a"}],"#
      + #""stages":[{"name":"tell","parameters":{"limit":7}}]}"#
    let stage = StageOrder.sample("tell", [.init(key: "limit", value: .integer(7))])
    #expect(
      try decoded(kept)
        == .pipeline(
          PipelineOrder(sources: [PipelineSource(.dataset(.named("a")))], stages: [stage])))
  }

  @Test func `a stage that is gone, or takes something no more, is told`() {
    let order = PipelineOrder.sample("tell", of: .dataset(.named("a")))
    let gone = failure(text(order), stages: [SampleStages.draw])
    #expect(gone == .unknownStage("tell"))
    #expect(gone?.sentence == "This release knows no stage 'tell'")
    let strict = Stage(
      "tell", "", parameters: [SampleStages.tell.parameters[0]], needs: [],
      run: SampleStages.tell.run)
    let changed = failure(text(order), stages: [strict])
    #expect(changed == .badParameter("words", stage: "tell"))
    #expect(
      changed?.sentence
        == "What was to be done can no longer be read: tell makes no sense of 'words'")
  }

  @Test(
    arguments: [
      (#""stages":[]"#, .badMember("sources")),
      (#""sources":[],"stages":[]"#, .badMember("sources")),
      (#""sources":[{"data_url":"dataset:a"}]"#, .badMember("stages")),
      (#""sources":[{}],"stages":[]"#, .badMember("data_url")),
      (#""sources":[7],"stages":[]"#, .badMember("data_url")),
      (#""sources":[{"data_url":"dataset:a b"}],"stages":[]"#, .badMember("data_url")),
      (#""sources":[{"data_url":"/data/../a.csv"}],"stages":[]"#, .badMember("data_url")),
      (#""sources":[{"data_url":"dataset:a"}],"stages":[{}]"#, .badMember("name")),
      (#""sources":[{"data_url":"dataset:a"}],"stages":[{"name":"x"}]"#, .unknownStage("x")),
      (
        #""sources":[{"data_url":"dataset:a"}],"stages":[{"name":"tell"}]"#,
        .badMember("parameters")
      ),
      (
        #""sources":[{"data_url":"dataset:a"}],"stages":[{"name":"tell","parameters":{"limit":10}}]"#,
        .badParameter("limit", stage: "tell")
      ),
    ] as [(String, WorkTextFailure)])
  func `what makes no sense is a failure that says so`(members: String, expected: WorkTextFailure) {
    let failure = failure(#"{"kind":"pipeline",\#(members)}"#)
    #expect(failure == expected)
    #expect(failure?.sentence.isEmpty == false)
  }
}
