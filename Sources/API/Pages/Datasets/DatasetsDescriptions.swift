// What `/openapi.json` says of the page of data sets.

extension EndpointDescription {
  static let datasetsPage = page("datasets_page", "The data sets, and how more come in")
}
