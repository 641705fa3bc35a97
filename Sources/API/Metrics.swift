internal import Engine
internal import Statistics

extension Responder {
  /// Every figure of the server at one moment.
  func metricsText() -> [UInt8] {
    var text = PrometheusText()
    metrics.write(to: &text, names: Endpoint.all.map(\.pattern))
    writeConnections(to: &text)
    writeAccess(to: &text)
    writeJobs(to: &text)
    writeWebhooks(to: &text)
    writeEvents(to: &text)
    writeCollector(to: &text)
    writeDataSets(to: &text)
    return text.bytes
  }

  private func writeConnections(to text: inout PrometheusText) {
    let figures = connections()
    text.single(
      "tally_connections", "gauge", "Connections that are open.", Double(figures.open))
    text.single(
      "tally_connections_accepted_total", "counter", "Connections accepted.",
      Double(figures.accepted))
    text.single(
      "tally_connections_refused_total", "counter",
      "Connections refused because too many were open.",
      Double(figures.refused))
    text.single(
      "process_resident_memory_bytes", "gauge", "Resident memory.", Double(figures.residentBytes))
    text.single(
      "process_cpu_seconds_total", "counter", "Processor time used, user and system.",
      figures.cpuSeconds)
    text.single(
      "process_start_time_seconds", "gauge", "Start of the process, in seconds since 1970.",
      figures.startSeconds)
  }

  private func writeAccess(to text: inout PrometheusText) {
    text.begin(
      "tally_access_refused_total", "counter",
      "Requests refused for their key, or because there were too many, by reason.")
    for (refusal, count) in access.refusals { text.sample(count, [("reason", refusal.rawValue)]) }
  }

  private func writeJobs(to text: inout PrometheusText) {
    let figures = engine.figures
    text.single(
      "tally_jobs_submitted_total", "counter", "Job numbers given since the data folder was made.",
      Double(figures.submittedJobs))
    text.begin("tally_jobs", "gauge", "Jobs by state.")
    for (state, count) in figures.jobs { text.sample(count, [("state", state.rawValue)]) }
    text.single(
      "tally_jobs_coalesced_total", "counter",
      "Jobs that shared the computation of another one, since the start.",
      Double(figures.coalescedJobs))
    text.begin("tally_job_duration_seconds", "histogram", "Computing and storing a job.")
    text.histogram(
      bounds: JobDurations.boundsSeconds, counts: figures.durations.counts,
      sum: figures.durations.totalSeconds)
    text.single("tally_job_lanes", "gauge", "Lanes that compute jobs.", Double(figures.jobLanes))
    text.single(
      "tally_job_busy_lanes", "gauge", "Lanes that compute a job now.",
      Double(figures.busyJobLanes))
    text.single(
      "tally_job_listeners", "gauge", "Clients that watch all jobs.", Double(figures.jobListeners))
    text.single(
      "tally_pool_lanes", "gauge", "Lanes that answer requests.", Double(figures.lanes))
    text.single(
      "tally_pool_busy_lanes", "gauge", "Lanes that answer a request now.",
      Double(figures.busyLanes))
    text.single(
      "tally_pool_waiting_requests", "gauge", "Requests that wait for a lane.",
      Double(figures.waitingRequests))
    text.single(
      "tally_storage_failing", "gauge", "1 if a result or the ledger could not be written lately.",
      figures.storageFailure == nil ? 0 : 1)
  }

  private func writeWebhooks(to text: inout PrometheusText) {
    let figures = engine.figures.webhooks
    text.single(
      "tally_webhooks_delivered_total", "counter", "Webhooks delivered since the start.",
      Double(figures.delivered))
    text.single(
      "tally_webhook_attempts_failed_total", "counter",
      "Attempts to deliver a webhook that failed, since the start.", Double(figures.failedAttempts))
    text.single(
      "tally_webhooks_given_up_total", "counter", "Webhooks given up since the start.",
      Double(figures.givenUp))
    text.single(
      "tally_webhooks_waiting", "gauge", "Webhooks that wait to be delivered.",
      Double(figures.waiting))
  }

  private func writeEvents(to text: inout PrometheusText) {
    let figures = engine.events.figures
    text.begin("tally_events_total", "counter", "Events since the start, by what became of them.")
    text.sample(figures.accepted - figures.late, [("outcome", "kept")])
    text.sample(figures.late, [("outcome", "late")])
    text.sample(figures.refused, [("outcome", "refused")])
    text.single("tally_events", "gauge", "Events in memory.", Double(figures.events))
    text.single("tally_event_series", "gauge", "Series of events.", Double(figures.series))
    text.single("tally_event_bytes", "gauge", "Memory of the events.", Double(figures.bytes))
    text.single(
      "tally_event_log_bytes", "gauge", "Size of the files of the log of events.",
      Double(figures.logBytes))
    text.single(
      "tally_event_watches", "gauge", "Clients that watch statistics of events.",
      Double(figures.watches))
    text.single(
      "tally_event_storage_failing", "gauge",
      "1 if the log of events cannot be written or made longer.",
      figures.storageFailure == nil ? 0 : 1)
  }

  private func writeDataSets(to text: inout PrometheusText) {
    let all = engine.catalog.all
    text.single("tally_datasets", "gauge", "Data sets in the catalog.", Double(all.count))
    text.begin("tally_dataset_rows", "gauge", "Rows of each data set that was loaded.")
    var rows: [(name: String, count: Int)] = []
    // A scraper pays for each series, and clients name the data sets.
    for dataset in all.prefix(Self.seriesLimit) {
      if let shape = dataset.shape { rows.append((dataset.name.description, shape.rowCount)) }
    }
    if let survey = engine.survey, !rows.contains(where: { $0.name == survey.name }) {
      rows.append((survey.name, survey.survey.rowCount))
    }
    for (name, count) in rows { text.sample(count, [("dataset", name)]) }
  }

  private static let seriesLimit = 1000
}
