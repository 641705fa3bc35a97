/// Where a bucket is: what URLs of its objects begin with.
struct S3Address: Equatable {
  /// `https://bucket.s3.eu-west-1.amazonaws.com` or `http://127.0.0.1:9000`; without a slash at its end.
  let origin: String
  /// As the field Host tells it: with the port if it is not the usual one.
  let host: String
  /// What paths begin with: `/bucket`, or nothing where the bucket is a part of the host.
  let bucketPath: String

  /// - Throws: `URLFault` if the endpoint is no address, or one of a page.
  init(_ settings: S3Settings) throws(URLFault) {
    let endpoint = settings.endpoint ?? Self.amazon(settings)
    let url = try OutboundURL(endpoint)
    let isUsual = url.port == (url.scheme == "https" ? 443 : 80)
    host = url.host + (isUsual ? "" : ":\(url.port)")
    origin = "\(url.scheme)://\(host)"
    // What stands behind the host would be lost, or would have to be signed as the server sees it, which nobody knows.
    let spellings = [origin, "\(url.scheme)://\(url.host):\(url.port)"]
    guard spellings.contains(where: { url.text == $0 || url.text == $0 + "/" }) else {
      throw .malformed
    }
    let isInHost = settings.endpoint == nil && Self.isHostName(settings.bucket)
    bucketPath = isInHost ? "" : "/" + SignatureV4.encoded(settings.bucket)
  }

  /// The path of an object, or of the bucket.
  func path(of key: String?) -> String {
    bucketPath + "/" + (key.map { SignatureV4.encoded($0, keepingSlashes: true) } ?? "")
  }

  private static func amazon(_ settings: S3Settings) -> String {
    let domain = settings.region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
    let host = "s3.\(settings.region).\(domain)"
    return "https://" + (isHostName(settings.bucket) ? "\(settings.bucket).\(host)" : host)
  }

  /// Whether a bucket can be a part of the host: no certificate is for names with dots, and no host has capitals.
  private static func isHostName(_ bucket: String) -> Bool {
    bucket.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}
