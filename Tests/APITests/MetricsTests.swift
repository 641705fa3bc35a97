import Engine
import HTTP
import JSON
import Testing

@testable import API

struct MetricsTests {
  private func page(_ site: Site) throws -> Exposition {
    let response = try site.ask(.get, "/metrics")
    #expect(response.fields[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
    return try Exposition(response.text)
  }

  @Test func `the page is what Prometheus reads, with and without a survey`() throws {
    for hasSurvey in [true, false] {
      let site = try Site(hasSurvey: hasSurvey)
      site.api.count(endpoint: 3, status: .ok, nanoseconds: 5000)
      let page = try page(site)
      #expect(page.complaints.isEmpty)
      #expect(page.types.count >= 16)
    }
  }

  @Test func `jobs, lanes and data sets are told`() throws {
    let site = try Site(engine: { $0.workers = 3 })
    _ = try site.finish()
    _ = try site.finish("state_mean", #"{"question":"Q","state":"Guam","from_year":2012}"#)
    site.settle(durations: 2)
    let page = try page(site)
    #expect(page.value("tally_jobs_submitted_total") == 2)
    #expect(page.value("tally_jobs", ["state": "succeeded"]) == 1)
    #expect(page.value("tally_jobs", ["state": "failed"]) == 1)
    #expect(page.value("tally_jobs", ["state": "queued"]) == 0)
    #expect(page.value("tally_pool_lanes") == 3)
    #expect(page.value("tally_storage_failing") == 0)
    #expect(page.value("tally_dataset_rows", ["dataset": "sample"]) == 4)
    #expect(page.value("tally_job_duration_seconds_count") == 2)
  }

  @Test func `connections and the process are told`() throws {
    let site = try Site(connections: {
      var figures = ConnectionFigures()
      figures.open = 2
      figures.accepted = 9
      figures.refused = 1
      figures.residentBytes = 4096
      figures.cpuSeconds = 1.5
      figures.startSeconds = 1_700_000_000.25
      return figures
    })
    let page = try page(site)
    #expect(page.value("tally_connections") == 2)
    #expect(page.value("tally_connections_accepted_total") == 9)
    #expect(page.value("tally_connections_refused_total") == 1)
    #expect(page.value("process_resident_memory_bytes") == 4096)
    #expect(page.value("process_cpu_seconds_total") == 1.5)
    #expect(page.value("process_start_time_seconds") == 1_700_000_000.25)
  }

  @Test func `refused requests are told by reason`() throws {
    var options = Access.Options()
    options.guarding = .changes
    let site = try Site(access: AccessKeeper(options))
    for key in ["", "x", "y"] {
      let field: FieldName = "X-API-Key"
      _ = try site.ask(
        .post, "/api/graceful_shutdown", fields: key.isEmpty ? [] : [(field, key)])
    }
    let page = try page(site)
    #expect(page.value("tally_access_refused_total", ["reason": "missing_key"]) == 1)
    #expect(page.value("tally_access_refused_total", ["reason": "wrong_key"]) == 2)
    #expect(page.value("tally_access_refused_total", ["reason": "too_many_requests"]) == 0)
  }
}
