package import Stores

/// Where a client wants to be told that its job has ended.
package enum WebhookURL {
  /// The length of the longest.
  package static let limitBytes = 2048

  /// Whether a URL may be kept for later, as far as it can be told without asking anybody. What a name leads to is judged when a connection
  /// is made to it.
  ///
  /// - Parameter allowsPrivate: whether the operator lets the server reach its own networks.
  package static func check(
    _ text: String, allowsPrivate: Bool
  ) throws(WebhookURLFailure) {
    guard text.utf8.count <= limitBytes else { throw .url(.tooLong(limitBytes: limitBytes)) }
    let url: OutboundURL
    do throws(URLFault) {
      url = try OutboundURL(text)
    } catch {
      throw .url(error)
    }
    guard !allowsPrivate, let address = url.literalAddress else { return }
    if let reason = AddressGuard.reason(against: address) {
      throw .forbiddenAddress(address, reason)
    }
  }

  /// Which server a URL leads to, as `host:port`, by which deliveries take turns; `?` for a text that is no URL.
  static func place(of text: String) -> String {
    do throws(URLFault) {
      let url = try OutboundURL(text)
      return "\(url.host.lowercased()):\(url.port)"
    } catch {
      return "?"
    }
  }
}

/// Why nothing can be sent to a URL.
package enum WebhookURLFailure: Error, Equatable, Sendable {
  case url(URLFault)
  /// It holds an address that must not be reached.
  case forbiddenAddress(InternetAddress, AddressGuard.Reason)

  /// The failure for people, as the end of a sentence.
  package var sentence: String {
    switch self {
    case .url(.scheme(let scheme)): "only http and https are called, not \(scheme)"
    case .url(let fault): fault.sentence
    case .forbiddenAddress(let address, let reason):
      "\(address) is \(reason.words); "
        + "the server reaches such addresses with --allow-private alone"
    }
  }
}
