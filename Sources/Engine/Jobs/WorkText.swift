internal import JSON
package import Statistics

/// Why the text of some work, which an earlier run has kept, is no work any more.
package enum WorkTextFailure: Error, Equatable, Sendable {
  /// It is no JSON object.
  case malformed
  /// Work of a kind that this release does not know; `nil` if none is named.
  case unknownKind(String?)
  /// A member is missing or makes no sense.
  case badMember(String)
  /// It asks the survey, and none is loaded.
  case noSurvey
  /// A pipeline has a stage that this release does not know.
  case unknownStage(String)
  /// A stage takes a parameter no more, or not with that value.
  case badParameter(String, stage: String)
  /// The survey of today does not know what is asked.
  case question(QuestionFailure)

  /// The failure for people.
  package var sentence: String {
    switch self {
    case .malformed: "What was to be done can no longer be read"
    case .unknownKind(let kind?):
      "This release knows no work of the kind '\(String(kind.unicodeScalars.prefix(100)))'"
    case .unknownKind(nil): "What kind of work was to be done can no longer be read"
    case .badMember(let name): "What was to be done can no longer be read: '\(name)' makes no sense"
    case .noSurvey: "No survey is loaded"
    case .unknownStage(let name):
      "This release knows no stage '\(String(name.unicodeScalars.prefix(100)))'"
    case .badParameter(let name, let stage):
      "What was to be done can no longer be read: \(stage) makes no sense of '\(name)'"
    case .question(let failure): failure.sentence
    }
  }
}

extension Work {
  /// The work as a text that this release and every later one can read: a JSON object, the same bytes for the same work.
  package var encoded: [UInt8] {
    var writer = JSONWriter(reserving: 256)
    writer.beginObject()
    writer.member("kind", kind)
    switch self {
    case .survey(let question): Self.write(question.asked, to: &writer)
    case .importing(let order): Self.write(order, to: &writer)
    case .aggregate(let question): Self.write(question, to: &writer)
    case .profile(let name): writer.member("dataset", name.description)
    case .pipeline(let order): order.write(to: &writer)
    case .collecting(let order): writer.member("day", order.day.description)
    }
    writer.endObject()
    return writer.bytes
  }

  /// Reads what `encoded` wrote.
  ///
  /// - Parameters:
  ///   - survey: the survey that is loaded now: questions are looked for in it.
  ///   - stages: what pipelines can do now.
  package init(
    decoding text: [UInt8], survey: Survey?, stages: [Stage] = Stage.all
  ) throws(WorkTextFailure) {
    guard let parsed = try? JSONParser.parse(text), case .object = parsed else { throw .malformed }
    let record = WorkRecord(parsed)
    guard let kind = record.optionalText("kind") else { throw .unknownKind(nil) }
    switch kind {
    case "survey":
      let inquiry = try Self.inquiry(record)
      guard let survey else { throw .noSurvey }
      do throws(QuestionFailure) {
        self = .survey(try survey.question(inquiry))
      } catch {
        throw .question(error)
      }
    case "import": self = .importing(try Self.order(record))
    case "aggregate": self = .aggregate(try Self.question(record))
    case "profile": self = .profile(try record.dataset())
    case "pipeline": self = .pipeline(try PipelineOrder(record, stages))
    case "collect": self = .collecting(CollectionOrder(day: try record.day()))
    default: throw .unknownKind(kind)
    }
  }

  // The kinds

  /// What is asked of a survey, as an object.
  static func text(of asked: SurveyInquiry) -> [UInt8] {
    var writer = JSONWriter(reserving: 256)
    writer.beginObject()
    write(asked, to: &writer)
    writer.endObject()
    return writer.bytes
  }

