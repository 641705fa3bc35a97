import HTTP
import Engine
import Statistics
import Testing

@testable import API

struct CountryMeasureTests {
  @Test func `measures are those of the answer, by their names`() {
    #expect(
      Set(CountryMeasure.allCases.map(\.rawValue)) == [
        "total_passengers", "average_delay", "total_accidents", "buses_started", "number_of_buses",
      ])
  }

  @Test func `a day without journeys has no mean, and counts nothing`() {
    let nothing = JourneyDigest()
    #expect(CountryMeasure.delay.value(of: nothing) == nil)
    #expect(CountryMeasure.passengers.value(of: nothing) == 0)
  }

  @Test func `only a delay has a unit`() {
    #expect(CountryMeasure.delay.titleWithUnit == "Average delay (s)")
    #expect(CountryMeasure.buses.titleWithUnit == "Types of buses")
  }
}
