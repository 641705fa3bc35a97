internal import Engine
internal import JSON

/// The shapes of pipeline jobs and of answers about them.
enum PipelineSchemas {
  private static let columns: [(String, JSONValue)] = SourceColumn.allCases.map {
    ($0.rawValue, Schema.orNull(Schema.name))
  }

  /// What a pipeline is to do. The table comes as `data_url`, or several as `data_sources`.
  static let order = Schema.record(
    [("job_id", JobSchemas.name), ("config", Schema.reference("PipelineConfig"))],
    optional: [
      ("data_url", Schema.orNull(place)),
      (
        "data_sources",
        Schema.orNull(
          Schema.list(Schema.reference("PipelineSource"), 1...PipelineRequest.sourceLimit))
      ),
      ("callback_url", JobSchemas.callback), ("timeout", JobSchemas.timeout),
    ], isClosed: true)

  /// An address, a file of the data folder, or a data set.
  private static let place = Schema.text(
    pattern: "^(https?://.+|/data/.+|dataset:[A-Za-z0-9][A-Za-z0-9._-]{0,63})$")

  static let source = Schema.record([("data_url", place)], optional: columns, isClosed: true)

  static let config = Schema.record(
    [
      (
        "analysis_stages",
        object([
          ("type", .string("array")), ("items", Schema.words(Stage.all.map(\.name))),
          ("uniqueItems", .bool(true)),
        ])
      )
    ],
    optional: columns + [("parameters", Schema.orNull(Schema.reference("StageParameters")))],
    isClosed: true)

  /// What each stage takes, by its name.
  static let parameters = Schema.record(
    [],
    optional: Stage.all.map { stage in
      (stage.name, Schema.orNull(Schema.reference(name(of: stage))))
    }, isClosed: true)

  /// What each stage takes, under names for types.
  static let stageParameters: [(String, JSONValue)] = {
    // The text is ours, so it is JSON.
    let list = (try? JSONParser.parse(StageList.text(of: Stage.all))) ?? .null
    guard case .array(let stages) = list else { return [] }
    return zip(Stage.all, stages).map { stage, told in
      guard case .object(let members)? = told["parameters"] else { return (name(of: stage), .null) }
      return (name(of: stage), .object(members.filter { $0.key != "$schema" }))
    }
  }()

  /// `stage4_explain` as the name of a type: `Stage4ExplainParameters`.
  private static func name(of stage: Stage) -> String {
    stage.name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
      + "Parameters"
  }

  static let accepted = Schema.record([
    ("job_id", Schema.text), ("status", state), ("message", Schema.text),
    ("status_url", Schema.link), ("results_url", Schema.link),
  ])

  static let status = Schema.record([
    ("job_id", Schema.text), ("status", state), ("current_stage", Schema.textOrNull),
    ("error_message", Schema.textOrNull), ("progress", Schema.integer(0...100)),
    ("stage_detail", Schema.textOrNull),
  ])

  private static let state = Schema.words(["queued", "processing", "completed", "failed"])

  static let results = Schema.record([
    ("job_id", Schema.text), ("status", Schema.constant("completed")),
    ("results", Schema.map(Schema.link)), ("manifest", Schema.orNull(Schema.link)),
  ])

  static let error = Schema.record([("detail", Schema.text)])

  static let mistakes = Schema.record([
    (
      "detail",
      Schema.list(
        Schema.record(
          [
            ("type", Schema.text),
            ("loc", Schema.list(Schema.anyOf([Schema.text, Schema.integer]))),
            ("msg", Schema.text), ("input", Schema.anything),
          ], optional: [("ctx", Schema.map(Schema.anything))]))
    )
  ])

  static let stages = Schema.list(
    Schema.record([
      ("name", Schema.text), ("purpose", Schema.text),
      ("parameters", Schema.map(Schema.anything)),
    ]))
}
