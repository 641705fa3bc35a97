internal import Posix

/// What the collector counts, from any thread.
final class CollectorCounters: Sendable {
  let collections = Counter()
  let failedCollections = Counter()
  let collectionNanoseconds = Counter()
  let citiesFetched = Counter()
  let citiesFailed = Counter()
  let upstreamRequests = Counter()
  let upstreamRetries = Counter()
  let upstreamBytes = Counter()
  let objectsPut = Counter()
  let objectsRead = Counter()
  let objectBytesRead = Counter()
  let objectsRemembered = Counter()
  let busyReaders = Counter()

  /// All but what the breakers know.
  var figures: CollectorFigures {
    var figures = CollectorFigures()
    figures.collections = collections.value
    figures.failedCollections = failedCollections.value
    figures.collectionSeconds = Double(collectionNanoseconds.value) / 1e9
    figures.citiesFetched = citiesFetched.value
    figures.citiesFailed = citiesFailed.value
    figures.upstreamRequests = upstreamRequests.value
    figures.upstreamRetries = upstreamRetries.value
    figures.upstreamBytes = upstreamBytes.value
    figures.objectsPut = objectsPut.value
    figures.objectsRead = objectsRead.value
    figures.objectBytesRead = objectBytesRead.value
    figures.objectsRemembered = objectsRemembered.value
    figures.busyReaders = busyReaders.value
    return figures
  }
}
