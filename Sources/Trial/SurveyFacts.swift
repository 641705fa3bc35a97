// What the generator knows of the CDC table "Nutrition, Physical Activity, and Obesity - Behavioral Risk Factor Surveillance
// System": its columns, questions, places and strata as they stand there, with figures of their usual size.

/// One of the nine questions of the table.
struct SurveyQuestion {
  let subject: String
  let topic: String
  let text: String
  let subjectID: String
  let topicID: String
  let questionID: String
  /// The usual answer, and by how much it moves in a year, both in tenths of a percent.
  let usualTenths: Int
  let yearlyTenths: Int
  /// The years in which it was asked.
  let years: [Int]
}

/// A state, a territory or the whole nation.
struct SurveyPlace {
  let abbreviation: String
  let name: String
  let number: Int
  /// Latitude and longitude as the table writes them; empty for the nation.
  let centre: String
  /// How many people were asked there in a year.
  let asked: Int

  init(_ abbreviation: String, _ name: String, _ number: Int, _ centre: String, asked: Int = 0) {
    self.abbreviation = abbreviation
    self.name = name
    self.number = number
    self.centre = centre
    self.asked = asked
  }
}

/// One of the groups into which people are divided.
struct SurveyStratum {
  let category: String
  let name: String
  let categoryID: String
  let stratumID: String
  /// The share of the people asked that falls into it, and how often its sample is too small to be published, in thousandths.
  let share: Int
  let silent: Int

  init(
    _ category: String, _ name: String, _ categoryID: String, _ stratumID: String, share: Int,
    silent: Int
  ) {
    self.category = category
    self.name = name
    self.categoryID = categoryID
    self.stratumID = stratumID
    self.share = share
    self.silent = silent
  }
}

enum SurveyFacts {
  /// The table's 33 column names; the blank after `High_Confidence_Limit` is the table's own.
  static let header =
    "YearStart,YearEnd,LocationAbbr,LocationDesc,Datasource,Class,Topic,Question,Data_Value_Unit,"
    + "Data_Value_Type,Data_Value,Data_Value_Alt,Data_Value_Footnote_Symbol,Data_Value_Footnote,"
    + "Low_Confidence_Limit,High_Confidence_Limit ,Sample_Size,Total,Age(years),Education,Gender,"
    + "Income,Race/Ethnicity,GeoLocation,ClassID,TopicID,QuestionID,DataValueTypeID,LocationID,"
    + "StratificationCategory1,Stratification1,StratificationCategoryId1,StratificationID1\n"

  static let source = "Behavioral Risk Factor Surveillance System"
  static let footnote = "~,Data not available because sample size is insufficient."
  static let firstYear = 2011

  /// The columns `Total` to `Race/Ethnicity`, one per category, in the table's order.
  static let categories = [
    "Total", "Age (years)", "Education", "Gender", "Income", "Race/Ethnicity",
  ]

  static let questions: [SurveyQuestion] = {
    let every = Array(firstYear...2022)
    let odd = [2011, 2013, 2015, 2017, 2019]
    return [
      activity(
        "Percent of adults who achieve at least 150 minutes a week of moderate-intensity aerobic "
          + "physical activity or 75 minutes a week of vigorous-intensity aerobic activity "
          + "(or an equivalent combination)", "Q043", 505, yearly: 0, odd),
      activity(
        "Percent of adults who achieve at least 150 minutes a week of moderate-intensity aerobic "
          + "physical activity or 75 minutes a week of vigorous-intensity aerobic physical "
          + "activity and engage in muscle-strengthening activities on 2 or more days a week",
        "Q044", 207, yearly: 2, odd),
      activity(
        "Percent of adults who achieve at least 300 minutes a week of moderate-intensity aerobic "
          + "physical activity or 150 minutes a week of vigorous-intensity aerobic activity "
          + "(or an equivalent combination)", "Q045", 315, yearly: 3, odd),
      activity(
        "Percent of adults who engage in muscle-strengthening activities on 2 or more days a week",
        "Q046", 305, yearly: 6, odd),
      activity(
        "Percent of adults who engage in no leisure-time physical activity",
        "Q047", 256, yearly: -2, every),
      weight(
        "Percent of adults aged 18 years and older who have obesity", "Q036", 285, yearly: 5, every),
      weight(
        "Percent of adults aged 18 years and older who have an overweight classification",
        "Q037", 354, yearly: -1, every),
      food(
        "Percent of adults who report consuming fruit less than one time daily",
        "Q018", 385, yearly: 2, [2017, 2019, 2021]),
      food(
        "Percent of adults who report consuming vegetables less than one time daily",
        "Q019", 205, yearly: 1, [2017, 2019, 2021]),
    ]
  }()

  private static func activity(
    _ text: String, _ id: String, _ usual: Int, yearly: Int, _ years: [Int]
  ) -> SurveyQuestion {
    SurveyQuestion(
      subject: "Physical Activity", topic: "Physical Activity - Behavior", text: text,
      subjectID: "PA", topicID: "PA1", questionID: id, usualTenths: usual, yearlyTenths: yearly,
      years: years)
  }

