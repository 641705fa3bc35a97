import Testing

@testable import Stores

struct S3AddressTests {
  private func settings(_ bucket: String, region: String = "eu-west-1", endpoint: String? = nil)
    -> S3Settings
  {
    var settings = S3Settings(bucket: bucket)
    settings.region = region
    settings.endpoint = endpoint
    return settings
  }

  @Test func `a bucket of Amazon's is a part of the host`() throws {
    let address = try S3Address(settings("my-bucket"))
    #expect(address.origin == "https://my-bucket.s3.eu-west-1.amazonaws.com")
    #expect(address.host == "my-bucket.s3.eu-west-1.amazonaws.com")
    #expect(address.path(of: "a b/c=d") == "/a%20b/c%3Dd")
    #expect(address.path(of: nil) == "/")
  }

  @Test func `China has a domain of its own`() throws {
    let address = try S3Address(settings("my-bucket", region: "cn-north-1"))
    #expect(address.host == "my-bucket.s3.cn-north-1.amazonaws.com.cn")
  }

  @Test(arguments: ["my.bucket", "My-Bucket", "my_bucket"])
  func `a bucket that no certificate or host is for is a part of the path`(
    _ bucket: String
  ) throws {
    let address = try S3Address(settings(bucket))
    #expect(address.host == "s3.eu-west-1.amazonaws.com")
    #expect(address.path(of: "a") == "/\(bucket)/a")
  }

  @Test(arguments: [
    ("http://127.0.0.1:9000", "127.0.0.1:9000"), ("http://127.0.0.1:9000/", "127.0.0.1:9000"),
    ("http://minio", "minio"), ("http://minio:80", "minio"), ("https://minio:443/", "minio"),
    ("https://minio:80", "minio:80"), ("http://[::1]:8333", "[::1]:8333"),
  ])
  func `a bucket of another server is a part of the path`(
    _ endpoint: String, _ host: String
  ) throws {
    let address = try S3Address(settings("my-bucket", endpoint: endpoint))
    #expect(address.host == host)
    #expect(address.origin.hasSuffix("://" + host))
    #expect(address.path(of: "a/b") == "/my-bucket/a/b")
    #expect(address.path(of: nil) == "/my-bucket/")
  }

  @Test(arguments: [
    ("http://h/s3", URLFault.malformed), ("http://h/?x", .malformed),
    ("ftp://h", .scheme("ftp")), ("http://me:x@h", .userInfo), ("h:9000/x", .malformed),
    ("", .malformed), ("http://", .noHost),
  ])
  func `an endpoint is an address and nothing else`(_ endpoint: String, _ fault: URLFault) {
    #expect(throws: fault) { try S3Address(settings("my-bucket", endpoint: endpoint)) }
  }
}
