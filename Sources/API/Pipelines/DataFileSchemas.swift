internal import JSON

/// The shapes of questions about files of the data folder, and of their answers.
enum DataFileSchemas {
  private static let texts = Schema.list(Schema.text)

  /// A file of the data folder, or a data set.
  private static let place = Schema.text(
    pattern: "^(/data/.+|dataset:[A-Za-z0-9][A-Za-z0-9._-]{0,63}|https?://.+)$")

  static let question = Schema.record([("file_path", place)])

  static let columnQuestion = Schema.record([("file_path", place), ("column_name", Schema.text)])

  static let list = Schema.record([
    ("test_data", texts), ("uploads", texts), ("data", texts), ("truncated", Schema.truth),
  ])

  static let preview = Schema.record([
    ("headers", texts), ("rows", Schema.list(Schema.reference("Row"))),
  ])

  static let values = Schema.record([
    ("column_name", Schema.text), ("unique_values", texts), ("truncated", Schema.truth),
  ])

  static let form = Schema.record(
    [("file", Schema.bytes)],
    optional: [("delimiter", DatasetSchemas.delimiter), ("encoding", DatasetSchemas.encoding)])

  static let uploaded = Schema.record([("file_path", Schema.text(pattern: "^/data/"))])
}
