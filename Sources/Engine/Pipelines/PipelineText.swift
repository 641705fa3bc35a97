internal import JSON

// A pipeline's order as a part of the text that is kept of a job's work.

extension PipelineOrder {
  /// The members of the text, in their order.
  func write(to writer: inout JSONWriter) {
    writer.key("sources")
    writer.beginArray()
    for source in sources {
      writer.beginObject()
      writer.member("data_url", source.place.text)
      for column in SourceColumn.allCases {
        if let name = source.columns[column] { writer.member(column.rawValue, name) }
      }
      writer.endObject()
    }
    writer.endArray()
    writer.key("stages")
    writer.beginArray()
    for stage in stages {
      writer.beginObject()
      writer.member("name", stage.name)
      writer.key("parameters")
      stage.parameters.write(to: &writer)
      writer.endObject()
    }
    writer.endArray()
  }

  /// Reads what `write` wrote, and looks whether the stages of now can still do it.
  init(_ record: WorkRecord, _ known: [Stage]) throws(WorkTextFailure) {
    var sources: [PipelineSource] = []
    for record in try record.records("sources") { sources.append(try PipelineSource(record)) }
    var stages: [StageOrder] = []
    for record in try record.records("stages") { stages.append(try StageOrder(record, known)) }
    if sources.isEmpty { throw .badMember("sources") }
    self.init(sources: sources, stages: stages)
  }
}

extension PipelineSource {
  fileprivate init(_ record: WorkRecord) throws(WorkTextFailure) {
    guard let place = Place(try record.text("data_url")) else { throw .badMember("data_url") }
    var columns = ColumnNames()
    for column in SourceColumn.allCases {
      columns[column] = record.optionalText(column.rawValue)
    }
    self.init(place, columns: columns)
  }
}

extension StageOrder {
  fileprivate init(_ record: WorkRecord, _ known: [Stage]) throws(WorkTextFailure) {
    let name = try record.text("name")
    guard let stage = known.first(where: { $0.name == name }) else { throw .unknownStage(name) }
    guard case .object(let given)? = record.value["parameters"] else {
      throw .badMember("parameters")
    }
    var mistakes: [StageParameterMistake] = []
    let parameters = StageParameters(stage.parameters, given: given, mistakeLimit: 1, &mistakes)
    if let mistake = mistakes.first { throw .badParameter(mistake.name, stage: name) }
    self.init(name: name, parameters: parameters)
  }
}

extension PipelineSource.ColumnNames {
  /// The name that a setting gives.
  package subscript(column: SourceColumn) -> String? {
    get {
      switch column {
      case .timestamp: timestamp
      case .latitude: latitude
      case .longitude: longitude
      case .primaryGroup: primaryGroup
      case .secondaryGroup: secondaryGroup
      case .group: group
      }
    }
    set {
      switch column {
      case .timestamp: timestamp = newValue
      case .latitude: latitude = newValue
      case .longitude: longitude = newValue
      case .primaryGroup: primaryGroup = newValue
      case .secondaryGroup: secondaryGroup = newValue
      case .group: group = newValue
      }
    }
  }
}
