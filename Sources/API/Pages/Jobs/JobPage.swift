internal import Engine
internal import HTTP
internal import JSON
internal import Statistics

// One job in a browser.

extension Responder {
  /// How long the result may be in the page, and all artifacts together.
  private static let resultBytes = 64 << 10
  private static let artifactBytes = 40 << 10
  /// How much of an artifact is shown.
  private static let artifactGlanceBytes = 8 << 10

  func jobPage(_ request: Request) throws(Failure) -> Response {
    let id = try jobID(request)
    let account = try account(of: id)
    let title = account.name.map { "Job \($0)" } ?? "Job \(id)"
    return page(title, in: .jobs, scripts: ["jobs.js"]).response { page in
      page.begin(
        "section", ("id", "job"), ("data-job", id.description), ("tabindex", "-1"),
        ("data-state", account.state.rawValue), ("aria-label", "The job"))
      write(account, at: request.receivedWallNanoseconds, to: &page)
      if account.kind == "pipeline" { writePipeline(account, to: &page) }
      if account.state == .succeeded { writeResult(of: account, to: &page) }
      page.end()
      page.element("h2", text: "By curl")
      page.command(curl(.get, account.path, in: request))
      if account.state == .succeeded {
        page.command(curl(.get, account.path + "/result", in: request), title: "Its result by curl")
      }
    }
  }

  private func write(_ account: JobAccount, at now: Int64, to page: inout MarkupWriter) {
    page.begin("p", ("class", "row standing"))
    page.state(account.state)
    page.progress(account)
    page.actions(account)
    page.end()
    if let reason = account.reason, account.state == .failed {
      page.element("p", ("class", "problem"), text: String(reason.unicodeScalars.prefix(4000)))
    }
    writeTimeline(account, at: now, to: &page)
    page.begin("dl", ("class", "facts"))
    page.fact("Number", account.id.description)
    if let name = account.name { page.fact("Name", name.description) }
    page.fact("Type", account.kind?.cut ?? "of an older release")
    page.fact("Attempts", NumberText.whole(account.attempts))
    if let position = account.queuePosition {
      page.fact("Place in the queue", NumberText.whole(position))
    }
    if let wait = account.expectedWaitSeconds {
      page.fact("Starts in about", SpanText.text(milliseconds: Int(min(wait, 1e9) * 1000)))
    }
    if let bytes = account.resultBytes { page.fact("Bytes kept", NumberText.whole(bytes)) }
    if let other = account.coalescedWith {
      page.begin("div")
      page.element("dt", text: "Shares the answer of")
      page.begin("dd")
      page.element("a", ("href", "/jobs/\(other)"), text: other.description)
      page.end()
      page.end()
    }
    page.end()
    page.begin("p")
    page.element("a", ("href", account.path), text: "As JSON")
    if account.state == .succeeded {
      page.text(", ")
      page.element("a", ("href", account.path + "/result"), text: "result")
    }
    if account.state == .succeeded, account.kind == "pipeline" {
      page.text(", ")
      page.element(
        "a", ("href", account.path + "/results.zip"), text: "all artifacts (results.zip)")
    }
    page.end()
  }

  /// What has happened when, and how long it took from one to the next.
  private func writeTimeline(_ account: JobAccount, at now: Int64, to page: inout MarkupWriter) {
    let moments = [
      ("Created", account.createdNanoseconds), ("Started", account.startedNanoseconds),
      ("Finished", account.finishedNanoseconds),
    ]
    page.begin("ol", ("class", "timeline"))
    var earlier: Int64?
    for (name, moment) in moments {
      page.begin("li", moment == nil ? [(name: "class", value: "ahead")] : [])
      page.element("strong", text: name)
      page.text(" ")
      if let moment {
        page.moment(moment)
        if let earlier {
          let span = SpanText.text(milliseconds: Int(max(0, moment - earlier) / 1_000_000))
          page.element("span", ("class", "note"), text: " after \(span)")
        }
        earlier = moment
      } else {
        page.element("span", ("class", "note"), text: account.state.isFinal ? "never" : "not yet")
      }
      page.end()
    }
    page.end()
  }

  // Pipelines

