/// Figures of the collector for metrics; all but the last three since the start.
package struct CollectorFigures: Equatable, Sendable {
  /// Collections that have brought every city.
  package var collections = 0
  /// Collections that have not.
  package var failedCollections = 0
  /// How long collections took, all together.
  package var collectionSeconds = 0.0
  /// Cities whose journeys were fetched.
  package var citiesFetched = 0
  /// Cities that were given up.
  package var citiesFailed = 0
  /// Requests to the upstream.
  package var upstreamRequests = 0
  /// Those of them that were made because an earlier one had failed.
  package var upstreamRetries = 0
  /// How much of answers the upstream has sent.
  package var upstreamBytes = 0
  /// Objects that were put into the store.
  package var objectsPut = 0
  /// Objects that were read from the store, to their end.
  package var objectsRead = 0
  /// How much was read from the store.
  package var objectBytesRead = 0
  /// Objects whose figures were still known when they were needed.
  package var objectsRemembered = 0
  /// Whether the upstream is left alone because it has failed too often.
  package var isUpstreamResting = false
  /// Whether the store is.
  package var isStoreResting = false
  /// How many objects are being read at this moment.
  package var busyReaders = 0

  package init() {}
}
