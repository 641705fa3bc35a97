internal import Engine
internal import JSON
internal import Statistics

/// A pipeline job as a client orders it:
/// `{"job_id":"a","data_url":"/data/a.csv","config":{"timestamp_col":"when","analysis_stages":["profile"]}}`.
///
/// All that is wrong is told at once.
struct PipelineRequest: Sendable {
  /// How many sources a job may have.
  static let sourceLimit = 32

  let name: JobName
  let order: PipelineOrder
  /// Where to tell that the job has ended.
  let callback: String?
  /// How long the job may run.
  let limitMilliseconds: Int?

  /// Whether the body of a submission is meant to be a pipeline: whatever is no object with a type is.
  static func isMeant(by bytes: [UInt8]) -> Bool {
    (try? JSONParser.parse(bytes))?["type"] == nil
  }

  /// Reads the body of a submission.
  ///
  /// - Parameter own: what this server is called.
  /// - Throws: `Failure.pipeline`.
  init(_ bytes: [UInt8], _ own: OwnURLs, engine: TallyEngine) throws(Failure) {
    let stages = engine.stages
    let body = try Self.members(bytes)
    var mistakes = PipelineMistakes()
    let name = Self.name(body, &mistakes)
    let sources = Self.sources(body, own, &mistakes)
    let config = body.object("config", &mistakes)
    let usual = config?.columnNames(&mistakes) ?? PipelineSource.ColumnNames()
    let orders = config.map { Self.stageOrders($0, stages, &mistakes) } ?? []
    if let config {
      let columns = sources.map { $0.columns.filled(from: usual) }
      Self.checkColumns(
        columns.isEmpty ? [usual] : columns, of: orders, body, config, stages, &mistakes)
    }
    config?.refuseOthers(than: Self.configMembers, &mistakes)
    callback = Self.callback(body, engine, &mistakes)
    limitMilliseconds = Self.limit(body, &mistakes)
    body.refuseOthers(than: Self.bodyMembers, hinting: ["type"], &mistakes)
    try mistakes.finish()
    // What has no name has a mistake.
    guard let name else { throw .missingField("job_id") }
    self.name = name
    order = PipelineOrder(
      sources: sources.compactMap { source in
        source.place.map { PipelineSource($0, columns: source.columns.filled(from: usual)) }
      }, stages: orders)
  }

  private static let columnMembers = SourceColumn.allCases.map(\.rawValue)
  private static let sourceMembers = ["data_url"] + columnMembers
  private static let configMembers = columnMembers + ["analysis_stages", "parameters"]
  private static let bodyMembers = [
    "job_id", "data_url", "data_sources", "config", "callback_url", "timeout",
  ]

  // The body

  /// The members of a body that has to be an object.
  static func members(_ bytes: [UInt8]) throws(Failure) -> PipelineMembers {
    let start = [PipelineMistakes.Step.name("body")]
    var mistakes = PipelineMistakes()
    do throws(JSONFailure) {
      if bytes.isEmpty {
        mistakes.note(.missing, at: start, input: .null)
      } else {
        let value = try JSONParser.parse(bytes)
        if case .object(let members) = value {
          return PipelineMembers(members: members, location: start)
        }
        mistakes.note(.noObject, at: start, input: value)
      }
    } catch {
      mistakes.note(
        .malformed(error.sentence), at: start + [.index(error.offset)], input: .object([]))
    }
    throw .pipeline(mistakes)
  }

  private static func name(
    _ body: PipelineMembers, _ mistakes: inout PipelineMistakes
  ) -> JobName? {
    guard let text = body.text("job_id", &mistakes) else { return nil }
    if let name = JobName(text) { return name }
    mistakes.note(
      JobName.isWellFormed(text)
        ? .value("names like this one are numbers that the server gives; add a letter")
        : .pattern(JobName.pattern),
      at: body.location(of: "job_id"), input: .string(text))
    return nil
  }

  private static func callback(
    _ body: PipelineMembers, _ engine: TallyEngine, _ mistakes: inout PipelineMistakes
  ) -> String? {
    guard let value = body.optional("callback_url") else { return nil }
    let location = body.location(of: "callback_url")
    guard case .string(let address) = value else {
      mistakes.note(.noURLText, at: location, input: value)
      return nil
    }
    if let fault = engine.callbackFault(address) {
      mistakes.note(.url(fault), at: location, input: value)
    }
    return address
  }

  private static func limit(
    _ body: PipelineMembers, _ mistakes: inout PipelineMistakes
  ) -> Int? {
    guard let value = body.optional("timeout") else { return nil }
    if case .milliseconds(let milliseconds) = JobTimeout(value) { return milliseconds }
    mistakes.note(
      .value("a time is \(JobTimeout.expectation)"), at: body.location(of: "timeout"),
      input: value)
    return nil
  }

  // Sources

  /// A source as the client tells of it; without a place if what it says is none.
  private typealias Source = (place: PipelineSource.Place?, columns: PipelineSource.ColumnNames)

  private static func sources(
    _ body: PipelineMembers, _ own: OwnURLs, _ mistakes: inout PipelineMistakes
  ) -> [Source] {
    guard let list = body.optional("data_sources") else {
      return [(place(body, own, &mistakes), PipelineSource.ColumnNames())]
    }
    let location = body.location(of: "data_sources")
    if body.optional("data_url") != nil {
      mistakes.note(
        .value("sources come as data_url or as data_sources, not as both"), at: location,
        input: list)
    }
    guard case .array(let elements) = list else {
      mistakes.note(.noList, at: location, input: list)
      return []
    }
    if elements.isEmpty { mistakes.note(.tooShort(least: 1, count: 0), at: location, input: list) }
    if elements.count > sourceLimit {
      mistakes.note(
        .tooLong(greatest: sourceLimit, count: elements.count), at: location, input: list)
    }
    return elements.prefix(sourceLimit).enumerated().compactMap { index, element in
      source(element, at: location + [.index(index)], own, &mistakes)
    }
  }

