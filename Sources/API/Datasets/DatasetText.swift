internal import Engine
internal import JSON
internal import Statistics
internal import Tables

// Data sets as members of JSON objects.

extension JSONWriter {
  /// What is known of a data set without looking at its rows.
  mutating func datasetFacts(_ dataset: Dataset) {
    key("name")
    string(dataset.name.description)
    key("version")
    integer(dataset.version)
    key("created")
    time(dataset.createdNanoseconds)
    key("changed")
    time(dataset.changedNanoseconds)
    key("origin")
    string(dataset.parts.last?.origin.rawValue ?? "folder")
    key("bytes")
    integer(dataset.parts.reduce(0) { $0 + $1.byteCount })
    key("row_count")
    if let shape = dataset.shape { integer(shape.rowCount) } else { null() }
    key("column_count")
    if let shape = dataset.shape { integer(shape.columns.count) } else { null() }
  }

  /// The files of a data set, as a member.
  mutating func files(of dataset: Dataset) {
    key("files")
    beginArray()
    for part in dataset.parts {
      beginObject()
      key("part")
      integer(part.number)
      key("origin")
      string(part.origin.rawValue)
      key("bytes")
      integer(part.byteCount)
      key("sha256")
      if part.digest.isEmpty { null() } else { string(part.digest) }
      if let source = part.source {
        key("url")
        string(source)
      }
      endObject()
    }
    endArray()
  }
}
