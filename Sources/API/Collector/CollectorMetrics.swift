internal import Engine

extension Responder {
  /// What the collector has done.
  func writeCollector(to text: inout PrometheusText) {
    let figures = engine.collector.figures
    text.begin(
      "tally_collector_collections_total", "counter", "Days collected since the start, by outcome.")
    text.sample(figures.collections, [("outcome", "whole")])
    text.sample(figures.failedCollections, [("outcome", "failed")])
    text.single(
      "tally_collector_collection_seconds_total", "counter",
      "Time that collections took, since the start.", figures.collectionSeconds)
    text.begin(
      "tally_collector_cities_total", "counter", "Cities asked for since the start, by outcome.")
    text.sample(figures.citiesFetched, [("outcome", "fetched")])
    text.sample(figures.citiesFailed, [("outcome", "failed")])
    text.single(
      "tally_collector_upstream_requests_total", "counter",
      "Requests to the upstream since the start.", Double(figures.upstreamRequests))
    text.single(
      "tally_collector_upstream_retries_total", "counter",
      "Requests to the upstream that were repeated, since the start.",
      Double(figures.upstreamRetries))
    text.single(
      "tally_collector_upstream_bytes_total", "counter",
      "Bytes of answers of the upstream, since the start.", Double(figures.upstreamBytes))
    text.begin(
      "tally_collector_objects_total", "counter",
      "Objects since the start: put into the store, read from it, or known without reading.")
    text.sample(figures.objectsPut, [("action", "put")])
    text.sample(figures.objectsRead, [("action", "read")])
    text.sample(figures.objectsRemembered, [("action", "remembered")])
    text.single(
      "tally_collector_read_bytes_total", "counter", "Bytes read from the store, since the start.",
      Double(figures.objectBytesRead))
    text.begin(
      "tally_collector_breaker_open", "gauge",
      "1 if a place has failed so often that it is left alone for a while.")
    text.sample(figures.isUpstreamResting ? 1 : 0, [("place", "upstream")])
    text.sample(figures.isStoreResting ? 1 : 0, [("place", "store")])
    text.single(
      "tally_collector_busy_readers", "gauge", "Objects that are read now.",
      Double(figures.busyReaders))
  }
}
