@testable import HTTP

/// What a parser gives for some bytes, cut in some way, written down so that two readings can be compared.
struct Reading: Equatable {
  enum Event: Equatable {
    case head(HeadFacts)
    case body(String)
    case fault(RequestFault)
  }

  private(set) var events: [Event] = []
  private(set) var isMidRequest = false
  private(set) var isInBody = false

  /// Feeds a parser the pieces one after the other, as a loop does with what it receives: each piece until nothing of it is left.
  ///
  /// - Parameter passingBodies: bodies are passed on part by part, and put together here.
  init(
    _ pieces: [ArraySlice<UInt8>], _ limits: RequestParser.Limits, passingBodies: Bool = false
  ) {
    var parser = RequestParser()
    var passed: [UInt8] = []
    var heads = RecentHeads()
    feeding: for piece in pieces {
      // A piece stands somewhere in a buffer that holds other bytes too.
      let buffer = [0x0A, 0x58] + Array(piece) + [0x0A]
      var place = 2
      while place < buffer.count - 1 {
        let step = parser.next(
          in: buffer, from: &place, to: buffer.count - 1, limits: limits, knowing: &heads, at: 7)
        switch step {
        case .incomplete: break
        case .head(let head):
          events.append(.head(HeadFacts(head)))
          if passingBodies { parser.passBody(limitBytes: limits.bodyBytes) }
        case .part(let range, let isLast):
          passed += buffer[range]
          guard isLast else { break }
          events.append(.body(String(decoding: passed, as: UTF8.self)))
          passed = []
        case .body(let body): events.append(.body(String(decoding: body, as: UTF8.self)))
        case .fault(let fault):
          events.append(.fault(fault))
          break feeding
        }
      }
    }
    isMidRequest = parser.isMidRequest
    isInBody = parser.isInBody
  }
}

/// What a head says, in texts.
struct HeadFacts: Equatable {
  var method = Method.get
  var form = Target.Form.origin
  var path = "/"
  var query = ""
  var host = "x"
  var fields = ["Host: x"]
  var framing = BodyFraming.none
  var isPersistent = true
  var expectsContinue = false
  var minorVersion = UInt8(1)
  var givenID: String?
}

extension HeadFacts {
  init(_ head: RequestHead) {
    self.init(
      method: head.method, form: head.target.form,
      path: String(decoding: head.target.rawPath, as: UTF8.self),
      query: String(decoding: head.target.rawQuery, as: UTF8.self), host: head.host,
      fields: head.fields.pairs.map { "\($0.name): \($0.value)" }, framing: head.framing,
      isPersistent: head.isPersistent, expectsContinue: head.expectsContinue,
      minorVersion: head.minorVersion, givenID: head.givenID?.description)
  }
}

/// The ways to cut bytes into pieces.
enum Cutting {
  /// One piece; a piece for each byte; every two pieces; pieces of three and of seven bytes.
  static func all(of bytes: [UInt8]) -> [(name: String, pieces: [ArraySlice<UInt8>])] {
    let splits = bytes.indices.dropFirst().map { place in
      (name: "cut before byte \(place)", pieces: [bytes[..<place], bytes[place...]])
    }
    return [("whole", [bytes[...]])]
      + [1, 3, 7].map { ("pieces of \($0)", pieces(of: bytes, size: $0)) } + splits
  }

  static func pieces(of bytes: [UInt8], size: Int) -> [ArraySlice<UInt8>] {
    stride(from: 0, to: bytes.count, by: size).map { bytes[$0..<min($0 + size, bytes.count)] }
  }
}