  private static func source(
    _ element: JSONValue, at location: [PipelineMistakes.Step], _ own: OwnURLs,
    _ mistakes: inout PipelineMistakes
  ) -> Source? {
    guard case .object(let members) = element else {
      mistakes.note(.noObject, at: location, input: element)
      return nil
    }
    let source = PipelineMembers(members: members, location: location)
    let place = place(source, own, &mistakes)
    let columns = source.columnNames(&mistakes)
    source.refuseOthers(than: sourceMembers, &mistakes)
    return (place, columns)
  }

  private static func place(
    _ source: PipelineMembers, _ own: OwnURLs, _ mistakes: inout PipelineMistakes
  ) -> PipelineSource.Place? {
    guard let value = source.required("data_url", &mistakes) else { return nil }
    let location = source.location(of: "data_url")
    guard case .string(let text) = value else {
      mistakes.note(.noURLText, at: location, input: value)
      return nil
    }
    do throws(SourceMistake) {
      return try SourceAddress.place(text, own)
    } catch {
      mistakes.note(error.kind, at: location, hint: error.hint, input: value)
      return nil
    }
  }

  // Stages

  private static func stageOrders(
    _ config: PipelineMembers, _ stages: [Stage], _ mistakes: inout PipelineMistakes
  ) -> [StageOrder] {
    let wanted = wantedStages(config, stages, &mistakes)
    let given = givenParameters(config, stages, &mistakes)
    let location = config.location(of: "parameters")
    var orders: [String: StageOrder] = [:]
    // Those of stages that are not asked for are looked at as well: a mistake in them is one.
    for stage in stages where wanted.contains(stage.name) || given[stage.name] != nil {
      if mistakes.isFull { break }
      var faults: [StageParameterMistake] = []
      let parameters = StageParameters(
        stage.parameters, given: given[stage.name] ?? [], mistakeLimit: mistakes.room, &faults)
      for fault in faults { mistakes.note(fault, at: location + [.name(stage.name)]) }
      orders[stage.name] = StageOrder(name: stage.name, parameters: parameters)
    }
    return wanted.compactMap { orders[$0] }
  }

  /// Names of stages, each once, in the order in which the client wants them.
  private static func wantedStages(
    _ config: PipelineMembers, _ stages: [Stage], _ mistakes: inout PipelineMistakes
  ) -> [String] {
    guard let list = config.required("analysis_stages", &mistakes) else { return [] }
    let location = config.location(of: "analysis_stages")
    guard case .array(let elements) = list else {
      mistakes.note(.noList, at: location, input: list)
      return []
    }
    let known = stages.map(\.name)
    var wanted: [String] = []
    for (index, element) in elements.enumerated() {
      if mistakes.isFull { break }
      let text = if case .string(let text) = element { text } else { "" }
      if !known.contains(text) {
        mistakes.note(
          .literal(known), at: location + [.index(index)],
          hint: PipelineMistakes.hint(at: nearestName(to: text, in: known)), input: element)
      } else if wanted.contains(text) {
        mistakes.note(
          .value("each stage runs once"), at: location + [.index(index)], input: element)
      } else {
        wanted.append(text)
      }
    }
    return wanted
  }

  /// What the client gives to stages that there are, by their names.
  private static func givenParameters(
    _ config: PipelineMembers, _ stages: [Stage], _ mistakes: inout PipelineMistakes
  ) -> [String: [JSONValue.Member]] {
    guard let value = config.optional("parameters") else { return [:] }
    let location = config.location(of: "parameters")
    guard case .object(let members) = value else {
      mistakes.note(.noDictionary, at: location, input: value)
      return [:]
    }
    let parameters = PipelineMembers(members: members, location: location)
    var given: [String: [JSONValue.Member]] = [:]
    for stage in stages {
      switch parameters.optional(stage.name) {
      case nil: break
      case .object(let members)?: given[stage.name] = members
      case let other?:
        mistakes.note(.noDictionary, at: parameters.location(of: stage.name), input: other)
      }
    }
    parameters.refuseOthers(than: stages.map(\.name), &mistakes)
    return given
  }

  /// Notes the columns that a stage needs and nobody has named: neither the stage's parameters, nor the source, nor the config for all
  /// sources.
  ///
  /// - Parameter columns: of each source. Stages that look at one source take the first.
  private static func checkColumns(
    _ columns: [PipelineSource.ColumnNames], of orders: [StageOrder], _ body: PipelineMembers,
    _ config: PipelineMembers, _ stages: [Stage], _ mistakes: inout PipelineMistakes
  ) {
    for column in SourceColumn.allCases {
      let needing = orders.filter { $0.parameters[column.rawValue] == .null }
        .compactMap { order in stages.first { $0.name == order.name } }
        .filter { $0.needs.contains(column) }
      let missing = columns.indices.first { index in
        columns[index][column] == nil && needing.contains { index == 0 || $0.readsAllSources }
      }
      // One that is there and makes no sense was noted.
      guard let missing, config.optional(column.rawValue) == nil else { continue }
      let needed = needing.first { missing == 0 || $0.readsAllSources }
      let location =
        missing == 0
        ? config.location(of: column.rawValue)
        : body.location(of: "data_sources") + [.index(missing), .name(column.rawValue)]
      mistakes.note(
        .missing, at: location, hint: needed.map { "; \($0.name) needs it" } ?? "",
        input: .object(config.members))
    }
  }
}
