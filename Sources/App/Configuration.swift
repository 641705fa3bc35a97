internal import API
internal import Engine
internal import HTTP
internal import Stores

/// Every setting with its value, and where the value came from. Pure: arguments and environment come in, nothing is read.
struct Configuration: Equatable, Sendable {
  /// A value as it was given, with its source for `tally config`.
  struct Entry: Equatable, Sendable {
    var text: String
    var source: Source
  }

  enum Source: String, Sendable {
    case flag, environment
    case fallback = "default"
  }

  private(set) var entries: [String: Entry] = [:]
  /// Where what is collected is kept; `nil` for the usual place.
  private(set) var objectPlace: ObjectPlace?

  /// Reads settings from flags, then the environment, then defaults.
  ///
  /// - Parameters:
  ///   - arguments: what stands behind the command: `--port 0`, `--port=0`, `--insecure-open`.
  ///   - environment: names and values.
  /// - Throws: `UsageFailure` for an unknown flag, a missing value, or a value out of its range.
  init(arguments: [String], environment: [String: String]) throws(UsageFailure) {
    for setting in Settings.all {
      entries[setting.name] = try Self.entry(of: setting, environment)
    }
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      let (setting, value) = try Self.flag(argument, &rest)
      try Self.check(value, setting, named: "--\(setting.name)")
      entries[setting.name] = Entry(text: value, source: .flag)
    }
    objectPlace = try place(environment)
  }

  /// The value of a setting as text; `nil` if it is empty.
  func text(_ name: String) -> String? {
    guard let text = entries[name]?.text, !text.isEmpty else { return nil }
    return text
  }

  /// The value of a whole number, a duration in milliseconds, or a size in bytes; `nil` if it is empty.
  func number(_ name: String) -> Int? {
    guard let text = text(name), let setting = Settings.all.first(where: { $0.name == name })
    else { return nil }
    return Self.number(text, setting.kind)
  }

  /// The base of another server's paths, without a slash at its end; `nil` if it is not set.
  func server(_ name: String) -> String? {
    text(name).flatMap { PublicURL($0)?.description }
  }

  /// Whether a flag is set.
  func isSet(_ name: String) -> Bool {
    text(name) == "true"
  }

  /// The same with other values of some settings, as if they were the defaults. Objects are kept in the usual place.
  ///
  /// - Parameter values: texts that these settings take.
  func replacing(_ values: [String: String]) -> Configuration {
    var changed = self
    for (name, text) in values { changed.entries[name] = Entry(text: text, source: .fallback) }
    changed.objectPlace = nil
    return changed
  }

  /// The place of objects, to which the usual variables of S3 belong as well.
  private func place(_ environment: [String: String]) throws(UsageFailure) -> ObjectPlace? {
    let endpoint = server("s3-endpoint")
    do throws(ObjectPlaceFault) {
      guard let text = text("store") else {
        if let endpoint { throw .endpointOfFolder(endpoint) }
        return nil
      }
      return try ObjectPlace(text, endpoint: endpoint, environment: environment)
    } catch {
      let setting =
        switch error {
        case .badEndpoint(_, variable: nil, _), .endpointOfFolder: "s3-endpoint"
        default: "store"
        }
      throw .badPlace(name: givenName(of: setting), error)
    }
  }

  /// What a setting was called where its value was given.
  private func givenName(of name: String) -> String {
    guard entries[name]?.source == .environment,
      let setting = Settings.all.first(where: { $0.name == name })
    else { return "--\(name)" }
    return setting.environmentName
  }

  private static func entry(
    of setting: Setting, _ environment: [String: String]
  ) throws(UsageFailure) -> Entry {
    for name in [setting.environmentName] + [setting.olderEnvironmentName].compactMap(\.self) {
      guard let value = environment[name], !value.isEmpty else { continue }
      try check(value, setting, named: name)
      return Entry(text: value, source: .environment)
    }
    return Entry(text: setting.fallback, source: .fallback)
  }

  private static func flag(
    _ argument: String, _ rest: inout ArraySlice<String>
  ) throws(UsageFailure) -> (Setting, String) {
    guard argument.hasPrefix("--") else { throw .unexpectedArgument(argument) }
    let parts = argument.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let setting = Settings.all.first(where: { $0.name == parts[0] }) else {
      throw .unknownFlag("--\(parts[0])")
    }
    if parts.count == 2 { return (setting, String(parts[1])) }
    if setting.kind == .flag { return (setting, "true") }
    guard let value = rest.popFirst() else { throw .missingValue("--\(setting.name)") }
    return (setting, value)
  }

  private static func check(
    _ value: String, _ setting: Setting, named name: String
  ) throws(UsageFailure) {
    switch setting.kind {
    case .text, .objectPlace:
      return
    case .flag:
      if value != "true", value != "false" {
        throw .badValue(name: name, value: value, expected: "true or false")
      }
    case .choice(let choices):
      if !choices.contains(value) {
        throw .badValue(
          name: name, value: value, expected: "one of " + choices.joined(separator: ", "))
      }
    case .rotation:
      if LogSettings.rotation(value) == nil {
        throw .badValue(name: name, value: value, expected: LogSettings.rotationExpectation)
      }
    case .origins:
      if Origins.list(value) == nil {
        throw .badValue(name: name, value: value, expected: Origins.expectation)
      }
    case .publicURL:
      if PublicURL(value) == nil {
        throw .badValue(name: name, value: value, expected: PublicURL.expectation)
      }
    case .server(let example):
      if PublicURL(value) == nil {
        throw .badValue(
          name: name, value: value,
          expected: "an http or https URL without query, such as \(example)")
      }
    case .secret:
      if !value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
        throw .badValue(
          name: name, value: "...", expected: "letters, digits and marks of ASCII, without blanks")
      }
    case .retention:
      if Retentions.retention(value) == nil {
        throw .badValue(name: name, value: value, expected: Retentions.expectation)
      }
    case .signingSecret:
      do throws(WebhookSecretFailure) {
        _ = try WebhookSecret(value)
      } catch {
        throw .badValue(name: name, value: "...", expected: error.sentence)
      }
    case .rate:
      if !Rates.isRate(value) {
        throw .badValue(name: name, value: value, expected: Rates.expectation)
      }
    case .addresses:
      if TrustedProxies(list: value) == nil {
        throw .badValue(
          name: name, value: value,
          expected: "addresses such as 127.0.0.1 or 2001:db8::7, separated by commas")
      }
    case .integer(let range), .duration(let range), .size(let range):
      guard let number = number(value, setting.kind), range.contains(number) else {
        throw .badValue(name: name, value: value, expected: expectation(setting.kind, range))
      }
    }
  }

  private static func number(_ text: String, _ kind: Setting.Kind) -> Int? {
    switch kind {
    case .integer: Quantity.integer(text)
    case .duration: Quantity.milliseconds(text)
    case .size: Quantity.bytes(text)
    case .text, .secret, .flag, .choice, .rotation, .origins, .publicURL, .server, .objectPlace,
      .rate, .addresses, .retention, .signingSecret:
      nil
    }
  }

  private static func expectation(_ kind: Setting.Kind, _ range: ClosedRange<Int>) -> String {
    switch kind {
    case .duration:
      "a time from \(range.lowerBound) ms to \(range.upperBound) ms, such as 500ms, 10s or 2m"
    case .size:
      "a size from \(range.lowerBound) to \(range.upperBound) bytes, such as 4096, 16KiB or 5MB"
    default: "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }
  }
}