  private static func weight(
    _ text: String, _ id: String, _ usual: Int, yearly: Int, _ years: [Int]
  ) -> SurveyQuestion {
    SurveyQuestion(
      subject: "Obesity / Weight Status", topic: "Obesity / Weight Status", text: text,
      subjectID: "OWS", topicID: "OWS1", questionID: id, usualTenths: usual, yearlyTenths: yearly,
      years: years)
  }

  private static func food(
    _ text: String, _ id: String, _ usual: Int, yearly: Int, _ years: [Int]
  ) -> SurveyQuestion {
    SurveyQuestion(
      subject: "Fruits and Vegetables", topic: "Fruits and Vegetables - Behavior", text: text,
      subjectID: "FV", topicID: "FV1", questionID: id, usualTenths: usual, yearlyTenths: yearly,
      years: years)
  }

  static let places: [SurveyPlace] = [
    .init("AL", "Alabama", 1, "(32.840571122, -86.631860762)", asked: 6_800),
    .init("AK", "Alaska", 2, "(64.845079957001, -147.722059036)", asked: 3_600),
    .init("AZ", "Arizona", 4, "(34.86597028, -111.763811277)", asked: 8_900),
    .init("AR", "Arkansas", 5, "(34.748650124, -92.274490743)", asked: 5_100),
    .init("CA", "California", 6, "(37.638640123, -120.999999538)", asked: 11_200),
    .init("CO", "Colorado", 8, "(38.843840757, -106.133610921)", asked: 12_300),
    .init("CT", "Connecticut", 9, "(41.56266102, -72.649840952)", asked: 9_100),
    .init("DE", "Delaware", 10, "(39.008830667, -75.577741168)", asked: 4_400),
    .init("DC", "District of Columbia", 11, "(38.890371385, -77.031961127)", asked: 3_900),
    .init("FL", "Florida", 12, "(28.932040377, -81.928960539)", asked: 14_600),
    .init("GA", "Georgia", 13, "(32.839681093, -83.627580346)", asked: 7_200),
    .init("HI", "Hawaii", 15, "(21.304850435, -157.857749403)", asked: 7_600),
    .init("ID", "Idaho", 16, "(43.682630005, -114.363730042)", asked: 5_400),
    .init("IL", "Illinois", 17, "(40.485010283, -88.997710178)", asked: 5_200),
    .init("IN", "Indiana", 18, "(39.766910452, -86.149960194)", asked: 9_800),
    .init("IA", "Iowa", 19, "(42.469400913, -93.816490556)", asked: 8_300),
    .init("KS", "Kansas", 20, "(38.3477403, -98.200781227)", asked: 16_400),
    .init("KY", "Kentucky", 21, "(37.645970271, -84.774971048)", asked: 9_000),
    .init("LA", "Louisiana", 22, "(31.312660644, -92.445680071)", asked: 5_300),
    .init("ME", "Maine", 23, "(45.254228894, -68.985031336)", asked: 9_700),
    .init("MD", "Maryland", 24, "(39.290580964, -76.609260111)", asked: 14_900),
    .init("MA", "Massachusetts", 25, "(42.27687047, -72.082690675)", asked: 11_000),
    .init("MI", "Michigan", 26, "(44.661319543, -84.71439027)", asked: 10_200),
    .init("MN", "Minnesota", 27, "(46.355648736, -94.794200503)", asked: 16_100),
    .init("MS", "Mississippi", 28, "(32.745510099, -89.538030825)", asked: 5_600),
    .init("MO", "Missouri", 29, "(38.635790776, -92.566300053)", asked: 7_400),
    .init("MT", "Montana", 30, "(47.066528972, -109.424420645)", asked: 6_500),
    .init("NE", "Nebraska", 31, "(41.641040988, -99.365720623)", asked: 16_000),
    .init("NV", "Nevada", 32, "(39.49324039, -117.071840564)", asked: 3_700),
    .init("NH", "New Hampshire", 33, "(43.655950113, -71.500360920)", asked: 6_200),
    .init("NJ", "New Jersey", 34, "(40.130570048, -74.273691288)", asked: 11_300),
    .init("NM", "New Mexico", 35, "(34.520880952, -106.240580985)", asked: 6_700),
    .init("NY", "New York", 36, "(42.827001032, -75.543970427)", asked: 19_800),
    .init("NC", "North Carolina", 37, "(35.466220975, -79.159250463)", asked: 6_600),
    .init("ND", "North Dakota", 38, "(47.475319779, -100.118421049)", asked: 5_900),
    .init("OH", "Ohio", 39, "(40.060210141, -82.404260056)", asked: 12_500),
    .init("OK", "Oklahoma", 40, "(35.472031356, -97.521070214)", asked: 6_900),
    .init("OR", "Oregon", 41, "(44.567449424, -120.155031326)", asked: 5_700),
    .init("PA", "Pennsylvania", 42, "(40.793730152, -77.860700294)", asked: 8_800),
    .init("RI", "Rhode Island", 44, "(41.708280193, -71.522470314)", asked: 5_800),
    .init("SC", "South Carolina", 45, "(33.998821303, -81.045371207)", asked: 10_400),
    .init("SD", "South Dakota", 46, "(44.353130053, -100.373530637)", asked: 7_000),
    .init("TN", "Tennessee", 47, "(35.68094058, -85.774490914)", asked: 5_500),
    .init("TX", "Texas", 48, "(31.827240407, -99.426770206)", asked: 12_000),
    .init("UT", "Utah", 49, "(39.360700171, -111.587130635)", asked: 11_500),
    .init("VT", "Vermont", 50, "(43.625381239, -72.517640791)", asked: 6_400),
    .init("VA", "Virginia", 51, "(37.542680674, -78.457890463)", asked: 9_300),
    .init("WA", "Washington", 53, "(47.522278629, -120.47001079)", asked: 13_800),
    .init("WV", "West Virginia", 54, "(38.665510202, -80.712640135)", asked: 6_000),
    .init("WI", "Wisconsin", 55, "(44.393191174, -89.816370742)", asked: 6_300),
    .init("WY", "Wyoming", 56, "(43.235541343, -108.109830353)", asked: 5_050),
    .init("US", "National", 59, "", asked: 440_000),
    .init("GU", "Guam", 66, "(13.444304, 144.793731)", asked: 1_900),
    .init("PR", "Puerto Rico", 72, "(18.220833, -66.590149)", asked: 5_150),
    .init("VI", "Virgin Islands", 78, "(18.335765, -64.896335)", asked: 1_300),
  ]

