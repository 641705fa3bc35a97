/// A page of what is in a bucket.
struct S3Listing: Equatable {
  /// With their whole keys.
  private(set) var objects: [StoredObject] = []
  /// What keys begin with that have a slash behind the prefix that was asked for.
  private(set) var folders: [String] = []
  /// What to ask for the next page with.
  private(set) var continuation: String?

  /// - Returns: `nil` if something is missing that every page has.
  init?(_ document: S3Answer) {
    for entry in document.all("Contents") {
      guard let object = Self.object(entry) else { return nil }
      objects.append(object)
    }
    for entry in document.all("CommonPrefixes") {
      guard let prefix = entry["Prefix"]?.text else { return nil }
      folders.append(prefix)
    }
    guard document["IsTruncated"]?.text.lowercased() == "true" else { return }
    guard let token = document["NextContinuationToken"]?.text, !token.isEmpty else { return nil }
    continuation = token
  }

  private static func object(_ entry: S3Answer) -> StoredObject? {
    guard let key = entry["Key"]?.text, !key.isEmpty,
      let byteCount = entry["Size"].flatMap({ Int($0.text) }), byteCount >= 0,
      let tag = entry["ETag"]?.text, !tag.isEmpty
    else { return nil }
    return StoredObject(key: key, byteCount: byteCount, version: quoted(tag))
  }

  /// An entity tag with the quotes that some leave out in listings.
  static func quoted(_ tag: String) -> String { tag.hasSuffix("\"") ? tag : "\"\(tag)\"" }
}
