import Foundation
import Testing

@testable import Engine

struct WebhookSecretTests {
  private func text(_ count: Int) -> String {
    "whsec_" + Data(repeating: 0xFB, count: count).base64EncodedString()
  }

  private func failure(_ text: String) -> WebhookSecretFailure? {
    do throws(WebhookSecretFailure) {
      _ = try WebhookSecret(text)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [24, 25, 32, 64])
  func `a secret has 24 to 64 bytes`(_ count: Int) throws {
    #expect(try WebhookSecret(text(count)).key == [UInt8](repeating: 0xFB, count: count))
  }

  @Test(arguments: [0, 1, 23, 65, 1000])
  func `fewer bytes can be guessed, and more are a mistake`(_ count: Int) {
    #expect(failure(text(count)) == .length(count))
    #expect(failure(text(count))?.sentence.contains("not \(count)") == true)
  }

  @Test(arguments: [
    "", "whsec", "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9r8GKYqrTwjUPD8ILPZI",
  ])
  func `a secret says that it is one`(_ text: String) {
    #expect(failure(text) == .withoutPrefix)
    #expect(failure(text)?.sentence.contains("whsec_") == true)
  }

  @Test(arguments: [
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS-",
    "whsec_ MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_whsec_MfKQ9r8GKYqrTwjUPD8ILPZI",
  ])
  func `what is behind the prefix is base 64`(_ text: String) {
    #expect(failure(text) == .notBase64)
    #expect(failure(text)?.sentence.contains("base 64") == true)
  }

  @Test func `a secret that is printed by mistake tells nothing`() throws {
    let secret = try WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    var dumped = ""
    dump(secret, to: &dumped)
    for printed in ["\(secret)", String(reflecting: secret), dumped] {
      #expect(!printed.contains("MfKQ"))
      #expect(!printed.contains("49"))
    }
  }
}
