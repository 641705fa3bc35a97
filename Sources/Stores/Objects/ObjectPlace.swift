/// Where objects are kept.
package enum ObjectPlace: Equatable, Sendable {
  /// In a folder of this machine.
  case folder(path: String)
  /// In a bucket of S3, or of a server that speaks as S3 does.
  case s3(S3Settings)

  /// A store there, for the thread that asks. A bucket is not asked for anything yet.
  package func open() throws(ObjectFailure) -> any ObjectStore {
    switch self {
    case .folder(let path): try FolderStore(path: path)
    case .s3(let settings): try S3Store(settings)
    }
  }

  /// Asks a bucket, once, whether its objects can be listed, within some seconds. A folder is not asked.
  ///
  /// - Returns: the clock of the bucket's server, in seconds since 1970, if it says so.
  package func greet(withinSeconds seconds: Double) throws(ObjectFailure) -> Int64? {
    guard case .s3(let settings) = self else { return nil }
    var options = S3Session.Options()
    options.totalSeconds = seconds
    options.stallSeconds = seconds
    return try S3Store(settings, options: options).greet()
  }
}

/// What is to be known of a bucket.
package struct S3Settings: Equatable, Sendable {
  package var bucket: String
  /// What all keys begin with; empty, or it ends with a slash.
  package var prefix = ""
  package var region = "us-east-1"
  /// Where another server than Amazon's is; the bucket is then a part of the path.
  package var endpoint: String?
  /// `nil` if there are none: every call then throws `noCredentials`.
  package var credentials: S3Credentials?

  package init(bucket: String) {
    self.bucket = bucket
  }
}

/// What requests to S3 are signed with.
package struct S3Credentials: Equatable, Sendable {
  package let accessKey: String
  package let secretKey: String
  /// Of credentials that last for some time only.
  package let sessionToken: String?

  package init(accessKey: String, secretKey: String, sessionToken: String? = nil) {
    self.accessKey = accessKey
    self.secretKey = secretKey
    self.sessionToken = sessionToken
  }
}
