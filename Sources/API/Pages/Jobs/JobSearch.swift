internal import Engine
internal import HTTP

/// Which jobs the board shows: those of a filter in whose words a text occurs.
struct JobSearch: Sendable {
  /// How many jobs a page of the board has at most.
  static let pageLength = 50
  /// How many jobs are looked through for a text.
  static let lookLimit = 10_000
  private static let stretch = 500

  let query: JobQuery
  /// What is looked for; empty for all jobs.
  let text: String
  private let wanted: String
  private let items: [QueryItem]
  /// Where the page begins, if it is not the first.
  private let cursor: [QueryItem]

  /// - Throws: `Failure.badParameters` with all that is wrong.
  init(_ items: [QueryItem]) throws(Failure) {
    let given = items.filter { !$0.value.isEmpty }
    let filters = given.filter { $0.name != "q" }
    query = try JobQuery(filters.map { ($0.name, $0.value) } + [("_limit", "\(Self.pageLength)")])
    text = given.last { $0.name == "q" }?.value ?? ""
    wanted = text.lowercased()
    self.items = given.filter { $0.name != "_cursor" }
    cursor = given.filter { $0.name == "_cursor" }
  }

  /// The jobs of a page, the youngest first, and the last one that was looked at if there are more behind it.
  func page(
    _ engine: TallyEngine
  ) throws(Failure) -> (jobs: [JobAccount], next: JobID?, isCutShort: Bool) {
    var bound = try query.bound(engine.signature)
    guard !text.isEmpty else {
      let page = engine.jobs(query.filter, before: bound, limit: query.limit)
      return (page.jobs, page.next, false)
    }
    var found: [JobAccount] = []
    var looked = 0
    while looked < Self.lookLimit {
      let (jobs, next) = engine.jobs(query.filter, before: bound, limit: Self.stretch)
      for job in jobs where matches(job) {
        found.append(job)
        if found.count == query.limit { return (found, job.id, false) }
      }
      looked += jobs.count
      guard let next else { return (found, nil, false) }
      bound = next
    }
    return (found, bound, true)
  }

  /// Whether the text occurs in what is told of a job, whatever the case of its letters.
  private func matches(_ job: JobAccount) -> Bool {
    [job.id.description, job.name?.description, job.kind, job.phase, job.reason].contains {
      $0?.lowercased().contains(wanted) == true
    }
  }

  /// The board with another state, or a further page.
  func target(state: String? = nil, cursor: String? = nil, path: String = "/jobs") -> String {
    var items = items
    if let state {
      items.removeAll { $0.name == "state" }
      if !state.isEmpty { items.append(QueryItem(name: "state", value: state)) }
    }
    if let cursor { items.append(QueryItem(name: "_cursor", value: cursor)) }
    return QueryText.target(path, items)
  }

  /// The request that lists the same jobs of the same page, without the text, which only the board looks for.
  var request: String {
    QueryText.target(
      "/api/v1/jobs",
      items.filter { $0.name != "q" && $0.name != "_limit" }
        + [QueryItem(name: "_limit", value: "\(Self.pageLength)")] + cursor)
  }
}
