internal import JSON

// What `/openapi.json` says of the pages that explore.

extension EndpointDescription {
  static let explorePage = page(
    "explore", "Rows, columns, groups and charts of a data set",
    parameters: [
      Parameter(
        name: "name", text: "The data set", schema: DatasetSchemas.name, example: .string("games")),
      query(
        "_view", "rows is the default; its parameters are the API's",
        Schema.words(ExploreAddress.View.allCases.map(\.rawValue)), .string("groups")),
      query("_column", "The column that is looked at more closely", .string("price")),
      query("_row", "The row that is looked at more closely", .string("17")),
      query("_from", "The first row that is shown", .string("51")),
      query("_kind", "The chart of groups", .string("bar")),
    ],
    failures: [
      (400, "Parameters make no sense; the page says which."), (404, "There is no such data set."),
      (409, "The cursor belongs to an older version."),
      (422, "A value is none of its column's type."),
    ])
}
