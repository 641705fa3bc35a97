import Engine
import Testing

struct JobIDTests {
  @Test(arguments: [
    ("job_id_7", 7), ("7", 7), ("job_id_123456789012345678", 123_456_789_012_345_678),
  ])
  func `a number with or without its prefix is an id`(text: String, number: Int) {
    #expect(JobID(text.utf8)?.number == number)
  }

  @Test(arguments: [
    "", "job_id_", "job_id_0", "0", "07", "job_id_07", "-1", "+1", " 1", "1 ", "1.0", "abc",
    "JOB_ID_7", "job_id_7x", "job_id_job_id_7", "1234567890123456789", "99999999999999999999",
    "job_id_7/..", "٧",
  ])
  func `anything else is none`(text: String) {
    #expect(JobID(text.utf8) == nil)
  }

  @Test func `an id is found again in the name of its file`() {
    #expect(JobID(7).fileName == "job_id_7.json")
    #expect(JobID(fileName: "job_id_7.json")?.number == 7)
    for name in [
      "7.json", "job_id_7", "job_id_7.json.bak", ".job_id_7.json.1.2.draft", "job_id_.json",
    ] {
      #expect(JobID(fileName: name) == nil)
    }
    #expect(JobID(6) < JobID(7))
  }
}
