import Testing

@testable import Stores

struct PlaceTextTests {
  private func place(
    _ text: String, endpoint: String? = nil, _ environment: [String: String] = [:]
  ) throws(ObjectPlaceFault) -> ObjectPlace {
    try ObjectPlace(text, endpoint: endpoint, environment: environment)
  }

  private func settings(
    _ text: String, endpoint: String? = nil, _ environment: [String: String] = [:]
  ) throws -> S3Settings {
    guard case .s3(let settings) = try place(text, endpoint: endpoint, environment) else {
      Issue.record("a folder")
      return S3Settings(bucket: "")
    }
    return settings
  }

  @Test(arguments: ["data/objects", "/var/lib/tally", "a b", "s3://x", "."])
  func `a folder is a path, whatever it looks like`(_ path: String) throws {
    #expect(try place("folder:\(path)") == .folder(path: path))
  }

  @Test func `a bucket may have a prefix, with a slash at its end or without`() throws {
    #expect(try settings("s3://tally") == S3Settings(bucket: "tally"))
    #expect(try settings("s3://tally/").prefix == "")
    #expect(try settings("s3://tally/a").prefix == "a/")
    #expect(try settings("s3://tally/a/b.c/").prefix == "a/b.c/")
  }

  @Test func `the environment says who asks, and where`() throws {
    let settings = try settings(
      "s3://tally",
      [
        "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "S", "AWS_SESSION_TOKEN": "T",
        "AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2",
        "AWS_ENDPOINT_URL_S3": "http://s3:9000", "AWS_ENDPOINT_URL": "http://all:9000",
      ])
    #expect(
      settings.credentials == S3Credentials(accessKey: "AKID", secretKey: "S", sessionToken: "T"))
    #expect(settings.region == "eu-west-1")
    #expect(settings.endpoint == "http://s3:9000")
  }

  @Test func `what is general counts where nothing is said in particular`() throws {
    let settings = try settings(
      "s3://tally",
      ["AWS_DEFAULT_REGION": "eu-west-2", "AWS_ENDPOINT_URL": "http://all:9000", "AWS_REGION": ""])
    #expect(settings.region == "eu-west-2")
    #expect(settings.endpoint == "http://all:9000")
    #expect(settings.credentials == nil)
  }

  @Test func `an argument goes before the environment, and an empty one is none`() throws {
    let environment = ["AWS_ENDPOINT_URL_S3": "http://s3:9000"]
    #expect(
      try settings("s3://tally", endpoint: "http://me:1", environment).endpoint == "http://me:1")
    #expect(try settings("s3://tally", endpoint: "", environment).endpoint == "http://s3:9000")
    #expect(try settings("s3://tally").endpoint == nil)
    #expect(try settings("s3://tally").region == "us-east-1")
  }

  @Test(arguments: [
    ("", ObjectPlaceFault.unknownKind("")), ("data/objects", .unknownKind("data/objects")),
    ("S3://tally", .unknownKind("S3://tally")), ("s3:tally", .unknownKind("s3:tally")),
    ("https://tally", .unknownKind("https://tally")), ("folder:", .noPath), ("s3://", .noBucket),
    ("s3:///x", .noBucket), ("s3://ab", .badBucket("ab")), ("s3://-ab", .badBucket("-ab")),
    ("s3://ab.", .badBucket("ab.")), ("s3://a b", .badBucket("a b")),
    ("s3://tally?x", .badBucket("tally?x")), ("s3://tälly", .badBucket("tälly")),
    ("s3://tally//", .badPrefix("/")), ("s3://tally/../x", .badPrefix("../x")),
    ("s3://tally/a//b", .badPrefix("a//b")), ("s3://tally/a b", .badPrefix("a b")),
  ])
  func `what names no place says why`(_ text: String, _ fault: ObjectPlaceFault) {
    #expect(throws: fault) { try place(text) }
  }

  @Test func `names have their lengths`() throws {
    let longest = String(repeating: "b", count: 63)
    #expect(try settings("s3://\(longest)").bucket == longest)
    #expect(throws: ObjectPlaceFault.badBucket(longest + "b")) { try place("s3://\(longest)b") }
    let prefix = String(repeating: "p", count: 99)
    #expect(try settings("s3://tally/\(prefix)/").prefix.utf8.count == 100)
    #expect(throws: ObjectPlaceFault.badPrefix(prefix + "p")) { try place("s3://tally/\(prefix)p") }
    // A key of the longest kind is one that S3 takes.
    #expect(ObjectKey.limitBytes + prefix.utf8.count + 1 <= 1024)
  }

  @Test func `what is wrong in the environment is told with its name`() {
    func fault(_ environment: [String: String], endpoint: String? = nil) -> ObjectPlaceFault? {
      do throws(ObjectPlaceFault) {
        _ = try place("s3://tally", endpoint: endpoint, environment)
        return nil
      } catch {
        return error
      }
    }
    #expect(
      fault(["AWS_ACCESS_KEY_ID": "A"])
        == .missingVariable("AWS_SECRET_ACCESS_KEY", beside: "AWS_ACCESS_KEY_ID"))
    #expect(
      fault(["AWS_SECRET_ACCESS_KEY": "A", "AWS_ACCESS_KEY_ID": ""])
        == .missingVariable("AWS_ACCESS_KEY_ID", beside: "AWS_SECRET_ACCESS_KEY"))
    #expect(
      fault(["AWS_REGION": "eu/west"]) == .badRegion("eu/west", variable: "AWS_REGION"))
    #expect(
      fault(["AWS_ENDPOINT_URL": "ftp://h"])
        == .badEndpoint("ftp://h", variable: "AWS_ENDPOINT_URL", .scheme("ftp")))
    #expect(
      fault(["AWS_ENDPOINT_URL": "http://h"], endpoint: "http://h/x")
        == .badEndpoint("http://h/x", variable: nil, .malformed))
  }

  @Test func `a server of S3 for a folder is a mistake, but not one of the environment`() throws {
    #expect(throws: ObjectPlaceFault.endpointOfFolder("http://h")) {
      try place("folder:x", endpoint: "http://h")
    }
    let environment = ["AWS_ENDPOINT_URL": "no URL", "AWS_ACCESS_KEY_ID": "A"]
    #expect(try place("folder:x", environment) == .folder(path: "x"))
  }
}
