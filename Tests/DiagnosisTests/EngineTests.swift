import Facts
import Testing

@testable import Diagnosis

@Suite struct EngineTests {
  private static let evidence = Evidence(sent: Sample.sent("NO_SOCKET"))

  @Test func specificBeatsMechanismWhateverTheOrderOfTheCatalogue() {
    for causes in [[Mechanism.self, Specific.self], [Specific.self, Mechanism.self]]
      as [[any Cause.Type]]
    {
      #expect(diagnose(Self.evidence, among: causes).cause == "specific")
    }
  }

  @Test func aPossibleMatchNeverBeatsALikelyOne() {
    let finding = diagnose(Self.evidence, among: [PossibleExpected.self, Specific.self])
    #expect(finding.cause == "specific")
    #expect(finding.alternatives == [.init("possible-expected", .possible)])
  }

  @Test func amongPossibleMatchesPrecedenceDecides() {
    let finding = diagnose(Self.evidence, among: [PossibleMechanism.self, PossibleExpected.self])
    #expect(finding.cause == "possible-expected")
  }

  @Test func aMechanismIsNoAlternativeToItsRefinement() {
    let finding = diagnose(Self.evidence, among: [Specific.self, Mechanism.self])
    #expect(finding.confidence == .certain)
    #expect(finding.alternatives.isEmpty)
  }

  @Test func anotherMatchTakesCertaintyAway() {
    let finding = diagnose(Self.evidence, among: [Specific.self, Rival.self])
    #expect(finding.cause == "specific")
    #expect(finding.confidence == .likely)
    #expect(finding.alternatives == [.init("rival", .likely)])
  }

  @Test func aNamedAlternativeTakesCertaintyAwayOnlyIfItIsInTheCatalogue() {
    #expect(diagnose(Self.evidence, among: [Doubting.self]).confidence == .certain)
    let finding = diagnose(Self.evidence, among: [Doubting.self, Never.self])
    #expect(finding.confidence == .likely)
    #expect(finding.alternatives == [.init("never", .possible)])
  }

  @Test func withoutAMatchTheKernelsWordsAndANextStepRemain() {
    let sent = Sample.sent("ERROR", ["tcp_rcv_state_process"]) {
      $0.trigger = Sample.segment()
      $0.socket = Sample.socket(.synReceived)
    }
    for evidence in [
      Evidence(sent: sent), Evidence(sent: sent, received: Sample.received(.established)),
    ] {
      let finding = diagnose(evidence)
      #expect(finding.cause == nil && finding.confidence == nil)
      #expect(finding.evidence.map(\.value).contains("ERROR"))
      #expect(finding.kernel?.site == "tcp_rcv_state_process")
      #expect(finding.next.first?.command?.isEmpty == false)
    }
  }

  @Test func anUnknownReasonFitsNoCause() {
    let sent = Sample.aborted("BRAND_NEW_REASON", ["__tcp_close"], Sample.socket(.closed))
    #expect(diagnose(Evidence(sent: sent)).cause == nil)
  }

  @Test func aSYNACKToAConnectThatNobodyRemembersIsOnlyPossiblyCancelled() {
    let sent = Sample.sent("NO_SOCKET", by: .client) { $0.trigger = Sample.synACK }
    let finding = diagnose(Evidence(sent: sent))
    #expect(finding.cause == "connect-cancelled" && finding.confidence == .possible)
    #expect(finding.harmless == nil)
    #expect(finding.sender == .client && finding.roles == .seen && finding.error == nil)
  }
}

/// A cause with no texts, for tests of the order alone.
private protocol BareCause: Cause {}

extension BareCause {
  static var family: Family { .closing }
  static var title: Text { Text("") }
  static var explanation: Text { Text("") }
  static var mechanism: Text { Text("") }
  static var needs: [Need] { [] }
  static var fixes: [Fix] { [] }
  static var wrongFixes: [WrongFix] { [] }
  static var lookAlikes: [LookAlike] { [] }
  static var references: [String] { [] }
  static var lab: LabRecipe { .notReproducible(because: Text("")) }
  static var examples: [Example] { [] }
}

private enum Mechanism: BareCause {
  static let id = "mechanism"
  static let precedence = Precedence.mechanism
  static func match(_ evidence: Evidence) -> Match? { Match(.certain, because: []) }
}

private enum Specific: BareCause {
  static let id = "specific"
  static let precedence = Precedence.specific
  static let refines = ["mechanism"]
  static func match(_ evidence: Evidence) -> Match? { Match(.certain, because: []) }
}

private enum Rival: BareCause {
  static let id = "rival"
  static let precedence = Precedence.idle
  static func match(_ evidence: Evidence) -> Match? { Match(.certain, because: []) }
}

private enum Doubting: BareCause {
  static let id = "doubting"
  static let precedence = Precedence.specific
  static func match(_ evidence: Evidence) -> Match? {
    Match(.certain, because: [], alternatives: ["never", "doubting"])
  }
}

private enum Never: BareCause {
  static let id = "never"
  static let precedence = Precedence.forged
  static func match(_ evidence: Evidence) -> Match? { nil }
}

private enum PossibleExpected: BareCause {
  static let id = "possible-expected"
  static let precedence = Precedence.expected
  static func match(_ evidence: Evidence) -> Match? { Match(.possible, because: []) }
}

private enum PossibleMechanism: BareCause {
  static let id = "possible-mechanism"
  static let precedence = Precedence.mechanism
  static func match(_ evidence: Evidence) -> Match? { Match(.possible, because: []) }
}
