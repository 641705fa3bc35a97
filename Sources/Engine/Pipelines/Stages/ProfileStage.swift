internal import JSON
internal import Statistics
internal import Tables

extension Stage {
  static let profile = Stage(
    "profile",
    "Describes every column of the sources, as JSON and as one HTML page for people.",
    parameters: [], needs: [], readsAllSources: true
  ) { (run) throws(StageFailure) in
    var artifacts: [Artifact] = []
    for (index, source) in run.sources.enumerated() {
      try run.begin("describing columns")
      let profile: TableProfile
      do throws(Cancelled) {
        profile = try TableProfile(
          of: source.table, on: run.lanes.part(index, of: run.sources.count))
      } catch {
        throw .cancelled
      }
      let name = index == 0 ? "profile" : "profile_\(index + 1)"
      var writer = JSONWriter()
      writer.beginArtifact(of: "profile", run)
      writer.key("source")
      writer.string(source.title)
      writer.key("results")
      writer.profile(profile.columns, rowCount: source.table.rowCount)
      writer.endObject()
      artifacts.append(Artifact(name: "\(name).json", bytes: writer.bytes))
      let report = ProfileReport(title: source.title, profile: profile)
      artifacts.append(Artifact(name: "\(name).html", bytes: report.html()))
    }
    return artifacts
  }
}
