internal import Engine
internal import HTTP
internal import JSON
internal import Statistics

/// A job as a client orders it:
/// `{"type":"aggregate","dataset":"games","params":{"group_by":"genre"},"callback_url":"https://a/","timeout":"5m"}`.
///
/// Whatever is wrong is told at once, as far as one mistake does not hide another: what is malformed with 400, a value that makes no sense
/// with 422, a data set or survey that is not there with 404. A query is held against the columns of its data set.
struct JobOrder: Sendable {
  /// A body that is longer is not read in a loop.
  private static let quickBytes = 16 << 10

  let work: Work
  /// Where to tell that the job has ended.
  let callback: String?
  /// How long the job may run.
  let limitMilliseconds: Int?

  /// What can be ordered.
  private enum Kind: String, CaseIterable {
    case aggregate, profile
    case importing = "import"
    case survey
  }

  /// Reads the body of a submission.
  ///
  /// It waits for a file where a query is put to a data set that nobody has looked at since it was found in the data folder: its columns
  /// are not known then, and its table is loaded. `mayBlock` tells.
  init(_ bytes: [UInt8], engine: TallyEngine) throws(Failure) {
    let order = OrderMembers(try JSONBody(bytes).members)
    var mistakes = OrderMistakes()
    let known = ["type", "dataset", "params", "callback_url", "timeout"]
    order.refuseOthers(than: known, &mistakes)
    let kind = order.word("type", of: Kind.self, &mistakes)
    callback = Self.callback(order, engine, &mistakes)
    limitMilliseconds = Self.limit(order, &mistakes)
    let params = order.object("params", &mistakes)
    let work: Work? =
      switch kind {
      case .aggregate: try Self.aggregate(order, params, engine, &mistakes)
      case .profile: try Self.profile(order, params, engine, &mistakes)
      case .importing: try Self.importing(order, params, &mistakes)
      case .survey: try Self.survey(order, params, engine, &mistakes)
      case nil: nil
      }
    try mistakes.finish()
    // What is no work has a mistake.
    guard let work else { throw .missingField("type") }
    self.work = work
  }

  /// Whether reading a body may take longer than a loop has time for.
  static func mayBlock(_ bytes: [UInt8], engine: TallyEngine) -> Bool {
    if bytes.count > quickBytes { return true }
    guard let body = try? JSONParser.parse(bytes), case .string("aggregate")? = body["type"],
      case .string(let text)? = body["dataset"], let name = DatasetName(text),
      let dataset = try? engine.catalog.dataset(name)
    else { return false }
    return dataset.shape == nil
  }

  // What every job may have

  private static func callback(
    _ order: OrderMembers, _ engine: TallyEngine, _ mistakes: inout OrderMistakes
  ) -> String? {
    guard let address = order.optionalText("callback_url", &mistakes) else { return nil }
    note(engine.callbackFault(address), of: address, "callback_url", in: order, &mistakes)
    return address
  }

  private static func note(
    _ fault: String?, of address: String, _ name: String, in members: OrderMembers,
    _ mistakes: inout OrderMistakes
  ) {
    guard let fault else { return }
    mistakes.noteValue(
      "'\(name)' cannot be '\(OrderMistakes.short(address))': \(fault)",
      at: members.pointer(to: name), value: address,
      expected: "an address such as https://example.org/a")
  }

  private static func limit(_ order: OrderMembers, _ mistakes: inout OrderMistakes) -> Int? {
    switch order["timeout"].map(JobTimeout.init) {
    case nil: return nil
    case .milliseconds(let milliseconds)?: return milliseconds
    case .wrongType?: order.refuse("timeout", expected: JobTimeout.types, &mistakes)
    case .unfit(let text)?:
      mistakes.noteValue(
        "'timeout' cannot be '\(OrderMistakes.short(text))'", at: order.pointer(to: "timeout"),
        value: text, expected: JobTimeout.expectation)
    }
    return nil
  }

  // Data sets

  /// The data set that an order names; `nil` if it is none, or if something else is wrong already.
  private static func dataset(
    _ order: OrderMembers, _ engine: TallyEngine, _ mistakes: inout OrderMistakes
  ) throws(Failure) -> Dataset? {
    let expected = "the name of a data set, such as sales-2024"
    guard let text = order.text("dataset", expected: expected, &mistakes) else { return nil }
    guard let name = DatasetName(text) else {
      noteBadName(text, at: order.pointer(to: "dataset"), &mistakes)
      return nil
    }
    do throws(DatasetFailure) {
      return try engine.catalog.dataset(name)
    } catch {
      if mistakes.isEmpty { throw .dataset(error) }
      return nil
    }
  }

  private static func noteBadName(
    _ text: String, at pointer: String, _ mistakes: inout OrderMistakes
  ) {
    mistakes.note(
      "'\(OrderMistakes.short(text))' is no name of a data set", at: pointer, value: text,
      expected: DatasetName.pattern)
  }

