internal import HTTP
internal import JSON

/// A city of the trial upstream.
struct UpstreamCity: Equatable, Sendable {
  /// Its place in the list, from 0.
  let place: Int
  let name: String
  let country: String

  /// What it is called in URLs. Most are numbers in JSON and some are texts, of which one has to be encoded.
  var id: String {
    switch place {
    case 5: "n° 6"
    case _ where place % 4 == 3: "stop-\(place + 1)"
    default: "\(place + 1)"
    }
  }

  /// The cities in their order, the countries in turn. Beyond those that are known names are numbered.
  static func all(_ count: Int, countries countryCount: Int) -> [UpstreamCity] {
    (0..<count).map { place in
      let country = place % countryCount
      let number = place / countryCount
      let (countryName, names) = known[country % known.count]
      let name = names[number % names.count]
      return UpstreamCity(
        place: place, name: numbered(name, number / names.count),
        country: numbered(countryName, country / known.count))
    }
  }

  /// The answer to `GET /cities`.
  static func json(of cities: [UpstreamCity]) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginArray()
    for city in cities {
      writer.beginObject()
      writer.key("id")
      if let number = Int(city.id) { writer.integer(number) } else { writer.string(city.id) }
      writer.key("name")
      writer.string(city.name)
      writer.key("country")
      writer.string(city.country)
      writer.endObject()
    }
    writer.endArray()
    return writer.bytes
  }

  private static func numbered(_ name: String, _ round: Int) -> String {
    round == 0 ? name : "\(name) \(round + 1)"
  }

  /// Countries and some of their cities, those first whose names are hard to keep: with accents, blanks, quotes, slashes, a name that means
  /// something in a path, and two cities of one name.
  private static let known: [(country: String, cities: [String])] = [
    (
      "France", ["Paris", "Saint-Étienne", "L'Haÿ-les-Roses", "Saint-Denis", "Saint-Denis", "Lyon"]
    ),
    ("Germany", ["Berlin", "Frankfurt/Oder", "München", "Frankfurt am Main", "Köln", "Halle"]),
    ("Italy", ["Roma", "L'Aquila", "Reggio nell'Emilia", "Forlì", "Milano", "Torino"]),
    ("United Kingdom", ["London", "..", "Stoke-on-Trent", "Newcastle upon Tyne", "Hull", "Ely"]),
    ("Côte d'Ivoire", ["Abidjan", "Grand-Bassam", "Bouaké", "San-Pédro", "Man", "Daloa"]),
    ("Norway", ["Oslo", "Å", "Tromsø", "Bodø", "Ålesund", "Bergen"]),
    ("Japan", ["東京", "大阪市", "Kyōto", "札幌市", "Nagoya", "神戸市"]),
    ("Spain", ["Madrid", "Donostia / San Sebastián", "A Coruña", "Cádiz", "León", "Vitoria"]),
    ("Poland", ["Warszawa", "Łódź", "Kraków", "Wrocław", "Gdańsk", "Poznań"]),
    ("Brazil", ["São Paulo", "Rio de Janeiro", "Brasília", "Belém", "Salvador", "Natal"]),
    ("Türkiye", ["İstanbul", "İzmir", "Ankara", "Şanlıurfa", "Bursa", "Muğla"]),
    ("Bosnia & Herzegovina", ["Sarajevo", "Mostar", "Tuzla", "Bihać", "Brčko", "Zenica"]),
  ]
}
