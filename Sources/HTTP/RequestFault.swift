/// What is wrong with a request as a message, before anybody asks what it means.
///
/// After each of them the connection is closed, because the place where the next request begins is not known for certain.
package enum RequestFault: Error, Equatable, Sendable {
  /// 400: the message breaks the grammar.
  case malformed(Malformation)
  /// 408: the head, or the rest of the body, did not come in time.
  case timeout
  /// 413: the body is longer than its endpoint takes.
  case bodyTooLarge(limitBytes: Int)
  /// 414: the request line's target is longer than the limit.
  case targetTooLong(limitBytes: Int)
  /// 417: an expectation other than `100-continue`.
  case unknownExpectation
  /// 431: the head, or a trailer section, is longer than the limit.
  case headTooLarge(limitBytes: Int)
  /// 431: more field lines than the limit.
  case tooManyFields(limit: Int)
  /// 501: a method that the server does not know.
  case unknownMethod
  /// 501: a transfer coding other than `chunked`.
  case unknownTransferCoding
  /// 505: a major version other than 1.
  case unsupportedVersion
  /// 503: every lane is busy and the queue is full.
  case overloaded
  /// 503: as many connections as the server takes are open.
  case tooManyConnections(limit: Int)
  /// 503: as many uploads as the server takes are being written.
  case tooManyUploads(limit: Int)
  /// 400: the body of an upload is no form as its Content-Type says.
  case upload(MultipartFailure)
  /// 507: the disk has no room for an upload, in the kernel's words.
  case storageFull(reason: String)
  /// 503: an upload cannot be written to the disk, in the kernel's words.
  case storageBroken(reason: String)

  /// The rule of the grammar that a message breaks.
  package enum Malformation: String, Equatable, Sendable {
    case requestLine, target, version, percentEscape
    case fieldName, fieldValue, spaceBeforeColon, foldedField, bareLineFeed, bareCarriageReturn
    case missingHost, repeatedHost, invalidHost
    case contentLength, differentContentLengths, transferCoding, bothFramings
    case transferCodingInOldVersion
    case chunkSize, chunkExtension, chunkEnd, trailer
  }

  /// The status that answers the fault.
  package var status: Status {
    switch self {
    case .malformed, .upload: .badRequest
    case .timeout: .requestTimeout
    case .bodyTooLarge: .contentTooLarge
    case .targetTooLong: .targetTooLong
    case .unknownExpectation: .expectationFailed
    case .headTooLarge, .tooManyFields: .headTooLarge
    case .unknownMethod, .unknownTransferCoding: .notImplemented
    case .unsupportedVersion: .versionNotSupported
    case .overloaded, .tooManyConnections, .tooManyUploads, .storageBroken: .serviceUnavailable
    case .storageFull: .insufficientStorage
    }
  }

  /// A sentence for whoever has to mend the request.
  package var detail: String {
    switch self {
    case .malformed(let rule): rule.detail
    case .timeout: "The request was not complete in time."
    case .bodyTooLarge(let limit):
      "The body is longer than the \(limit) bytes that this path takes."
    case .targetTooLong(let limit): "The request target is longer than \(limit) bytes."
    case .unknownExpectation: "The only expectation that is met here is 100-continue."
    case .headTooLarge(let limit): "The head of the request is longer than \(limit) bytes."
    case .tooManyFields(let limit): "The request has more than \(limit) header fields."
    case .unknownMethod: "The method is not known; methods are case-sensitive."
    case .unknownTransferCoding: "The only transfer coding that is taken is chunked."
    case .unsupportedVersion: "Only HTTP/1.1 and HTTP/1.0 are spoken here."
    case .overloaded: "All workers are busy and the queue is full; try again in a moment."
    case .tooManyConnections(let limit):
      "All \(limit) connections are taken; try again in a moment."
    case .tooManyUploads(let limit):
      "As many uploads as are taken at once, \(limit), are under way; try again in a moment."
    case .upload(let failure): failure.detail
    case .storageFull(let reason): "The upload does not fit on the server's disk: \(reason)."
    case .storageBroken(let reason):
      "The upload could not be written to the server's disk: \(reason)."
    }
  }
}

extension RequestFault.Malformation {
  /// A sentence for whoever has to mend the request.
  package var detail: String {
    switch self {
    case .requestLine:
      "The request line is not a method, a target and a version, parted by single spaces."
    case .target: "The request target is neither a path that begins with / nor a valid http URL."
    case .version: "The request line does not end with a version such as HTTP/1.1."
    case .percentEscape: "A % in the target is not followed by two hexadecimal digits."
    case .fieldName: "A header field has no name, or a name with a forbidden character."
    case .fieldValue: "A header field's value holds a control character."
    case .spaceBeforeColon: "There is white space between a header field's name and its colon."
    case .foldedField: "A header field is folded over several lines."
    case .bareLineFeed: "A line of the head ends with LF alone instead of CR LF."
    case .bareCarriageReturn: "A CR in the head is not followed by LF."
    case .missingHost: "An HTTP/1.1 request needs a Host field."
    case .repeatedHost: "The Host field stands more than once."
    case .invalidHost: "The Host field is not a host name with an optional port."
    case .contentLength: "Content-Length is not a decimal number."
    case .differentContentLengths: "Two Content-Length values differ."
    case .transferCoding:
      "chunked is not the last transfer coding, stands twice, or has a parameter."
    case .bothFramings: "Content-Length and Transfer-Encoding stand together."
    case .transferCodingInOldVersion: "HTTP/1.0 knows no Transfer-Encoding."
    case .chunkSize: "A chunk's size is not a hexadecimal number of at most 16 digits."
    case .chunkExtension: "A chunk's extension is malformed or too long."
    case .chunkEnd: "A chunk's data is not followed by CR LF."
    case .trailer: "A trailer field is malformed."
    }
  }
}
