/// What the made-up games are made of: words and sentences of our own.
///
/// A sentence holds slots in braces, which are filled by the theme and the kind of the game.
enum GamesFacts {
  static let header =
    ",AppID,Name,Release date,Required age,Price,DLC count,About the game,Supported languages,Windows,Mac,Linux,"
    + "Positive,Negative,Score rank,Developers,Publishers,Categories,Genres,Tags\n"

  /// What a game is about.
  struct Theme {
    let heroes: [String]
    let places: [String]
    let things: [String]
    let foes: [String]
    /// What one does: "you can ...".
    let deeds: [String]
    let nouns: [String]
    let tags: [String]
  }

  /// How a game is played.
  struct Kind {
    let genres: [String]
    let tags: [String]
    let sentences: [String]
    let features: [String]
  }

  static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  static let cents = [
    49, 99, 99, 199, 199, 299, 299, 399, 499, 499, 499, 599, 699, 799, 999, 999, 999, 1199, 1299,
    1499, 1499, 1799, 1999, 1999, 2499, 2999, 3999, 5999,
  ]

  static let languages = [
    "French", "German", "Spanish - Spain", "Italian", "Russian", "Simplified Chinese", "Japanese",
    "Portuguese - Brazil", "Korean", "Polish", "Turkish", "Traditional Chinese", "Dutch", "Czech",
    "Ukrainian", "Swedish", "Finnish", "Hungarian",
  ]

  static let categories = [
    "Multi-player", "Co-op", "Online Co-op", "PvP", "Shared/Split Screen", "Achievements",
    "Full controller support", "Partial controller support", "Cloud saves", "Leaderboards",
    "Trading cards", "Level editor", "Workshop", "Remote play on phone",
  ]

  static let commonTags = [
    "2D", "3D", "Atmospheric", "Colorful", "Difficult", "Family Friendly", "Funny",
    "Great Soundtrack", "Hand-drawn", "Minimalist", "Pixel Graphics", "Relaxing", "Replay Value",
    "Retro", "Short", "Singleplayer", "Story Rich", "Tutorial", "Voxel", "Wholesome",
  ]

  static let studioFirst = [
    "Amber", "Brass", "Cobalt", "Crooked", "Distant", "Eleventh", "Foggy", "Hollow", "Idle", "Kite",
    "Left-handed", "Moss", "Northward", "Paper", "Quiet", "Rusty", "Second", "Thimble", "Umber",
    "Velvet", "Wandering", "Zinc",
  ]
  static let studioSecond = [
    "Anvil", "Badger", "Bicycle", "Chimney", "Doorbell", "Engine", "Ferry", "Gull", "Harbour",
    "Kettle", "Lantern", "Marble", "Otter", "Pencil", "Radio", "Staircase", "Teapot", "Window",
  ]
  static let studioEndings = [
    "", "", "", " Games", " Games", " Studio", " Interactive", ", LLC", " Co., Ltd.", " GmbH",
    " Soft", " & Söhne", " Łódź", " 工房",
  ]

  static let adjectives = [
    "Amber", "Broken", "Clockwork", "Crimson", "Distant", "Drowned", "Electric", "Endless",
    "Fading", "Forgotten", "Frozen", "Gentle", "Gilded", "Hollow", "Hungry", "Iron", "Last",
    "Little", "Lonely", "Lost", "Lucky", "Midnight", "Mighty", "Northern", "Paper", "Patient",
    "Quiet", "Restless", "Salted", "Second", "Secret", "Silent", "Sleepy", "Stubborn", "Sunken",
    "Tiny", "Unlikely", "Velvet", "Wandering", "Winter",
  ]
  static let titleNouns = [
    "Almanac", "Archive", "Ballad", "Bargain", "Carnival", "Chapter", "Chronicle", "Circuit",
    "Company", "Compass", "Courier", "Crossing", "Detour", "Expedition", "Express", "Festival",
    "Garden", "Guild", "Harvest", "Hour", "Inn", "Journey", "Ledger", "Legend", "Letter", "Museum",
    "Orchestra", "Parade", "Promise", "Puzzle", "Riddle", "Rally", "Season", "Shift", "Signal",
    "Song", "Summer", "Tournament", "Voyage", "Workshop",
  ]
  static let subtitles = [
    "Director's Cut", "First Light", "Gold Edition", "Homecoming", "New Tides", "Origins",
    "Prologue", "Rebuilt", "The Long Way Round", "The Night Shift", "Unplugged", "Zero",
  ]
  static let numerals = ["2", "3", "II", "III", "IV", "64", "1987", "VR", "½", "HD"]
  /// Names that are no English.
  static let foreignNames = [
    "Überfahrt nach Grünau", "Le Café des Étoiles", "El Faro de la Niña", "Ночной трамвай",
    "Поезд до моря", "灯台の手紙", "小さな駅", "등대지기", "Żółta Łódka", "Çaycı", "Ævintýri", "Ο φάρος",
  ]

  /// Sentences that fit every game.
  static let openings = [
    "You are {hero}, and {place} is all that you have left.",
    "{Hero} comes to {place} and finds {things} where nobody expected them.",
    "Every morning {place} wakes a little different, and only {hero} takes notice.",
    "What would you do if {foe} stood between you and {things}?",
    "{Name} is a game about {things}, patience and {foe}.",
    "Welcome to {place}! The last one who kept order here was {hero}, and that was long ago.",
    "They told you that {place} was empty. They had not counted {foe}.",
    "A letter arrives: \"Come to {place}. Bring {things}. Tell nobody.\"",
  ]
  static let middles = [
    "Here you can {deed}, {deed} or simply watch {place} go by.",
    "Learn to {deed} before {foe} learns to do it for you.",
    "Nothing in {place} is quite as it seems; even {things} have a story to tell.",
    "The people of {place} remember what you did, whether you {deed} or look away.",
    "Some say that {hero} was seen here, with {things} in both hands — others say that it was {foe}.",
    "When night falls over {place}, {foe} comes out to look for {things}.",
    "\"If you want to {deed}, you had better be quick\", says the old map, and the old map is right.",
    "Find {things}, trade them for better {things}, and never trust {foe}.",
    "There are three ways to deal with {foe}, and two of them begin with {things}.",
    "It took us four years, one move and many cups of tea to make {place} feel like home.",
    "You start with nothing but {things} and the wish to {deed}.",
    "Choose whom to help: {hero}, {hero}, or yourself.",
    "Each chapter adds a new corner to {place}, and a new reason to {deed}.",
    "Auf Deutsch gesagt: müde Füße, große Träume und jede Menge Überraschungen.",
  ]
  static let closings = [
    "Can you {deed} before {foe} does?",
    "{Place} is waiting!",
    "No advertisements, no timers, no purchases: just {things}.",
    "Suitable for evenings alone and for weekends with friends.",
    "Please note: {name} is made by two people and a cat. Thank you for your patience™.",
    "Are you ready to {deed}?",
  ]
  static let featureTitles = ["Features:", "FEATURES", "What is in it?", "Key features:"]
  static let features = [
    "more than {number} kinds of {things}", "{number} levels in and around {place}",
    "a soundtrack of {number} minutes",
    "{number} achievements to unlock", "full controller support", "a photo mode for {place}",
    "{number} endings, one of them with {foe}", "new game plus, for those who want to {deed} again",
    "written dialogue for {hero} and {number} others",
  ]
}
