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
    text.begin("tally_job_duration_seconds", "histogram", "Computing and storing a job.")
    text.histogram(
      bounds: JobDurations.boundsSeconds, counts: figures.durations.counts,
      sum: figures.durations.totalSeconds)
    text.single("tally_pool_lanes", "gauge", "Lanes of the pool.", Double(figures.lanes))
    text.single("tally_pool_busy_lanes", "gauge", "Lanes at work.", Double(figures.busyLanes))
    text.single(
      "tally_pool_waiting_requests", "gauge", "Requests that wait for a lane.",
      Double(figures.waitingRequests))
    text.single(
      "tally_storage_failing", "gauge", "1 if the last result could not be stored.",
      figures.storageFailure == nil ? 0 : 1)
  }

  private func writeDataSets(to text: inout PrometheusText) {
    text.begin("tally_dataset_rows", "gauge", "Rows of each loaded data set.")
    if let survey = engine.survey {
      text.sample(survey.survey.rowCount, [("dataset", survey.name)])
    }
  }
}
