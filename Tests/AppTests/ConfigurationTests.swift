import Stores
import Testing

@testable import App

struct ConfigurationTests {
  private func configuration(
    _ arguments: [String] = [], _ environment: [String: String] = [:]
  ) throws(UsageFailure) -> Configuration {
    try Configuration(arguments: arguments, environment: environment)
  }

  @Test func `nothing given means the defaults`() throws {
    let configuration = try configuration()
    #expect(configuration.text("host") == "127.0.0.1")
    #expect(configuration.number("port") == 8080)
    #expect(configuration.number("linger") == 2000)
    #expect(configuration.number("head-limit") == 16 << 10)
    #expect(configuration.text("csv") == nil)
    #expect(configuration.number("workers") == nil)
    #expect(!configuration.isSet("insecure-open"))
  }

  @Test func `a flag wins over the environment, and both over the default`() throws {
    let environment = [
      "TALLY_PORT": "1", "TALLY_HEAD_LIMIT": "1KiB", "TALLY_INSECURE_OPEN": "true",
    ]
    let configuration = try configuration(["--port", "2"], environment)
    #expect(configuration.number("port") == 2)
    #expect(configuration.entries["port"]?.source == .flag)
    #expect(configuration.number("head-limit") == 1024)
    #expect(configuration.entries["head-limit"]?.source == .environment)
    #expect(configuration.isSet("insecure-open"))
    #expect(configuration.entries["host"]?.source == .fallback)
  }

  @Test func `a value may stand behind an equals sign, and the last one counts`() throws {
    let configuration = try configuration(["--port=1", "--data=a=b", "--port=3", "--insecure-open"])
    #expect(configuration.number("port") == 3)
    #expect(configuration.text("data") == "a=b")
    #expect(configuration.isSet("insecure-open"))
  }

