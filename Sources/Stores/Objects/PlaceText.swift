/// Why a text does not name a place for objects.
package enum ObjectPlaceFault: Error, Equatable, Sendable {
  /// It begins with neither `folder:` nor `s3://`.
  case unknownKind(String)
  /// Behind `folder:` there is no path.
  case noPath
  /// Behind `s3://` there is no bucket.
  case noBucket
  /// No bucket is called so.
  case badBucket(String)
  /// What is to stand before all keys is none of a key's own parts, or too long.
  case badPrefix(String)
  /// No region is called so; where it was read.
  case badRegion(String, variable: String)
  /// It is no address of a server; where it was read, `nil` for an argument.
  case badEndpoint(String, variable: String?, URLFault)
  /// There is one half of the credentials, and not the other.
  case missingVariable(String, beside: String)
  /// A server of S3 is named for a folder.
  case endpointOfFolder(String)
}

extension ObjectPlace {
  /// No more stands before our own keys, so that no key is longer than S3 takes.
  private static let prefixLimitBytes = 100

  /// Reads `folder:PATH` or `s3://BUCKET[/PREFIX]`.
  ///
  /// - Parameters:
  ///   - endpoint: another server than Amazon's; it goes before those of the environment.
  ///   - environment: what is taken of it is what others take as well: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`,
  ///     `AWS_REGION` before `AWS_DEFAULT_REGION`, `AWS_ENDPOINT_URL_S3` before `AWS_ENDPOINT_URL`. An empty one is none.
  package init(
    _ text: String, endpoint: String?, environment: [String: String]
  ) throws(ObjectPlaceFault) {
    let endpoint = endpoint.flatMap { $0.isEmpty ? nil : $0 }
    if let path = Self.rest(of: text, behind: "folder:") {
      guard !path.isEmpty else { throw .noPath }
      if let endpoint { throw .endpointOfFolder(endpoint) }
      self = .folder(path: path)
    } else if let rest = Self.rest(of: text, behind: "s3://") {
      var settings = try Self.bucket(rest)
      settings.credentials = try Self.credentials(in: environment)
      if let (region, variable) = Self.first(["AWS_REGION", "AWS_DEFAULT_REGION"], environment) {
        guard Self.isRegion(region) else { throw .badRegion(region, variable: variable) }
        settings.region = region
      }
      let variables = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]
      let named = endpoint.map { ($0, nil) } ?? Self.first(variables, environment)
      if let named { try settings.setEndpoint(named.0, variable: named.1) }
      self = .s3(settings)
    } else {
      throw .unknownKind(text)
    }
  }

  private static func rest(of text: String, behind start: String) -> String? {
    text.utf8.starts(with: start.utf8)
      ? String(decoding: text.utf8.dropFirst(start.utf8.count), as: UTF8.self) : nil
  }

  private static func bucket(_ text: String) throws(ObjectPlaceFault) -> S3Settings {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let bucket = parts.first.map(String.init), !bucket.isEmpty else { throw .noBucket }
    guard isBucket(bucket) else { throw .badBucket(bucket) }
    var settings = S3Settings(bucket: bucket)
    guard parts.count == 2, !parts[1].isEmpty else { return settings }
    let prefix = parts[1].hasSuffix("/") ? String(parts[1].dropLast()) : String(parts[1])
    guard prefix.utf8.count < prefixLimitBytes, ObjectKey(prefix) != nil else {
      throw .badPrefix(String(parts[1]))
    }
    settings.prefix = prefix + "/"
    return settings
  }

  private static func credentials(
    in environment: [String: String]
  ) throws(ObjectPlaceFault) -> S3Credentials? {
    let (keyName, secretName) = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    switch (first([keyName], environment), first([secretName], environment)) {
    case (nil, nil): return nil
    case (nil, _): throw .missingVariable(keyName, beside: secretName)
    case (_, nil): throw .missingVariable(secretName, beside: keyName)
    case (let key?, let secret?):
      return S3Credentials(
        accessKey: key.value, secretKey: secret.value,
        sessionToken: first(["AWS_SESSION_TOKEN"], environment)?.value)
    }
  }

  /// The first variable that says something.
  private static func first(
    _ variables: [String], _ environment: [String: String]
  ) -> (value: String, variable: String)? {
    for variable in variables {
      if let value = environment[variable], !value.isEmpty { return (value, variable) }
    }
    return nil
  }

  /// Whether a bucket may be called so: 3 to 63 letters, digits, dots, hyphens and low lines, the first and the last a letter or a digit.
  /// Amazon's have no capitals and no low lines; those of others may.
  private static func isBucket(_ name: String) -> Bool {
    let bytes = name.utf8
    guard (3...63).contains(bytes.count), let first = bytes.first, let last = bytes.last else {
      return false
    }
    return isAlphanumeric(first) && isAlphanumeric(last)
      && bytes.allSatisfy { isAlphanumeric($0) || ".-_".utf8.contains($0) }
  }

  /// Whether a region may be called so. It becomes a part of the host.
  private static func isRegion(_ name: String) -> Bool {
    name.utf8.count <= 40
      && name.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}

extension S3Settings {
  /// Sets the endpoint if it is one.
  fileprivate mutating func setEndpoint(
    _ text: String, variable: String?
  ) throws(ObjectPlaceFault) {
    endpoint = text
    do throws(URLFault) {
      _ = try S3Address(self)
    } catch {
      throw .badEndpoint(text, variable: variable, error)
    }
  }
}