  private static func aggregate(
    _ order: OrderMembers, _ params: OrderMembers, _ engine: TallyEngine,
    _ mistakes: inout OrderMistakes
  ) throws(Failure) -> Work? {
    guard let dataset = try dataset(order, engine, &mistakes) else { return nil }
    let shape: DatasetShape
    do throws(DatasetFailure) {
      shape = try engine.catalog.shape(of: dataset)
    } catch {
      throw .dataset(error)
    }
    let query = QueryParameters(params, columns: shape.columns.map(\.name), &mistakes)
    let question = DatasetQuestion(dataset.name, query.items)
    if mistakes.isEmpty { query.check(question, of: shape, &mistakes) }
    return .aggregate(question)
  }

  private static func profile(
    _ order: OrderMembers, _ params: OrderMembers, _ engine: TallyEngine,
    _ mistakes: inout OrderMistakes
  ) throws(Failure) -> Work? {
    params.refuseOthers(than: [], &mistakes)
    return try dataset(order, engine, &mistakes).map { .profile($0.name) }
  }

  private static func importing(
    _ order: OrderMembers, _ params: OrderMembers, _ mistakes: inout OrderMistakes
  ) throws(Failure) -> Work? {
    let others = ArrivalForm.parameters.filter { $0 != "_dry_run" }
    params.refuseOthers(than: ["url"] + others, &mistakes)
    let address = params.text("url", expected: "an address such as https://a/b.csv", &mistakes)
    if let address { note(Importer.fault(of: address), of: address, "url", in: params, &mistakes) }
    let name = order.optionalText("dataset", &mistakes)
    if let name, let other = params.optionalText("name", &mistakes), other != name {
      mistakes.note(
        "The data set has two names: '\(OrderMistakes.short(name))' and "
          + "'\(OrderMistakes.short(other))'", at: params.pointer(to: "name"), value: other,
        expected: "one of them")
    }
    for member in ArrivalForm.texts where member != "name" || name == nil {
      _ = params.optionalText(member, &mistakes)
    }
    var items = JSONBody.arrivalItems(of: params.members).filter { others.contains($0.name) }
    if let name {
      items.removeAll { $0.name == "name" }
      items.append(("name", name))
    }
    let isNamedAbove = name != nil || params["name"] == nil
    let namePointer = isNamedAbove ? order.pointer(to: "dataset") : params.pointer(to: "name")
    guard
      let form = arrival(items, &mistakes, { $0 == "name" ? namePointer : params.pointer(to: $0) })
    else { return nil }
    guard let address, let name = form.name else { return nil }
    return .importing(
      ImportOrder(address: address, name: name, mode: form.mode, options: form.options))
  }

  /// What is said about a file; `nil` if that makes no sense.
  private static func arrival(
    _ items: [(name: String, value: String)], _ mistakes: inout OrderMistakes,
    _ pointer: (String) -> String
  ) -> ArrivalForm? {
    do throws(Failure) {
      let form = try ArrivalForm(items, fileName: nil)
      do throws(DatasetFailure) {
        try PartReader.check(form.options)
      } catch {
        throw .dataset(error)
      }
      return form
    } catch {
      for mistake in error.account.mistakes {
        guard case .parameter(let name)? = mistake.place else { continue }
        mistakes.note(
          mistake.detail, at: pointer(name), value: mistake.value, expected: mistake.expected)
      }
      return nil
    }
  }

  // The survey

  private static func survey(
    _ order: OrderMembers, _ params: OrderMembers, _ engine: TallyEngine,
    _ mistakes: inout OrderMistakes
  ) throws(Failure) -> Work? {
    if order["dataset"] != nil {
      mistakes.note(
        "A question to the survey names no data set", at: order.pointer(to: "dataset"),
        expected: "no member 'dataset'")
    }
    params.refuseOthers(
      than: ["statistic", "question", "state", "from_year", "to_year", "better"], &mistakes)
    let statistic = params.word("statistic", of: SurveyStatistic.self, &mistakes)
    let text = params.text(
      "question", expected: "a question as GET /api/questions lists it", &mistakes)
    let state =
      statistic?.asksOneState == true
      ? params.text("state", expected: "a state as GET /api/states lists it", &mistakes)
      : params.optionalText("state", &mistakes)
    var inquiry = SurveyInquiry(statistic ?? .globalMean, question: text ?? "")
    inquiry.state = inquiry.statistic.asksOneState ? state : nil
    inquiry.fromYear = params.optionalInteger("from_year", &mistakes)
    inquiry.toYear = params.optionalInteger("to_year", &mistakes)
    inquiry.better = params.optionalWord("better", of: Better.self, &mistakes)
    guard mistakes.isEmpty else { return nil }
    guard let survey = engine.survey else { throw .noSurvey }
    do throws(QuestionFailure) {
      return .survey(try survey.question(inquiry))
    } catch {
      mistakes.note(error.sentence, at: params.pointer(to: error.member))
      return nil
    }
  }
}

extension QuestionFailure {
  /// The member that is wrong.
  fileprivate var member: String {
    switch self {
    case .unknownQuestion, .cancelled: "question"
    case .unknownState, .silentState, .stateMissing: "state"
    case .yearsUnknown, .yearsReversed, .silentYears: "from_year"
    }
  }
}
