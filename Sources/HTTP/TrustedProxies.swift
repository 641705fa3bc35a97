/// The proxies whose word counts on where a request came from.
package struct TrustedProxies: Sendable {
  private let addresses: Set<ClientAddress>

  /// - Parameter addresses: those of the proxies, as the server sees them.
  package init(_ addresses: Set<ClientAddress> = []) {
    self.addresses = addresses
  }

  /// Reads addresses separated by commas.
  ///
  /// - Returns: `nil` if one of them is none.
  package init?(list text: String) {
    var addresses: Set<ClientAddress> = []
    if !text.isEmpty {
      for part in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
        guard let address = ClientAddress(Characters.trimmed(Array(part)[...])) else { return nil }
        addresses.insert(address)
      }
    }
    self.addresses = addresses
  }

  /// The client that a request came from: the peer, unless that is a trusted proxy; then the last address in X-Forwarded-For that is
  /// none. What stands before that one, the client may have written itself.
  ///
  /// A proxy that names nobody, or writes what is no address, counts as the client.
  package func client(of head: RequestHead, from peer: ClientAddress) -> ClientAddress {
    var client = peer
    guard addresses.contains(peer) else { return peer }
    for member in head.fields.members(of: Self.forwardedFor).reversed() {
      guard let address = ClientAddress(member) else { break }
      client = address
      if !addresses.contains(address) { break }
    }
    return client
  }

  private static let forwardedFor: FieldName = "X-Forwarded-For"
}
