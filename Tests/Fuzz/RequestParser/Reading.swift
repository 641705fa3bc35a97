@testable import HTTP

/// What a parser gave for a stream of bytes.
struct Reading: Equatable {
  enum Event: Equatable {
    case head(HeadFacts)
    case body([UInt8])
    case fault(RequestFault)
  }

  private var events: [Event] = []
  private let isMidRequest: Bool
  private let isInBody: Bool

  init(_ stream: [UInt8], cutAt cuts: [Int], _ order: Order) {
    var parser = RequestParser()
    var start = 0
    var passed: [UInt8] = []
    var isFailed = false
    for end in cuts + [stream.count] where !isFailed {
      while start < end, !isFailed {
        let old = start
        let step = parser.next(in: stream, from: &start, to: end, limits: order.limits)
        require(start >= old && start <= end, "bytes beyond the piece", old, start, end)
        switch step {
        case .incomplete: require(start == end, "incomplete, and bytes are left", start, end)
        case .head(let head):
          require(start > old, "a head of no bytes", head)
          let facts = HeadFacts(head)
          facts.check(head, order)
          events.append(.head(facts))
          if let limit = order.bodyLimitBytes {
            if order.passesBodies {
              parser.passBody(limitBytes: limit)
            } else {
              parser.takeBody(limitBytes: limit, keeping: order.keepsBodies)
            }
          }
        case .part(let range, let isLast):
          require(range.lowerBound >= old && range.upperBound <= start, "a part elsewhere", range)
          require(!range.isEmpty || isLast, "a part without bytes", range)
          passed += stream[range]
          guard isLast else { break }
          Self.check(passed, after: events.last, order)
          events.append(.body(passed))
          passed = []
        case .body(let body):
          Self.check(body, after: events.last, order)
          events.append(.body(body))
        case .fault(let fault):
          events.append(.fault(fault))
          isFailed = true
          require(!fault.detail.isEmpty && fault.status.code >= 400, "a fault without words", fault)
        }
      }
    }
    isMidRequest = parser.isMidRequest
    isInBody = parser.isInBody
    require(!isInBody || isMidRequest, "within a body and no request", isInBody)
    require(!isFailed || !isMidRequest, "within a request after a fault", isFailed)
  }

  private static func check(_ body: [UInt8], after event: Event?, _ order: Order) {
    guard case .head(let head) = event else { return require(false, "a body without head", body) }
    let limit = order.bodyLimitBytes ?? order.limits.bodyBytes
    require(body.count <= limit, "a body beyond its limit", body.count, limit)
    let isKept = order.keepsBodies || order.passesBodies || order.bodyLimitBytes == nil
    switch head.framing {
    case .none: require(false, "a body that no field announced", head)
    case .length(let length):
      require(body.count == (isKept ? length : 0), "a body of another length", head, body.count)
    case .chunked: require(isKept || body.isEmpty, "an unwanted body that was kept", body)
    }
  }
}

/// What a head says.
struct HeadFacts: Equatable {
  let method: Method
  let form: Target.Form
  let path: [UInt8]
  let query: [UInt8]
  let host: String
  let fields: Fields
  let framing: BodyFraming
  let isPersistent: Bool
  let expectsContinue: Bool
  let minorVersion: UInt8
  let givenID: RequestID?

  init(_ head: RequestHead) {
    method = head.method
    form = head.target.form
    path = Array(head.target.rawPath)
    query = Array(head.target.rawQuery)
    host = head.host
    fields = head.fields
    framing = head.framing
    isPersistent = head.isPersistent
    expectsContinue = head.expectsContinue
    minorVersion = head.minorVersion
    givenID = head.givenID
  }

  /// What holds for every head that is given, told from its fields alone.
  func check(_ head: RequestHead, _ order: Order) {
    require(fields.wire.count <= order.limits.headBytes, "a head beyond its limit", head)
    require(fields.count <= order.limits.fieldCount, "fields beyond their limit", head)
    require(path.count + query.count <= order.limits.targetBytes + 1, "a long target", head)
    require(fields.wire.suffix(4) == [13, 10, 13, 10], "a head without its end", head)
    checkTarget(head)
    checkFields(head)
    checkFraming(head)
  }

  private func checkTarget(_ head: RequestHead) {
    switch form {
    case .asterisk: require(path == Array("*".utf8) && method == .options, "an asterisk", head)
    case .origin, .absolute: require(path.first == UInt8(ascii: "/"), "a path", head)
    }
    let target = path + query
    require(target.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x23 }, "a target", head)
    require(!path.contains(UInt8(ascii: "?")), "a query in the path", head)
    require(PercentCoding.isValid(path[...]) && PercentCoding.isValid(query[...]), "escapes", head)
    _ = head.target.decodedPath
    _ = head.target.queryItems
  }

  private func checkFields(_ head: RequestHead) {
    for place in 0..<fields.count {
      let name = fields.name(at: place)
      let value = fields.value(at: place)
      require(!name.isEmpty && name.allSatisfy(Characters.isToken), "a name", head)
      require(value.allSatisfy(Characters.isFieldValue), "a value", head)
      require(Characters.trimmed(value) == value, "blanks around a value", head)
    }
    let hosts = fields.count(of: .host)
    require(hosts == 1 || hosts == 0 && minorVersion == 0, "a host", head)
  }

  private func checkFraming(_ head: RequestHead) {
    let lengths = fields.members(of: .contentLength)
    let codings = fields.members(of: .transferEncoding)
    switch framing {
    case .none:
      require(
        !fields.contains(.contentLength) && !fields.contains(.transferEncoding), "no body", head)
    case .length(let length):
      require(length >= 0 && !fields.contains(.transferEncoding), "a length", head)
      require(
        !lengths.isEmpty
          && lengths.allSatisfy {
            $0.allSatisfy(Characters.isDigit)
              && Int(String(decoding: $0, as: UTF8.self)) ?? .max == length
          }, "lengths", head)
    case .chunked:
      require(minorVersion == 1 && !fields.contains(.contentLength), "chunked", head)
      require(
        codings.count == 1 && Characters.matches(codings[0], Array("chunked".utf8)), "a coding",
        head)
    }
    require(!expectsContinue || minorVersion == 1, "an expectation in 1.0", head)
  }
}
