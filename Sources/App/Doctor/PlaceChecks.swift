internal import Engine
internal import Posix
internal import Stores

/// Whether the places outside answer. Pure: what was seen comes in.
enum PlaceChecks {
  /// What was seen of the store.
  enum StoreSight: Equatable {
    case folder(FolderChecks.Sight)
    /// A bucket that was asked; `nil` if it has answered.
    case bucket(S3Settings, ObjectFailure?)
  }

  static func store(_ sight: StoreSight, _ folders: FolderChecks) -> Finding {
    let name = "store"
    switch sight {
    case .folder(let sight):
      if case .success(nil) = sight.facts {
        return .ok(name, "\(sight.path) is not there; the first start that collects makes it")
      }
      return folders.folder(name, sight)
    case .bucket(let settings, nil):
      return .ok(name, "\(self.name(of: settings)) answers a signed request")
    case .bucket(let settings, let failure?):
      return .fail(
        name, "\(self.name(of: settings)): \(failure.sentence)", mend: mend(of: failure, settings))
    }
  }

  private static func name(of settings: S3Settings) -> String {
    "s3://\(settings.bucket)/\(settings.prefix) at \(settings.endpoint ?? settings.region)"
  }

  private static func mend(of failure: ObjectFailure, _ settings: S3Settings) -> String {
    let endpoint = settings.endpoint.map { " --endpoint-url \($0.shellWord)" } ?? ""
    return switch failure {
    case .noCredentials, .wrongCredentials:
      "export AWS_ACCESS_KEY_ID=... AWS_SECRET_ACCESS_KEY=..."
    case .wrongRegion(let region): "export AWS_REGION=\((region ?? "...").shellWord)"
    case .noBucket(let bucket): "aws s3 mb \("s3://\(bucket)".shellWord)\(endpoint)"
    case .clockSkew: "sudo timedatectl set-ntp true"
    case .denied: "allow s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject to this key"
    default:
      "curl -sI \((settings.endpoint ?? "https://s3.\(settings.region).amazonaws.com").shellWord)"
    }
  }

  /// The server to collect from.
  ///
  /// - Parameter address: `nil` if none is named.
  static func upstream(
    _ address: String?, _ answer: Result<UpstreamInspection, UpstreamInspection.Failure>?
  ) -> Finding {
    let name = "upstream"
    guard let address, let answer else { return .ok(name, "none is named; no day is collected") }
    switch answer {
    case .success(let inspection) where inspection.cityCount > 0:
      return .ok(
        name,
        "\(address) has \(inspection.cityCount) \(inspection.cityCount == 1 ? "city" : "cities")")
    case .success:
      return .warn(name, "\(address) answers, and has no city", mend: "curl -s \(cities(address))")
    case .failure(let failure):
      return .fail(name, "\(address): \(failure.clause)", mend: "curl -si \(cities(address))")
    }
  }

  private static func cities(_ address: String) -> String { "\(address)/cities".shellWord }
}
