internal import JSON

// What `/openapi.json` says of the pages.

extension EndpointDescription {
  /// A page of HTML.
  ///
  /// - Parameter failures: the statuses under which a page says what is wrong.
  static func page(
    _ id: String, _ summary: String, parameters: [Parameter] = [], failures: [(Int, String)] = []
  ) -> EndpointDescription {
    EndpointDescription(
      id: id, summary: summary, tag: "pages", parameters: parameters,
      replies: [html(200, "The page.")] + failures.map { html($0, $1) })
  }

  static let apiPage = page("docs", "This description, to read and to try")

  static let signInPage = EndpointDescription(
    id: "sign_in", summary: "Have the browser ask for a key", tag: "pages",
    parameters: [
      query("next", "The path to go to", .string("/jobs")),
      query("scope", "write: the key has to be one that may change something", .string("write")),
    ],
    replies: [Reply(303, "To where it goes on.", fields: [.location])])

  static let asset = EndpointDescription(
    id: "asset", summary: "A style sheet, a script or a drawing of the pages", tag: "pages",
    parameters: [
      Parameter(name: "name", text: "With a digest in it", example: .string("tally.css"))
    ],
    replies: [
      file("text/css; charset=utf-8", "body{}"), file("text/javascript; charset=utf-8", ""),
      file("image/svg+xml", "<svg/>"), html(404, "There is none of this name."),
    ])

  private static func file(_ type: String, _ example: String) -> Reply {
    Reply(
      status: 200, text: "The file, which never changes.", type: type, schema: "Text",
      example: .string(example))
  }

  static func html(_ status: Int, _ text: String) -> Reply {
    Reply(
      status: status, text: text, type: "text/html; charset=utf-8", schema: "Text",
      example: .string("<!DOCTYPE html>"))
  }
}
