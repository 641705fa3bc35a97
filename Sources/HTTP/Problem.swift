internal import JSON

/// What went wrong, as a document for programs and people (RFC 9457).
package struct Problem: Sendable {
  /// One of several things that are wrong, and where.
  package struct Mistake: Sendable, Equatable {
    /// The part of the request that is meant.
    package enum Place: Sendable, Equatable {
      /// A JSON pointer into the body (RFC 6901).
      case pointer(String)
      /// A parameter of the query or the path.
      case parameter(String)
      case header(String)
    }

    package var detail: String
    package var place: Place?
    /// What was there.
    package var value: String?
    /// What should have been there.
    package var expected: String?

    package init(
      _ detail: String, at place: Place? = nil, value: String? = nil, expected: String? = nil
    ) {
      self.detail = detail
      self.place = place
      self.value = value
      self.expected = expected
    }
  }

  package var status: Status
  /// The last part of the type `/problems/<slug>`.
  package var slug: String
  package var title: String
  package var detail: String
  package var mistakes: [Mistake]

  package init(
    _ status: Status, slug: String, title: String, detail: String, mistakes: [Mistake] = []
  ) {
    self.status = status
    self.slug = slug
    self.title = title
    self.detail = detail
    self.mistakes = mistakes
  }

  /// What is wrong with a request as a message.
  package init(_ fault: RequestFault) {
    let title = fault.status.reason
    self.init(
      fault.status, slug: title.lowercased().split(separator: " ").joined(separator: "-"),
      title: title, detail: fault.detail)
  }

  /// The document as a response; `instance` names the request.
  package func response(requestID: RequestID?) -> Response {
    Response(
      status, fields: Self.fields, body: .bytes(document(requestID: requestID)))
  }

  private static let fields = Fields([(.contentType, "application/problem+json")])

  func document(requestID: RequestID?) -> [UInt8] {
    var writer = JSONWriter(reserving: 256)
    writer.beginObject()
    writer.key("type")
    writer.string("/problems/\(slug)")
    writer.key("title")
    writer.string(title)
    writer.key("status")
    writer.integer(status.code)
    writer.key("detail")
    writer.string(detail)
    if let requestID {
      writer.key("instance")
      writer.string("urn:uuid:\(requestID)")
    }
    if !mistakes.isEmpty {
      writer.key("errors")
      writer.beginArray()
      for mistake in mistakes { mistake.write(to: &writer) }
      writer.endArray()
    }
    writer.endObject()
    return writer.bytes
  }
}

extension Problem.Mistake {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("detail")
    writer.string(detail)
    switch place {
    case .pointer(let pointer):
      writer.key("pointer")
      writer.string(pointer)
    case .parameter(let name):
      writer.key("parameter")
      writer.string(name)
    case .header(let name):
      writer.key("header")
      writer.string(name)
    case nil: break
    }
    if let value {
      writer.key("value")
      writer.string(value)
    }
    if let expected {
      writer.key("expected")
      writer.string(expected)
    }
    writer.endObject()
  }
}
