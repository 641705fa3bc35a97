import HTTP
import JSON
import Testing

@testable import API

/// Games for tests, and a site that has them.
enum GameSamples {
  static let header =
    "AppID,Name,Release date,Required age,Price,DLC count,About the game,Supported languages,"
    + "Windows,Mac,Linux,Positive,Negative,Score rank,Developers,Publishers,Categories,Genres,Tags\n"

  static let rows = """
    20200,Galactic Bowling,"Oct 21, 2008",0,19.99,0,Bowling in space with planets,['English'],True,False,False,6,11,,Perpetual,Perpetual,Multi-player,Casual,Bowling
    655370,Train Bandit,"Oct 12, 2017",0,0.99,0,Bandits on a train,"['English', 'French']",True,True,False,53,5,,Rusty,Wild,Single-player,Action,Western
    1732930,Jolt Project,"Nov 17, 2021",0,4.99,2,A robot in space jumps over planets,['English'],True,False,False,0,0,98,Campion,Campion,Single-player,Action,Space
    1355720,Henosis,"May 2020",18,5.99,0,Lonely planets and space puzzles,['French'],True,True,True,3,0,,Odd,Odd,Single-player,Casual,Puzzle
    1139950,Two Weeks,sometime,0,0,0,Farming and potatoes,['English'],False,True,False,50,8,,Farm,Farm,Single-player,Indie,Farming

    """

  static let csv = header + rows

  static func site() throws -> Site {
    let site = try Site()
    try site.put(csv, as: "games.csv")
    return site
  }
}

extension Site {
  /// The error that the games service tells, if that is the whole body.
  func gamesError(_ target: String) throws -> String? {
    let value = try ask(.get, target).value()
    guard case .object(let members) = value, members.count == 1,
      case .string(let text)? = value["error"]
    else { return nil }
    return text
  }
}