  private func writePipeline(_ account: JobAccount, to page: inout MarkupWriter) {
    let files = (try? engine.artifacts(of: account.id)) ?? []
    var names: [String] = []
    if let order = try? engine.order(of: account.id), case .pipeline(let pipeline) = order.work {
      names = pipeline.stages.map(\.name)
    }
    let manifest = bytes(ofArtifact: "manifest.json", of: account.id, limit: 1 << 20)
      .flatMap { try? JSONParser.parse($0) }
    let stages = StageStanding.all(of: account, stages: names, manifest: manifest)
    if !stages.isEmpty {
      page.element("h2", text: "Stages")
      page.begin("ol", ("class", "stages"))
      for stage in stages { write(stage, to: &page) }
      page.end()
    }
    guard !files.isEmpty else { return }
    page.element("h2", text: "Artifacts")
    var room = Self.artifactBytes
    for file in files { write(file, of: account, &room, to: &page) }
  }

  private func write(_ stage: StageStanding, to page: inout MarkupWriter) {
    page.begin("li")
    page.element("strong", text: stage.name.cut)
    page.text(" ")
    page.element("span", ("class", "state \(stage.state.badge)"), text: stage.state.rawValue)
    page.element(
      "progress", ("max", "100"), ("value", "\(stage.percent)"),
      ("aria-label", "Progress of \(stage.name.cut)"), text: "\(stage.percent) %")
    if let step = stage.step { page.element("span", ("class", "note"), text: step.cut) }
    if let seconds = stage.seconds {
      page.element(
        "span", ("class", "note"),
        text: SpanText.text(milliseconds: Int(min(max(seconds, 0), 1e9) * 1000)))
    }
    page.end()
  }

  private func write(
    _ file: ArtifactFile, of account: JobAccount, _ room: inout Int, to page: inout MarkupWriter
  ) {
    let address = "/api/v1/jobs/\(account.id)/results/\(file.name)"
    page.begin("details", ("class", "artifact"), ("id", "artifact-\(file.name)"))
    page.begin("summary")
    page.element("strong", text: file.name)
    page.element("span", ("class", "kind"), text: " \(NumberText.whole(file.byteCount)) bytes")
    page.end()
    page.begin("p")
    page.element("a", ("href", address), text: "Open \(file.name)")
    page.end()
    switch ArtifactName(file.name)?.kind {
    case .svg:
      page.begin("figure")
      page.empty(
        "img", ("src", address), ("alt", "The drawing \(file.name)"), ("loading", "lazy"))
      page.end()
    case .json where room > 0:
      let limit = min(room, Self.artifactGlanceBytes)
      if let bytes = bytes(ofArtifact: file.name, of: account.id, limit: limit) {
        let isWhole = bytes.count == file.byteCount
        page.glance(JSONGlance(bytes, isWhole: isWhole, limitBytes: limit), whole: address)
        room -= limit
      }
    // A report is a page of its own, which forbids to be shown within another one.
    case .html, .json, nil: break
    }
    page.end()
  }

  private func bytes(ofArtifact name: String, of id: JobID, limit: Int) -> [UInt8]? {
    (try? engine.openArtifact(name, of: id))?.glance(limit: limit)
  }

  // The result

  private func writeResult(of account: JobAccount, to page: inout MarkupWriter) {
    page.element("h2", text: "Result")
    let address = account.path + "/result"
    guard let file = try? engine.openResult(of: account.id),
      let bytes = file.glance(
        from: JobAnswer.dataStart,
        limit: min(file.byteCount - JobAnswer.dataStart - 1, Self.resultBytes))
    else {
      page.element("p", ("class", "problem"), text: "The result cannot be read now.")
      return
    }
    let isWhole = bytes.count == file.byteCount - JobAnswer.dataStart - 1
    page.glance(
      JSONGlance(bytes, isWhole: isWhole, limitBytes: Self.resultBytes), whole: address)
  }
}

extension StageStanding.State {
  /// The look of its word.
  fileprivate var badge: String {
    switch self {
    case .waiting: "queued"
    case .running: "running"
    case .done: "succeeded"
    case .failed: "failed"
    case .cancelled: "cancelled"
    }
  }
}