  static let strata: [SurveyStratum] = [
    .init("Total", "Total", "OVR", "OVERALL", share: 1000, silent: 4),
    .init("Age (years)", "18 - 24", "AGEYR", "AGEYR1824", share: 60, silent: 12),
    .init("Age (years)", "25 - 34", "AGEYR", "AGEYR2534", share: 105, silent: 10),
    .init("Age (years)", "35 - 44", "AGEYR", "AGEYR3544", share: 125, silent: 10),
    .init("Age (years)", "45 - 54", "AGEYR", "AGEYR4554", share: 165, silent: 10),
    .init("Age (years)", "55 - 64", "AGEYR", "AGEYR5564", share: 215, silent: 8),
    .init("Age (years)", "65 or older", "AGEYR", "AGEYR65PLUS", share: 330, silent: 8),
    .init("Education", "Less than high school", "EDU", "EDUHS", share: 75, silent: 12),
    .init("Education", "High school graduate", "EDU", "EDUHSGRAD", share: 280, silent: 8),
    .init(
      "Education", "Some college or technical school", "EDU", "EDUCOTEC", share: 275, silent: 8),
    .init("Education", "College graduate", "EDU", "EDUCOGRAD", share: 370, silent: 8),
    .init("Gender", "Male", "GEN", "MALE", share: 430, silent: 6),
    .init("Gender", "Female", "GEN", "FEMALE", share: 570, silent: 6),
    .init("Income", "Less than $15,000", "INC", "INCLESS15", share: 90, silent: 12),
    .init("Income", "$15,000 - $24,999", "INC", "INC1525", share: 145, silent: 10),
    .init("Income", "$25,000 - $34,999", "INC", "INC2535", share: 95, silent: 10),
    .init("Income", "$35,000 - $49,999", "INC", "INC3550", share: 125, silent: 10),
    .init("Income", "$50,000 - $74,999", "INC", "INC5075", share: 140, silent: 10),
    .init("Income", "$75,000 or greater", "INC", "INC75PLUS", share: 265, silent: 8),
    .init("Income", "Data not reported", "INC", "INCNR", share: 140, silent: 10),
    .init("Race/Ethnicity", "Non-Hispanic White", "RACE", "RACEWHT", share: 760, silent: 15),
    .init("Race/Ethnicity", "Non-Hispanic Black", "RACE", "RACEBLK", share: 80, silent: 210),
    .init("Race/Ethnicity", "Hispanic", "RACE", "RACEHIS", share: 75, silent: 110),
    .init("Race/Ethnicity", "Asian", "RACE", "RACEASN", share: 22, silent: 460),
    .init(
      "Race/Ethnicity", "Hawaiian/Pacific Islander", "RACE", "RACEHPI", share: 4, silent: 790),
    .init(
      "Race/Ethnicity", "American Indian/Alaska Native", "RACE", "RACENAA", share: 16, silent: 390),
    .init("Race/Ethnicity", "2 or more races", "RACE", "RACE2PLUS", share: 20, silent: 270),
    .init("Race/Ethnicity", "Other", "RACE", "RACEOTH", share: 8, silent: 430),
  ]
}
