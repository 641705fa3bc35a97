internal import Tables

extension DatasetFailure {
  /// The failure for people: what is wrong, and what would be right.
  package var sentence: String {
    switch self {
    case .unknown(let name, let known):
      "There is no data set '\(name)'; there "
        + (known.isEmpty
          ? "is none at all" : "are " + Self.list(known.map(\.description)))
    case .exists(let name):
      "There is a data set '\(name)' already; "
        + "add mode=replace or mode=append, or choose another name"
    case .ownFile(let name, let path):
      "The data set '\(name)' is the file \(path) that somebody put into the data folder; "
        + "change or remove it there"
    case .contended(let name):
      "Others change the data set '\(name)' again and again; try again in a moment"
    case .join(let name, .otherColumns(let missing, let unknown)):
      "The columns are not those of the data set '\(name)'"
        + (missing.isEmpty ? "" : "; missing: " + Self.list(missing))
        + (unknown.isEmpty ? "" : "; unknown: " + Self.list(unknown))
    case .cancelled, .join(_, .cancelled): "The computation was cancelled"
    case .join(let name, .otherType(let column, let expected, let found)):
      "Column '\(Self.short(column))' of the data set '\(name)' is of type \(expected.word), "
        + "but of type \(found.word) in the file"
    case .table(.unknownColumn(let column)):
      "'\(Self.short(column))' makes no sense in types; the file has no such column"
    case .table(let failure): "The file cannot be read: \(failure.sentence)"
    case .encoding(let failure):
      "\(failure.sentence); if the file is in another encoding, name it: encoding="
        + TextEncoding.names.filter { $0 != "utf-8" && $0 != "ascii" }.joined(separator: ", ")
    case .badDelimiter(let text):
      "'\(Self.short(text))' makes no sense as delimiter; "
        + "it is one character that is neither a quote nor a line end, or tab"
    case .badEncoding(let text):
      "'\(Self.short(text))' makes no sense as encoding; "
        + "there are \(TextEncoding.names.joined(separator: ", "))"
    case .badType(let column, let text, let reason):
      "'\(Self.short(text))' makes no sense as the type of '\(Self.short(column))': \(reason)"
    case .changedWhileReading(let path): "\(path): file changed while reading; try again"
    case .notText(let kind): "This is no CSV file but \(kind)"
    case .tooManyWords:
      "There are more words than can be compared; name fewer columns with _columns"
    case .storageFull: "The disk is full; nothing was kept of the file"
    case .storageBroken:
      "The disk failed; whether the change was kept shows after the next start"
    case .fileGone(let path): "\(path): the file of this data set is gone"
    case .unusableFile(let reason): "A file of the data folder cannot be used: \(reason)"
    }
  }

  /// The first few names, and how many others there are.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(20).map(short).joined(separator: ", ")
    return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
  }

  private static func short(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(200)))
  }
}
