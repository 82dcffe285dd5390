import Diagnosis
import Facts
import Foundation
import Lab
import Linux
import Testing

/// The scenarios of the causes, as their applications see them.
@Suite(.enabled(if: geteuid() == 0)) struct CatalogScenarioTests {
  struct Case: CustomTestStringConvertible {
    let scenario: Scenario
    var testDescription: String { scenario.id }
  }

  static let cases = catalog.flatMap { cause -> [Case] in
    guard case .scenarios(let scenarios) = cause.lab else { return [] }
    return scenarios.map { Case(scenario: $0) }
  }

  @Test(arguments: cases, AddressFamily.allCases)
  func itsApplicationsSeeWhatItSays(_ item: Case, _ family: AddressFamily) throws {
    let outcome = try TestLab.runner.run(item.scenario, family: family)
    #expect(outcome.mismatches == [])
  }

  @Test(arguments: cases.filter { $0.scenario.server != .own }, AddressFamily.allCases)
  func aServerOfWhyresetsOwnStandsIn(_ item: Case, _ family: AddressFamily) throws {
    let runner = LabRunner(
      program: TestLab.program, limit: .seconds(5), settle: .milliseconds(50), servers: .absent)
    let outcome = try runner.run(item.scenario, family: family)
    #expect(outcome.mismatches == [])
    #expect(outcome.setup.notes.count == 1)
  }
}
