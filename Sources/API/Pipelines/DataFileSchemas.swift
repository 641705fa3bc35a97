internal import JSON

/// The shapes of questions about files of the data folder, and of their answers.
enum DataFileSchemas {
  private static let texts = OpenAPISchemas.list(OpenAPISchemas.text())
  private static let truth = object([("type", .string("boolean"))])

  static let question = OpenAPISchemas.record([("file_path", OpenAPISchemas.text())])

  static let columnQuestion = OpenAPISchemas.record([
    ("file_path", OpenAPISchemas.text()), ("column_name", OpenAPISchemas.text()),
  ])

  static let list = OpenAPISchemas.record([
    ("test_data", texts), ("uploads", texts), ("data", texts), ("truncated", truth),
  ])

  static let preview = OpenAPISchemas.record([
    ("headers", texts), ("rows", OpenAPISchemas.list(object([("type", .string("object"))]))),
  ])

  static let values = OpenAPISchemas.record([
    ("column_name", OpenAPISchemas.text()), ("unique_values", texts), ("truncated", truth),
  ])

  static let uploaded = OpenAPISchemas.record([("file_path", OpenAPISchemas.text())])
}
