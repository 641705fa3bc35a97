import Foundation
import Testing

@testable import Statistics

struct StudentDistributionTests {
  private let degrees = [1e-8, 0.01, 0.3, 0.99, 1, 2, 3.5, 10, 100, 8_191, 8_193, 1e8, 1e12, 1e17]

  @Test func `with one degree of freedom it is the distribution of Cauchy`() {
    let student = StudentDistribution(degreesOfFreedom: 1)
    for t in [-1e300, -5, -1e-9, 0, 0.5, 1, 7, 1e8, 1e299] {
      let expected = atan2(1, t) / Double.pi
      #expect(abs(student.upperTail(t) / expected - 1) <= 1e-14, "\(t)")
    }
  }

  @Test func `with two and four it has closed forms`() {
    for t in stride(from: -6, through: 6, by: 0.1) {
      let two = 0.5 + t / (2 * (2 + t * t).squareRoot())
      #expect(abs(StudentDistribution(degreesOfFreedom: 2).cumulative(t) - two) <= 1e-15)
      let s = t / (4 + t * t).squareRoot()
      let four = 0.5 + 0.75 * (s - s * s * s / 3)
      #expect(abs(StudentDistribution(degreesOfFreedom: 4).cumulative(t) - four) <= 1e-15)
    }
  }

  @Test func `both sides add up to one and mirror each other`() {
    for degrees in degrees {
      let student = StudentDistribution(degreesOfFreedom: degrees)
      for t in [0, 1e-12, 0.1, 1, 1.7, 3, 20, 1e5] {
        #expect(abs(student.cumulative(t) + student.upperTail(t) - 1) <= 2e-16)
        #expect(student.cumulative(-t) == student.upperTail(t))
        #expect(student.twoSidedTail(-t) == student.twoSidedTail(t))
        #expect(abs(student.twoSidedTail(t) - 2 * student.upperTail(t)) <= 1e-300)
      }
    }
  }

  @Test func `the tail falls with t, and with the degrees of freedom far out`() {
    for degrees in degrees {
      let student = StudentDistribution(degreesOfFreedom: degrees)
      let next = StudentDistribution(degreesOfFreedom: degrees * 2)
      var last = 1.0
      for step in 0...400 {
        let t = Double(step) / 10
        let tail = student.twoSidedTail(t)
        #expect(tail <= last * (1 + 1e-13), "\(degrees) \(t)")
        #expect(next.twoSidedTail(t) <= tail * (1 + 1e-13), "\(degrees) \(t)")
        last = tail
      }
    }
  }

  @Test func `with many degrees of freedom it is the normal distribution`() {
    for degrees in [4.99e18, 5.01e18, 1e200, .infinity] {
      let student = StudentDistribution(degreesOfFreedom: degrees)
      for t in [0, 0.1, 1, 5, 20, 37] {
        let normal = NormalDistribution.twoSidedTail(t)
        #expect(abs(student.twoSidedTail(t) - normal) <= 3e-13 * normal, "\(degrees) \(t)")
      }
    }
  }

  @Test func `an infinite t has no tail, and outside the domain is no number`() {
    let student = StudentDistribution(degreesOfFreedom: 5)
    #expect(student.upperTail(.infinity) == 0)
    #expect(student.upperTail(-.infinity) == 1)
    #expect(student.cumulative(.infinity) == 1)
    #expect(student.twoSidedTail(-.infinity) == 0)
    #expect(student.twoSidedTail(0) == 1)
    #expect(student.twoSidedTail(Double.leastNonzeroMagnitude) == 1)
    #expect(student.cumulative(.nan).isNaN)
    for degrees in [0, 1e-100, -1, -Double.infinity, .nan] {
      #expect(StudentDistribution(degreesOfFreedom: degrees).upperTail(1).isNaN)
    }
  }

  @Test func `every size of t has an answer between 0 and 1`() {
    for degrees in degrees + [1e-99, 1e-50, 4.9e18, 1e300] {
      for exponent in -320...308 {
        let tail = StudentDistribution(degreesOfFreedom: degrees).twoSidedTail(
          pow(10, Double(exponent)))
        #expect((0...1).contains(tail), "\(degrees) \(exponent)")
      }
    }
  }
}
