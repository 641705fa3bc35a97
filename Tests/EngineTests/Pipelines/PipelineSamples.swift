import JSON
import Posix
import Tables

@testable import Engine

/// Stages that do what tests want to see.
enum SampleStages {
  /// Tells what it was given, in one artifact.
  static let tell = Stage(
    "tell", "Tells what it was given",
    parameters: [
      StageParameter("limit", .integer(0...9), default: .integer(3), "A number"),
      StageParameter("words", .texts, default: .null, "Some words"),
      StageParameter("share", .number(0...1), default: .number(0.5), "A share"),
      StageParameter("kind", .word(["a", "b"]), default: .text("a"), "A kind"),
      StageParameter("weeks", .integers(1...9, count: 1...3), default: .integers([4]), "Weeks"),
      StageParameter("exact", .boolean, default: .boolean(false), "Whether exactly"),
      StageParameter("timestamp_col", .text, default: .null, "Where times are"),
    ], needs: []
  ) { (run) throws(StageFailure) in
    try run.begin("counting")
    run.lanes.advance(1, of: 2)
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("parameters")
    run.parameters.write(to: &writer)
    writer.key("sources")
    writer.beginArray()
    for source in run.sources {
      writer.beginObject()
      writer.key(source.title)
      writer.integer(source.table.rowCount)
      for column in source.table.columns {
        writer.key(column.name)
        writer.string(column.type.rawValue)
      }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return [Artifact(name: "tell.json", bytes: writer.bytes)]
  }

  /// Leaves files that are no JSON.
  static let draw = Stage("draw", "Draws", parameters: [], needs: []) {
    (run) throws(StageFailure) in
    try run.begin("drawing")
    return [
      Artifact(name: "draw.svg", bytes: Array("<svg/>".utf8)),
      Artifact(name: "draw.html", bytes: Array("<p>{\"a\":1}</p>".utf8)),
    ]
  }

  static let failure = StageFailure.nothingReadable(
    column: "when", needed: "times", row: 1, value: "soon")

  /// Fails.
  static let fail = Stage("fail", "Fails", parameters: [], needs: []) {
    (run) throws(StageFailure) -> [Artifact] in
    try run.begin("trying")
    throw failure
  }

  /// Goes on until nobody wants it any more.
  static let hold = Stage("hold", "Holds", parameters: [], needs: []) {
    (run) throws(StageFailure) -> [Artifact] in
    try run.begin("holding")
    while !run.lanes.isCancelled { Thread.sleep(milliseconds: 1) }
    throw .cancelled
  }

  /// Leaves more than is put in place.
  static let flood = Stage("flood", "Floods", parameters: [], needs: []) {
    (run) throws(StageFailure) in
    try run.begin("flooding")
    return [
      Artifact(name: "flood.json", bytes: [UInt8](repeating: 0x20, count: Artifact.byteLimit + 1))
    ]
  }

  static let all = [tell, draw, fail, hold, flood]
}

extension PipelineOrder {
  /// An order of sample stages, each with its defaults.
  static func sample(
    _ stages: String..., of places: PipelineSource.Place...,
    columns: PipelineSource.ColumnNames = .init()
  ) -> PipelineOrder {
    PipelineOrder(
      sources: places.map { PipelineSource($0, columns: columns) },
      stages: stages.map { .sample($0) })
  }
}

extension StageOrder {
  /// A sample stage.
  static func sample(_ name: String, _ given: [JSONValue.Member] = []) -> StageOrder {
    let declared = SampleStages.all.first { $0.name == name }?.parameters ?? []
    var mistakes: [StageParameterMistake] = []
    let parameters = StageParameters(declared, given: given, mistakeLimit: 100, &mistakes)
    precondition(mistakes.isEmpty, "samples make no mistakes: \(mistakes)")
    return StageOrder(name: name, parameters: parameters)
  }
}

extension CatalogPlace {
  /// Runs sample stages on the data of a catalog, and leaves artifacts among the results.
  func pipelines(
    _ catalog: Catalog, _ importer: Importer, lanes: Lanes = .single,
    failing: (@Sendable () -> Errno?)? = nil
  ) throws -> PipelineRunner {
    let folders = try folders()
    let results = try Folder(path: folders.results.path, creating: false, failing: failing)
    return PipelineRunner(
      reader: SourceReader(
        catalog: catalog, importer: importer, files: DataFiles(folders), state: folders.state,
        lanes: lanes),
      artifacts: ArtifactFolder(in: results), lanes: lanes, stages: SampleStages.all,
      version: "1.2.3", name: { $0 == JobID(7) ? JobName("mine") : nil })
  }

  /// An importer that may reach this machine.
  func importer(_ change: (inout Importer.Options) -> Void = { _ in }) throws -> Importer {
    var options = Importer.Options()
    options.allowsPrivate = true
    change(&options)
    return Importer(options: options, state: try state, waitingLimit: 1)
  }
}
