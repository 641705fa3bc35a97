extension GamesFacts {
  static let themes = [
    Theme(
      heroes: ["the lighthouse keeper", "a ferryman without a ferry", "the harbour pilot"],
      places: ["Lantern Bay", "the drowned coast", "the island of Skarholm"],
      things: ["letters in bottles", "brass lamps", "sea charts", "knotted ropes"],
      foes: ["the fog", "the smuggler queen", "a tide that never turns"],
      deeds: ["light the lamp", "guide ships through the reef", "read the tides"],
      nouns: ["Lighthouse", "Tide", "Harbour", "Lantern"],
      tags: ["Sailing", "Nautical", "Mystery", "Walking Simulator"]),
    Theme(
      heroes: ["a tired space trucker", "the ship's only mechanic", "navigator Ilse Varga"],
      places: ["the Perihelion Belt", "Station Nine", "the far side of Kepra"],
      things: ["fuel cells", "star maps", "cargo crates", "unpaid invoices"],
      foes: ["the toll fleet", "a rogue autopilot", "the vacuum"],
      deeds: ["haul cargo between the moons", "patch the hull", "plot a jump"],
      nouns: ["Orbit", "Cargo", "Comet", "Airlock"],
      tags: ["Space", "Sci-fi", "Trading", "Futuristic"]),
    Theme(
      heroes: ["a cellar gardener", "the spore merchant", "grandmother Odile"],
      places: ["the old wine cellar", "Mushroom Lane", "the damp quarter"],
      things: ["spores", "rare mushrooms", "compost heaps", "market permits"],
      foes: ["the great slug", "the health inspector", "dry weather"],
      deeds: ["grow mushrooms", "sell soup at the market", "cross two kinds of spores"],
      nouns: ["Mushroom", "Cellar", "Spore", "Compost"],
      tags: ["Farming Sim", "Agriculture", "Cozy", "Cooking"]),
    Theme(
      heroes: ["a knight who lost the horse", "the last herald", "squire Tamsin"],
      places: ["the kingdom of Vell", "Castle Grimwater", "the Thornwood"],
      things: ["rusty swords", "royal seals", "healing potions", "borrowed shields"],
      foes: ["the dragon of the toll bridge", "an army of skeletons", "the usurper"],
      deeds: ["storm the gates", "swear an oath", "duel at dawn"],
      nouns: ["Knight", "Castle", "Dragon", "Herald"],
      tags: ["Fantasy", "Medieval", "Swordplay", "Dragons"]),
    Theme(
      heroes: ["detective Marguerite Low", "a reporter of the evening paper", "the hotel porter"],
      places: ["Hotel Meridian", "the rain district", "Platform Thirteen"],
      things: ["fingerprints", "torn photographs", "alibis", "witness statements"],
      foes: ["the masked widow", "a murderer with good manners", "the commissioner"],
      deeds: ["question the suspects", "search the rooms", "name the murderer"],
      nouns: ["Alibi", "Suspect", "Hotel", "Clue"],
      tags: ["Detective", "Noir", "Crime", "Investigation"]),
    Theme(
      heroes: ["a small yellow robot", "unit 7B", "the repair drone"],
      places: ["the abandoned factory", "Scrapyard Delta", "the assembly line"],
      things: ["spare parts", "batteries", "magnetic boots", "punch cards"],
      foes: ["the crusher", "a swarm of nanobots", "the foreman program"],
      deeds: ["reprogram the machines", "climb the conveyor belts", "solder circuits"],
      nouns: ["Robot", "Factory", "Circuit", "Battery"],
      tags: ["Robots", "Automation", "Mechs", "Physics"]),
    Theme(
      heroes: ["a rookie driver", "the champion of '87", "the pit crew chief"],
      places: ["the coastal ring", "Monte Brava", "the ice track"],
      things: ["slick tyres", "turbochargers", "trophies", "spark plugs"],
      foes: ["the blue team", "rain on the last lap", "the hairpin bend"],
      deeds: ["drift through the corners", "tune the engine", "overtake on the straight"],
      nouns: ["Turbo", "Hairpin", "Engine", "Circuit"],
      tags: ["Driving", "Automobile Sim", "Motorsport", "Time Attack"]),
    Theme(
      heroes: ["a survivor with a radio", "the quarantine nurse", "the last bus driver"],
      places: ["the empty city", "Sector Twelve", "the shopping mall"],
      things: ["canned beans", "bandages", "petrol cans", "barricades"],
      foes: ["the infected crowd", "a horde of zombies", "the winter"],
      deeds: ["barricade the doors", "scavenge for food", "outrun the horde"],
      nouns: ["Outbreak", "Shelter", "Horde", "Quarantine"],
      tags: ["Zombies", "Survival", "Horror", "Post-apocalyptic"]),
    Theme(
      heroes: ["the new station master", "a conductor with a whistle", "signalwoman Petra"],
      places: ["the mountain railway", "Upper Grünau station", "the switching yard"],
      things: ["timetables", "tickets", "coal sacks", "signal lamps"],
      foes: ["the delay", "snow on the line", "a rival railway"],
      deeds: ["lay tracks", "run the night train on time", "switch the points"],
      nouns: ["Railway", "Timetable", "Locomotive", "Signal"],
      tags: ["Trains", "Transportation", "Logistics", "Building"]),
    Theme(
      heroes: ["a cat with a plan", "the neighbour's dog", "a pigeon of noble birth"],
      places: ["the rooftops", "the fish market", "Apartment 4C"],
      things: ["balls of wool", "stolen sardines", "cardboard boxes", "flower pots"],
      foes: ["the vacuum cleaner", "the rival cat", "bath day"],
      deeds: ["knock things off shelves", "steal sardines", "nap in the sun"],
      nouns: ["Cat", "Sardine", "Rooftop", "Whisker"],
      tags: ["Cats", "Cute", "Comedy", "Sandbox"]),
    Theme(
      heroes: ["the apprentice witch", "a talking broom", "professor Quill"],
      places: ["the academy of Ashenmoor", "the forbidden library", "the moonlit glade"],
      things: ["spell books", "cauldrons", "enchanted mirrors", "toad stones"],
      foes: ["the exam board", "a curse", "the shadow headmaster"],
      deeds: ["brew potions", "cast spells", "tame a familiar"],
      nouns: ["Witch", "Cauldron", "Spell", "Academy"],
      tags: ["Magic", "Dating Sim", "Visual Novel", "Supernatural"]),
    Theme(
      heroes: ["a fearless archaeologist", "the desert guide", "doctor Amal Reza"],
      places: ["the buried temple", "the valley of dunes", "the tomb of the ninth queen"],
      things: ["stone tablets", "golden masks", "torches", "camels"],
      foes: ["the grave robber", "an ancient trap", "a sandstorm"],
      deeds: ["dig for relics", "decipher hieroglyphs", "swing across pits"],
      nouns: ["Temple", "Relic", "Dune", "Tomb"],
      tags: ["Exploration", "Historical", "Treasure", "Parkour"]),
    Theme(
      heroes: ["the village baker", "a waiter on his first day", "chef Noodle"],
      places: ["the corner bakery", "Café Étoile", "the floating kitchen"],
      things: ["croissants", "cake orders", "recipes", "clean plates"],
      foes: ["the food critic", "the lunch rush", "a burnt oven"],
      deeds: ["bake bread", "serve hungry guests", "invent recipes"],
      nouns: ["Bakery", "Recipe", "Café", "Oven"],
      tags: ["Cooking", "Time Management", "Cozy", "Restaurant"]),
    Theme(
      heroes: [
        "the goalkeeper of a village team", "coach Ferreira", "a striker with one good shoe",
      ],
      places: ["the muddy pitch", "Stadium of the North", "the training ground"],
      things: ["transfer rumours", "shin pads", "season tickets", "silver cups"],
      foes: ["the league leader", "the referee", "extra time"],
      deeds: ["score from the corner", "train the youth team", "win the cup"],
      nouns: ["Goal", "League", "Striker", "Stadium"],
      tags: ["Football", "Team-Based", "Soccer", "Competitive"]),
  ]

  static let kinds = [
    Kind(
      genres: ["Action", "Indie"], tags: ["Platformer", "2D Platformer", "Precision Platformer"],
      sentences: [
        "Run, jump and climb through hand-made levels full of spikes and secrets.",
        "Tight controls and instant restarts make every jump a fair one.",
      ], features: ["wall jumps, double jumps and one very long jump", "a speedrun timer"]),
    Kind(
      genres: ["Strategy"], tags: ["Turn-Based Strategy", "Tactical", "Hex Grid"],
      sentences: [
        "Turn by turn you move your units over a map of hexagons and think three moves ahead.",
        "Plan your economy, sign treaties and break them when the time is right.",
      ], features: ["a campaign and endless skirmishes", "fog of war on every map"]),
    Kind(
      genres: ["RPG", "Adventure"], tags: ["Party-Based RPG", "Choices Matter", "Quests"],
      sentences: [
        "Gather a party of companions, level up their skills and equip them for long quests.",
        "Your choices in dialogue change the ending for every companion.",
      ], features: ["six classes and forty skills", "companions who quarrel"]),
    Kind(
      genres: ["Simulation", "Strategy"], tags: ["Management", "Economy", "Base Building"],
      sentences: [
        "Hire staff, balance the budget and expand from one room to a whole district.",
        "Prices rise and fall with what the other players sell on the market.",
      ], features: ["a sandbox mode without money", "graphs, for those who like graphs"]),
    Kind(
      genres: ["Casual", "Indie"], tags: ["Puzzle", "Logic", "Hidden Object"],
      sentences: [
        "Slide, rotate and combine tiles to solve puzzles that fit on one screen.",
        "There is no clock and no score, only the next puzzle and a hint when you want one.",
      ], features: ["two hundred puzzles by hand", "hints that do not spoil"]),
    Kind(
      genres: ["Action"], tags: ["Shooter", "Bullet Hell", "Arcade"],
      sentences: [
        "Dodge bullets, collect upgrades and shoot your way through waves of enemies.",
        "Chain your kills into combos and climb the world leaderboard.",
      ], features: ["twelve weapons with silly names", "boss fights that fill the screen"]),
    Kind(
      genres: ["Racing", "Sports"], tags: ["Arcade Racing", "Controller", "Split Screen"],
      sentences: [
        "Race against ghosts, friends or eleven computer opponents on wet and dry tracks.",
        "A full championship takes an evening, a single lap takes a minute.",
      ], features: ["split screen for four", "a track editor"]),
    Kind(
      genres: ["Adventure", "Indie"], tags: ["Point & Click", "Narrative", "Interactive Fiction"],
      sentences: [
        "Point, click, combine objects and talk to everybody twice.",
        "The story unfolds in five chapters, each told by somebody else.",
      ], features: ["full voice acting", "a notebook that fills itself"]),
    Kind(
      genres: ["Action", "RPG", "Indie"],
      tags: ["Action Roguelike", "Perma Death", "Dungeon Crawler"],
      sentences: [
        "Every run builds new rooms, new items and new ways to die.",
        "Death is permanent, but what you have learnt stays with you.",
      ], features: ["procedural dungeons", "daily runs with one seed for all"]),
    Kind(
      genres: ["Massively Multiplayer", "Free to Play"],
      tags: ["MMORPG", "Online Co-Op", "Crafting"],
      sentences: [
        "Meet hundreds of other players online, found guilds and craft what they need.",
        "Seasons bring new raids, and the market never closes.",
      ], features: ["guilds of up to fifty players", "crafting with three hundred recipes"]),
  ]
}