/// Why a command line makes no sense. Each becomes one sentence and exit code 2.
enum UsageFailure: Error, Equatable, Sendable {
  case unknownCommand(String)
  case unknownFlag(String, nearest: String? = nil)
  case unexpectedArgument(String)
  case missingValue(String)
  case repeatedFlag(String)
  /// Two flags that ask for different things.
  case conflictingFlags(String, String)
  case missingArgument(String, of: String)
  case badValue(name: String, value: String, expected: String)
  /// Objects cannot be kept there.
  case badPlace(name: String, ObjectPlaceFault)
  /// Other machines could reach the server, and nothing would ask them for a key.
  case openToOthers(host: String)

  var sentence: String {
    switch self {
    case .unknownCommand(let name): "unknown command '\(name)'"
    case .unknownFlag(let name, let nearest):
      "unknown flag '\(name)'" + (nearest.map { ", did you mean \($0)?" } ?? "")
    case .unexpectedArgument(let text): "unexpected argument '\(text)'"
    case .missingValue(let name): "\(name) needs a value"
    case .conflictingFlags(let one, let other): "\(one) and \(other) do not go together"
    case .repeatedFlag(let name): "\(name) is given twice"
    case .missingArgument(let what, let command): "\(command) needs \(what)"
    case .badValue(let name, let value, let expected): "\(name) is '\(value)', expected \(expected)"
    case .badPlace(let name, let fault): "\(name): \(fault.sentence)"
    case .openToOthers(let host):
      "--host \(host) can be reached from other machines and no key is configured; "
        + "give --keys-file or --api-key, listen on 127.0.0.1, or add --insecure-open if that is "
        + "what you want"
    }
  }
}
