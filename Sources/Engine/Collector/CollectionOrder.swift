package import Statistics

/// A day that is to be collected: of all cities that the upstream knows.
package struct CollectionOrder: Equatable, Sendable {
  package let day: CivilDay

  package init(day: CivilDay) {
    self.day = day
  }
}