  private static func write(_ asked: SurveyInquiry, to writer: inout JSONWriter) {
    writer.member("statistic", asked.statistic.rawValue)
    writer.member("question", asked.question)
    if let state = asked.state { writer.member("state", state) }
    if let year = asked.fromYear { writer.member("from_year", year) }
    if let year = asked.toYear { writer.member("to_year", year) }
    if let better = asked.better { writer.member("better", better.rawValue) }
  }

  private static func inquiry(_ record: WorkRecord) throws(WorkTextFailure) -> SurveyInquiry {
    SurveyInquiry(
      try record.word("statistic"), question: try record.text("question"),
      state: record.optionalText("state"), fromYear: try record.optionalInteger("from_year"),
      toYear: try record.optionalInteger("to_year"), better: try record.optionalWord("better"))
  }

  private static func write(_ order: ImportOrder, to writer: inout JSONWriter) {
    writer.member("url", order.address)
    writer.member("dataset", order.name.description)
    writer.member("mode", order.mode.rawValue)
    order.options.write(to: &writer)
  }

  private static func order(_ record: WorkRecord) throws(WorkTextFailure) -> ImportOrder {
    guard let options = ReadOptions(record.value) else { throw .badMember("types") }
    return ImportOrder(
      address: try record.text("url"), name: try record.dataset(), mode: try record.word("mode"),
      options: options)
  }

  private static func write(_ question: DatasetQuestion, to writer: inout JSONWriter) {
    writer.member("dataset", question.name.description)
    writer.key("query")
    writer.beginArray()
    for item in question.items {
      writer.beginArray()
      writer.string(item.name)
      writer.string(item.value)
      writer.endArray()
    }
    writer.endArray()
  }

  private static func question(_ record: WorkRecord) throws(WorkTextFailure) -> DatasetQuestion {
    let name = try record.dataset()
    guard case .array(let elements)? = record.value["query"] else { throw .badMember("query") }
    var items: [DatasetQuestion.Item] = []
    for element in elements {
      guard case .array(let pair) = element, pair.count == 2, case .string(let name) = pair[0],
        case .string(let value) = pair[1]
      else { throw .badMember("query") }
      items.append(DatasetQuestion.Item(name, value))
    }
    return DatasetQuestion(name, items)
  }
}

/// A kept text, read member by member.
struct WorkRecord {
  let value: JSONValue

  init(_ value: JSONValue) {
    self.value = value
  }

  func optionalText(_ name: String) -> String? {
    if case .string(let text)? = value[name] { text } else { nil }
  }

  func text(_ name: String) throws(WorkTextFailure) -> String {
    guard let text = optionalText(name) else { throw .badMember(name) }
    return text
  }

  func optionalInteger(_ name: String) throws(WorkTextFailure) -> Int? {
    switch value[name] {
    case nil: return nil
    case .integer(let number)?: return Int(number)
    default: throw .badMember(name)
    }
  }

  func optionalWord<Word: RawRepresentable<String>>(
    _ name: String
  ) throws(WorkTextFailure) -> Word? {
    value[name] == nil ? nil : try word(name)
  }

  func word<Word: RawRepresentable<String>>(_ name: String) throws(WorkTextFailure) -> Word {
    guard let word = Word(rawValue: try text(name)) else { throw .badMember(name) }
    return word
  }

  /// The elements of a list, each an object.
  func records(_ name: String) throws(WorkTextFailure) -> [WorkRecord] {
    guard case .array(let elements)? = value[name] else { throw .badMember(name) }
    return elements.map(WorkRecord.init)
  }

  func day() throws(WorkTextFailure) -> CivilDay {
    guard let day = CivilDay(try text("day")) else { throw .badMember("day") }
    return day
  }

  func dataset() throws(WorkTextFailure) -> DatasetName {
    guard let name = DatasetName(try text("dataset")) else { throw .badMember("dataset") }
    return name
  }
}

extension JSONWriter {
  mutating func member(_ name: String, _ text: String) {
    key(name)
    string(text)
  }

  mutating func member(_ name: String, _ number: Int) {
    key(name)
    integer(number)
  }
}
