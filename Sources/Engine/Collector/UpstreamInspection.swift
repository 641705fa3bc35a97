internal import Statistics
internal import Stores

/// What an upstream answers to somebody who asks once for its cities.
package struct UpstreamInspection: Equatable, Sendable {
  /// Why it told no cities.
  package struct Failure: Error, Equatable, Sendable {
    /// For people, as a clause.
    package let clause: String
  }

  /// How many cities it has.
  package let cityCount: Int
  /// Its clock, in seconds since 1970, if it says so.
  package let dateSeconds: Int64?

  package init(cityCount: Int, dateSeconds: Int64?) {
    self.cityCount = cityCount
    self.dateSeconds = dateSeconds
  }

  /// Asks the upstream at an address.
  package init(of address: String, withinSeconds seconds: Double) throws(Failure) {
    var options = Upstream.Options()
    options.backoff = Backoff(attempts: 1)
    options.totalSeconds = seconds
    options.stallSeconds = seconds
    let upstream = Upstream(
      address, breaker: PlaceBreaker(), counters: CollectorCounters(), options: options)
    let client = UpstreamClient(upstream) { false }
    do throws(UpstreamFailure) {
      cityCount = try client.cities().cities.count
      dateSeconds = client.dateSeconds
    } catch {
      throw Failure(clause: error.clause)
    }
  }
}
