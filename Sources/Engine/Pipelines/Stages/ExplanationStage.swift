internal import JSON
internal import Statistics

extension Stage {
  static let explanation = Stage(
    "stage4_explain",
    "Explains the daily number of events by features of the day, with a negative binomial regression.",
    parameters: [
      StageParameter(
        "features_to_include", .words(DailyFeature.allCases.map(\.rawValue)),
        default: .texts(DailyModel.usualFeatures.map(\.rawValue)),
        "The features of a day, in the order of the design."),
      StageParameter("timestamp_col", .text, default: .null, "The column of the events' times."),
    ], needs: [.timestamp]
  ) { (run) throws(StageFailure) in
    var features = DailyModel.usualFeatures
    if case .texts(let names) = run.parameters["features_to_include"] {
      features = names.compactMap { DailyFeature(rawValue: $0) }
    }
    try run.begin("reading times")
    let times = try run.times(of: run.sources[0])
    try run.begin("fitting")
    let model: DailyModel
    do throws(DailyModelFailure) {
      model = try DailyModel(of: times, features: features, on: run.lanes)
    } catch {
      throw StageFailure(error)
    }
    var writer = JSONWriter()
    writer.model(model)
    return [Artifact(name: "stage4_explain.json", bytes: writer.bytes)]
  }
}

extension StageFailure {
  fileprivate init(_ failure: DailyModelFailure) {
    switch failure {
    case .noTimes: self = .tooFew(what: "times", found: 0, needed: 1)
    case .tooManyDays(_, _, let limit): self = .tooMany(what: "days", limit: limit)
    case .noFit(.cancelled), .cancelled: self = .cancelled
    case .noFit(let reason): self = .model(reason.sentence)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func model(_ model: DailyModel) {
    beginObject()
    key("status")
    string("success")
    key("model_type")
    string("Negative Binomial Regression")
    key("summary")
    beginObject()
    key("pseudo_r_squared")
    number(model.pseudoRSquared)
    key("log_likelihood")
    number(model.logLikelihood)
    key("aic")
    number(model.akaike)
    endObject()
    key("coefficients")
    beginArray()
    for coefficient in model.coefficients {
      beginObject()
      key("variable")
      string(coefficient.variable)
      key("coefficient")
      double(coefficient.estimate)
      key("std_error")
      number(coefficient.standardError)
      key("p_value")
      number(coefficient.pValue)
      endObject()
    }
    endArray()
    endObject()
  }
}
