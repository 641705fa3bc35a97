/// What is known of a journey: a member of the upstream's objects, and a column of ours.
package enum JourneyMember: String, CaseIterable, Sendable {
  case departureTime = "departure-time"
  case busType = "bus-type"
  case passengers
  case delay
  case accident
}
