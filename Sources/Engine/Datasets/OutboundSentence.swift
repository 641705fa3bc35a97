internal import Posix
internal import Stores

extension OutboundFailure {
  /// The failure for people.
  var sentence: String {
    switch self {
    case .badURL(let url, let fault): "'\(Self.short(url))' cannot be fetched: \(fault.sentence)"
    case .forbiddenAddress(let host, let address, let reason):
      "\(Self.short(host)) is \(address), \(reason.words); "
        + "the server reaches such addresses with --allow-private alone"
    case .unresolved(let host): "There is no address for \(Self.short(host))"
    case .unreachable(let host, let port): "Nobody answers at \(Self.short(host)), port \(port)"
    case .timedOut(.connecting, let seconds): "No connection within \(Self.text(seconds)) seconds"
    case .timedOut(.stalled, let seconds): "Nothing came for \(Self.text(seconds)) seconds"
    case .timedOut(.total, let seconds): "It took more than \(Self.text(seconds)) seconds"
    case .tooLarge(let limit): "It is longer than \(limit) bytes"
    case .tooManyRedirects(let limit): "There are more than \(limit) redirects"
    case .badRedirect(let target, let fault):
      "It leads on to '\(Self.short(target))', which cannot be fetched: \(fault.sentence)"
    case .tls(let reason): "No secure connection: \(reason)"
    case .status(let status): "The answer has the status \(status)"
    case .encoded(let coding): "The answer is compressed with \(Self.short(coding))"
    case .brokenOff(let reason): "The answer ended too early: \(reason)"
    case .badField(let name): "The field \(Self.short(name)) cannot be sent"
    case .cancelled: "It was cancelled"
    case .sinkFailed: "The file could not be written"
    case .sourceFailed(let reason): "The file could not be read: \(reason)"
    case .failed(_, let reason): "It failed: \(reason)"
    }
  }

  private static func short(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(200)))
  }

  private static func text(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
  }
}

extension Importer {
  /// Why an address can never be asked for anything, as the end of a sentence; `nil` if it may be tried.
  package static func fault(of address: String) -> String? {
    do throws(URLFault) {
      _ = try OutboundURL(address)
      return nil
    } catch {
      return error.sentence
    }
  }
}

extension URLFault {
  /// What is wrong, as the end of a sentence.
  var sentence: String {
    switch self {
    case .malformed: "it is no URL"
    case .tooLong(let limit): "it is longer than \(limit) bytes"
    case .scheme(let scheme): "only http and https are fetched, not \(scheme)"
    case .userInfo: "it holds a name or a password"
    case .noHost: "it names no host"
    case .downgrade: "it goes from https to http"
    }
  }
}

extension AddressGuard.Reason {
  /// What such an address is.
  var words: String {
    switch self {
    case .unspecified: "no address of a host"
    case .loopback: "this machine itself"
    case .privateUse, .carrierShared: "an address of a private network"
    case .linkLocal: "an address of the local link"
    case .metadata: "the metadata service of a cloud"
    case .documentation, .benchmarking, .reserved: "a reserved address"
    case .multicast: "an address of many"
    case .tunnel: "an address that hides another one"
    }
  }
}
