import Testing

@testable import Engine

struct BasicCredentialsTests {
  private static func password(_ text: String) -> String? {
    BasicCredentials.password(in: Array(text.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: [
    ("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "open sesame"),  // the RFC's own
    ("basic  OmtleQ==", "key"),  // no user
    ("BASIC YTpiOmM=", "b:c"),  // a colon in the password
  ])
  func `the password of any user is the key`(credentials: String, key: String) {
    #expect(Self.password(credentials) == key)
  }

  @Test(arguments: [
    "", "Basic", "Basic ", "Basic !!!!", "Basic QQ==", "Basic QTo=", "Bearer OmtleQ==",
    "Basics OmtleQ==", "Basic OmtleQ",
  ])
  func `what is no password is none`(credentials: String) {
    #expect(Self.password(credentials) == nil)
  }
}
