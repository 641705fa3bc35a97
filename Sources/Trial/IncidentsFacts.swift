/// The words and the shape of the synthetic incidents. No place and no rule is that of a real city.
enum IncidentsFacts {
  static let header = """
    case_number,timestamp,reported_on,closed_on,district,beat,block,lat,lon,offence,premise,weapon,severity,victims,victim_age,\
    damage,response_minutes,officers,arrest,domestic

    """

  /// A part of the city, a square of its grid.
  struct District {
    let name: String
    /// How often incidents happen there beside the others.
    let weight: Int
  }

  /// Row by row from the north-west, five to a row.
  static let districts = [
    District(name: "Alder Hill", weight: 3), District(name: "Birch End", weight: 2),
    District(name: "Canal North", weight: 5), District(name: "Dockside", weight: 7),
    District(name: "East Ferry", weight: 4), District(name: "Foundry", weight: 6),
    District(name: "Garden Row", weight: 3), District(name: "Harbour Gate", weight: 9),
    District(name: "Iron Bridge", weight: 8), District(name: "Juniper Park", weight: 2),
    District(name: "King's Yard", weight: 10), District(name: "Lantern Square", weight: 14),
    District(name: "Market", weight: 20), District(name: "Northgate", weight: 12),
    District(name: "Old Mill", weight: 5), District(name: "Priory", weight: 6),
    District(name: "Quarry", weight: 3), District(name: "Ropewalk", weight: 9),
    District(name: "Station", weight: 16), District(name: "Tannery", weight: 5),
    District(name: "Upper Meadow", weight: 2), District(name: "Vineyard", weight: 3),
    District(name: "Weir", weight: 4), District(name: "Yew Lane", weight: 2),
    District(name: "Zion Fields", weight: 1),
  ]

  /// A kind of incident.
  struct Offence {
    let name: String
    let weight: Int
    /// The least and the greatest severity.
    let severity: ClosedRange<Int>
    /// Whether somebody is hurt or robbed, and whether something is broken or gone.
    let hasVictim: Bool
    let hasDamage: Bool

    init(
      _ name: String, _ weight: Int, _ severity: ClosedRange<Int>, hasVictim: Bool = false,
      hasDamage: Bool = false
    ) {
      self.name = name
      self.weight = weight
      self.severity = severity
      self.hasVictim = hasVictim
      self.hasDamage = hasDamage
    }
  }

  static let offences = [
    Offence("Arson", 1, 6...9, hasDamage: true),
    Offence("Assault", 12, 4...8, hasVictim: true),
    Offence("Bicycle theft", 8, 2...4, hasDamage: true),
    Offence("Burglary", 9, 4...6, hasDamage: true),
    Offence("Disturbance", 11, 1...3),
    Offence("Drug offence", 7, 2...6),
    Offence("Forgery", 2, 2...4, hasDamage: true),
    Offence("Fraud", 8, 2...5, hasVictim: true, hasDamage: true),
    Offence("Harassment", 6, 2...5, hasVictim: true),
    Offence("Larceny", 22, 2...4, hasDamage: true),
    Offence("Missing person", 2, 3...7, hasVictim: true),
    Offence("Motor vehicle theft", 7, 4...5, hasDamage: true),
    Offence("Robbery", 5, 5...9, hasVictim: true, hasDamage: true),
    Offence("Shoplifting", 13, 1...3, hasDamage: true),
    Offence("Stolen property", 2, 2...4),
    Offence("Theft from vehicle", 14, 2...3, hasDamage: true),
    Offence("Trespass", 6, 1...2),
    Offence("Vandalism", 12, 2...3, hasDamage: true),
    Offence("Warrant", 4, 2...6),
    Offence("Weapon offence", 3, 5...9),
  ]

  static let premises = [
    "apartment", "bank", "bar", "bus", "car park", "church", "garage", "garden", "hospital",
    "hotel", "house", "office", "park", "platform", "restaurant", "school", "shop", "stairs",
    "street", "warehouse", "workshop, yard",
  ]

  static let weapons = ["blade", "blunt object", "firearm", "hands", "other", "replica", "vehicle"]

  static let streets = [
    "Abbey Street", "Acorn Way", "Anchor Lane", "Baker's Row", "Beacon Road", "Bell Street",
    "Bridge Street", "Brook Lane", "Castle Road", "Cedar Avenue", "Chapel Street", "Church Lane",
    "Clover Road", "Cooper Street", "Cross Street", "Dale Road", "Elm Grove", "Fair Street",
    "Field Lane", "Fountain Street", "Glover Street", "Grange Road", "Granary Street",
    "Hazel Avenue", "High Street", "Holly Road", "Kiln Lane", "Lime Walk", "Mason Street",
    "Mercer Street", "Mill Road", "Orchard Road", "Park Street", "Pearl Street", "Pine Avenue",
    "Poplar Road", "Quay Street", "River Road", "Rose Lane", "Saddler Street", "School Lane",
    "Silver Street", "Smith Street", "South Road", "Spring Street", "Summer Road", "Temple Street",
    "Tower Street", "Union Street", "Water Lane", "Weaver Street", "Well Lane", "West Road",
    "Willow Avenue", "Wool Street",
  ]

  /// How much happens in each hour of the day, on each day of the week from Monday on, and in each month, beside the others.
  static let hours = [
    9, 8, 6, 4, 3, 2, 2, 4, 6, 7, 8, 9, 11, 10, 10, 11, 12, 13, 13, 12, 12, 12, 11, 10,
  ]
  static let weekdays = [10, 9, 9, 10, 12, 13, 11]
  static let months = [9, 8, 9, 10, 11, 12, 13, 13, 12, 11, 10, 9]
}
