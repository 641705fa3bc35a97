import Engine
import Posix
import Stores
import Testing

@testable import App

struct PlaceChecksTests {
  private static let folders = FolderChecks(userID: 1000)

  private static var settings: S3Settings {
    var settings = S3Settings(bucket: "journeys")
    settings.prefix = "tally/"
    settings.endpoint = "http://127.0.0.1:9000"
    settings.credentials = S3Credentials(accessKey: "AKIA", secretKey: "very-secret")
    return settings
  }

  @Test func `a folder that is made when it is needed is well`() {
    let sight = FolderChecks.Sight(path: "data/objects", facts: .success(nil))
    #expect(PlaceChecks.store(.folder(sight), Self.folders).grade == .ok)
    let file = FolderChecks.Sight(
      path: "objects", facts: .success(PathFacts(kind: .file, mode: 0o644, ownerID: 1000)))
    #expect(PlaceChecks.store(.folder(file), Self.folders).grade == .fail)
  }

  @Test func `a bucket that answers is well`() {
    let finding = PlaceChecks.store(.bucket(Self.settings, nil), Self.folders)
    #expect(
      finding
        == .ok("store", "s3://journeys/tally/ at http://127.0.0.1:9000 answers a signed request"))
  }

  @Test(
    arguments: [
      (.noCredentials, "export AWS_ACCESS_KEY_ID=... AWS_SECRET_ACCESS_KEY=..."),
      (
        .wrongCredentials(code: "SignatureDoesNotMatch"),
        "export AWS_ACCESS_KEY_ID=... AWS_SECRET_ACCESS_KEY=..."
      ),
      (.wrongRegion("eu-west-1"), "export AWS_REGION=eu-west-1"),
      (.noBucket("journeys"), "aws s3 mb s3://journeys --endpoint-url http://127.0.0.1:9000"),
      (.clockSkew(seconds: 7), "sudo timedatectl set-ntp true"),
      (.outbound(.unreachable(host: "127.0.0.1", port: 9000)), "curl -sI http://127.0.0.1:9000"),
    ] as [(ObjectFailure, String)])
  func `a bucket that does not answer fails, with what mends it and no secret`(
    failure: ObjectFailure, mend: String
  ) {
    let finding = PlaceChecks.store(.bucket(Self.settings, failure), Self.folders)
    #expect(finding.grade == .fail && finding.mend == mend)
    #expect(!finding.found.contains("very-secret") && !finding.found.contains("AKIA"))
  }

  @Test func `an upstream answers with its cities`() {
    let address = "http://127.0.0.1:8090"
    #expect(PlaceChecks.upstream(nil, nil).grade == .ok)
    let six = UpstreamInspection(cityCount: 6, dateSeconds: nil)
    #expect(
      PlaceChecks.upstream(address, .success(six)) == .ok("upstream", "\(address) has 6 cities"))
    let none = UpstreamInspection(cityCount: 0, dateSeconds: nil)
    #expect(PlaceChecks.upstream(address, .success(none)).grade == .warn)
  }
}
