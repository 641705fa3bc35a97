internal import Engine
internal import HTTP

/// Where a pipeline finds a table, as a client writes it: an http or https URL, `/data/<path>` of this server, or `dataset:<name>`.
///
/// A URL that leads to this server's own files is as good as their path.
enum SourceAddress {
  private static let datasetPrefix = "dataset:"
  private static let datasetPattern = "^dataset:[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"

  /// - Throws: what is wrong with the text.
  static func place(
    _ text: String, _ own: OwnURLs
  ) throws(SourceMistake) -> PipelineSource.Place {
    if text.hasPrefix(datasetPrefix) {
      guard let name = DatasetName(String(text.dropFirst(datasetPrefix.count))) else {
        throw SourceMistake(kind: .pattern(datasetPattern))
      }
      return .dataset(name)
    }
    let path = own.path(of: text) ?? text
    if path.hasPrefix(DataPath.prefix) {
      guard let file = DataPath(Target(path).decodedPath) else { throw noFile }
      return .file(file)
    }
    if text.hasPrefix("/") { throw noFile }
    try check(text)
    return .address(text)
  }

  /// The path of a file as clients write it in URLs and bodies: `place` takes it for the same file.
  static func text(of path: DataPath) -> String {
    PercentCoding.encoded(path: path.reference)
  }

  private static let noFile = SourceMistake(
    kind: .url("a path of this server leads to a CSV file, such as /data/uploads/a.csv"))

  /// A URL that can be asked for a file.
  private static func check(_ text: String) throws(SourceMistake) {
    if text.isEmpty { throw SourceMistake(kind: .url("input is empty")) }
    guard let parts = URLParts(text) else {
      throw SourceMistake(
        kind: .url("relative URL without a base"),
        hint: "; it begins with http://, https://, /data/ or dataset:")
    }
    guard ["http", "https"].contains(parts.scheme) else {
      throw SourceMistake(
        kind: .scheme, hint: "; files of this server are /data/..., data sets are dataset:...")
    }
    if let fault = Importer.fault(of: text) { throw SourceMistake(kind: .url(fault)) }
  }
}

/// Why a text is no place of a table.
struct SourceMistake: Error, Equatable, Sendable {
  let kind: PipelineMistakes.Kind
  var hint = ""
}