  @Test func `the older name of the workers is known, the newer one wins`() throws {
    #expect(try configuration([], ["TP_NUM_OF_THREADS": "3"]).number("workers") == 3)
    #expect(
      try configuration([], ["TP_NUM_OF_THREADS": "3", "TALLY_WORKERS": "5"]).number("workers") == 5
    )
  }

  @Test(arguments: [
    (["--prot", "1"], "unknown flag '--prot'"), (["x"], "unexpected argument 'x'"),
    (["--port"], "--port needs a value"),
    (["--port", "x"], "--port is 'x', expected a whole number from 0 to 65535"),
    (["--port", "65536"], "--port is '65536', expected a whole number from 0 to 65535"),
    (["--port", "-1"], "--port is '-1', expected a whole number from 0 to 65535"),
    (
      ["--linger", "31s"],
      "--linger is '31s', expected a time from 0 ms to 30000 ms, such as 500ms, 10s or 2m"
    ),
    (
      ["--head-limit", "1"],
      "--head-limit is '1', expected a size from 256 to 1048576 bytes, such as 4096, 16KiB or 5MB"
    ),
    (
      ["--log-level", "loud"], "--log-level is 'loud', expected one of debug, info, warning, error"
    ),
    (
      ["--cors-origin", "https://a/"],
      "--cors-origin is 'https://a/', expected * or origins such as https://app.example, "
        + "separated by commas"
    ),
    (
      ["--public-url", "example.org"],
      "--public-url is 'example.org', expected an http or https URL without query, such as "
        + "https://tally.example.org"
    ),
    (
      ["--api-key", "a b"],
      "--api-key is '...', expected letters, digits and marks of ASCII, without blanks"
    ),
    (
      ["--rate-limit", "many"],
      "--rate-limit is 'many', expected none, or a number from 1 to 1000000 and a time, such as "
        + "10/s or 30/min"
    ),
    (
      ["--trusted-proxy", "10.0.0.0/8"],
      "--trusted-proxy is '10.0.0.0/8', expected addresses such as 127.0.0.1 or 2001:db8::7, "
        + "separated by commas"
    ),
    (
      ["--upstream", "127.0.0.1:8090"],
      "--upstream is '127.0.0.1:8090', expected an http or https URL without query, such as "
        + "http://127.0.0.1:8090"
    ),
    (
      ["--upstream", "http://127.0.0.1:8090/?a"],
      "--upstream is 'http://127.0.0.1:8090/?a', expected an http or https URL without query, "
        + "such as http://127.0.0.1:8090"
    ),
    (
      ["--s3-endpoint", "ftp://127.0.0.1"],
      "--s3-endpoint is 'ftp://127.0.0.1', expected an http or https URL without query, such as "
        + "http://127.0.0.1:9000"
    ),
    (["--insecure-open=maybe"], "--insecure-open is 'maybe', expected true or false"),
  ])
  func `what makes no sense is refused with a sentence`(arguments: [String], sentence: String) {
    let failure = #expect(throws: UsageFailure.self) { try configuration(arguments) }
    #expect(failure?.sentence == sentence)
  }

  @Test func `another server is told without a slash at its end`() throws {
    #expect(try configuration().server("upstream") == nil)
    for (text, told) in [
      ("http://127.0.0.1:8090", "http://127.0.0.1:8090"), ("HTTP://A.example/", "http://a.example"),
      ("https://a.example:443/Buses//", "https://a.example/Buses"),
    ] {
      #expect(try configuration(["--upstream", text]).server("upstream") == told)
    }
  }

  @Test func `objects are kept in a folder or in a bucket`() throws {
    #expect(try configuration().objectPlace == nil)
    #expect(
      try configuration(["--store", "folder:/srv/objects"]).objectPlace
        == .folder(path: "/srv/objects"))
    let environment = [
      "TALLY_STORE": "s3://buses", "TALLY_S3_ENDPOINT": "http://127.0.0.1:9000/",
      "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-central-1",
    ]
    guard case .s3(let settings)? = try configuration([], environment).objectPlace else {
      return #expect(Bool(false))
    }
    #expect(settings.bucket == "buses" && settings.prefix.isEmpty)
    #expect(settings.region == "eu-central-1" && settings.endpoint == "http://127.0.0.1:9000")
    #expect(settings.credentials == S3Credentials(accessKey: "id", secretKey: "secret"))
  }

  @Test(arguments: ["objects", "s3:", "s3://", "gs://bucket", "folder:", "s3://a"])
  func `a place that is none is refused by its name`(value: String) {
    let flag = #expect(throws: UsageFailure.self) { try configuration(["--store", value]) }
    #expect(flag?.sentence.hasPrefix("--store: ") == true)
    let variable = #expect(throws: UsageFailure.self) {
      try configuration([], ["TALLY_STORE": value])
    }
    #expect(variable?.sentence.hasPrefix("TALLY_STORE: ") == true)
  }

  @Test(arguments: [
    (["--s3-endpoint", "http://127.0.0.1:9000"], [:], "--s3-endpoint: "),
    (
      ["--store", "folder:a"], ["TALLY_S3_ENDPOINT": "http://127.0.0.1:9000"],
      "TALLY_S3_ENDPOINT: "
    ),
    (["--store", "s3://bus", "--s3-endpoint", "http://a.example/b"], [:], "--s3-endpoint: "),
    (["--store", "s3://bus"], ["AWS_ENDPOINT_URL": "x"], "--store: AWS_ENDPOINT_URL: "),
    (
      [], ["TALLY_STORE": "s3://bus", "AWS_ACCESS_KEY_ID": "a"],
      "TALLY_STORE: AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not"
    ),
  ])
  func `what does not go with the place is refused by its own name`(
    arguments: [String], environment: [String: String], start: String
  ) {
    let failure = #expect(throws: UsageFailure.self) {
      try configuration(arguments, environment)
    }
    #expect(failure?.sentence.hasPrefix(start) == true)
  }

  @Test func `a bad value in the environment is named by its variable`() {
    let failure = #expect(throws: UsageFailure.self) { try configuration([], ["TALLY_PORT": "x"]) }
    #expect(failure?.sentence.hasPrefix("TALLY_PORT is 'x'") == true)
  }

  @Test func `every setting has a name, a help and a default that is allowed`() throws {
    let names = Settings.all.map(\.name)
    #expect(Set(names).count == names.count)
    for setting in Settings.all {
      #expect(!setting.help.isEmpty)
      guard !setting.fallback.isEmpty else { continue }
      #expect(throws: Never.self) {
        try configuration(["--\(setting.name)", setting.fallback])
      }
    }
  }
}
