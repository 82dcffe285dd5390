import Diagnosis
import Facts
import Testing

@Suite struct FindingFilterTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let admits: Bool
    let filter: FindingFilter

    init(_ name: String, _ admits: Bool, _ change: (inout FindingFilter) -> Void) {
      testDescription = name
      self.admits = admits
      var filter = FindingFilter()
      change(&filter)
      self.filter = filter
    }
  }

  /// 0.0.0.1:40000 → 0.0.0.2:80, nginx with pid 812 at the server.
  static let finding = {
    var finding = FolderTests.finding(1)
    finding.serverProcess = Process(pid: 812, command: "nginx")
    return finding
  }()

  static let ten = AddressPrefix("10.0.0.0/8")!
  static let client = AddressPrefix("0.0.0.1")!

  @Test(arguments: [
    Case("nothing is asked for", true) { _ in },
    Case("the client's port", true) { $0.ports = [40000] },
    Case("the server's port", true) { $0.ports = [80] },
    Case("one of several ports", true) { $0.ports = [443, 80] },
    Case("another port", false) { $0.ports = [443] },
    Case("the client's address", true) { $0.addresses = [client] },
    Case("one of several addresses", true) { $0.addresses = [ten, client] },
    Case("another address", false) { $0.addresses = [ten] },
    Case("the right port and another address", false) {
      $0.ports = [80]
      $0.addresses = [ten]
    },
    Case("a process", true) { $0.pids = [1, 812] },
    Case("another process", false) { $0.pids = [1] },
    Case("a command", true) { $0.commands = ["nginx"] },
    Case("another command", false) { $0.commands = ["ngin"] },
    Case("the right command of another process", false) {
      $0.commands = ["nginx"]
      $0.pids = [1]
    },
    Case("its cause", true) { $0.causes = ["linger-zero", "port-closed"] },
    Case("another cause", false) { $0.causes = ["linger-zero"] },
    Case("an unknown cause", false) { $0.causes = ["unknown"] },
  ])
  func admitsWhatAllPropertiesAdmit(_ example: Case) {
    #expect(example.filter.admits(Self.finding) == example.admits)
  }

  @Test func aFindingWithoutACauseIsAskedForAsUnknown() {
    var filter = FindingFilter()
    filter.causes = ["unknown"]
    #expect(filter.admits(FolderTests.finding(1, cause: nil)))
  }

  @Test func whatHasNoEndsAndNoProcessesIsNoneOfThose() {
    var finding = Self.finding
    (finding.client, finding.server, finding.serverProcess) = (nil, nil, nil)
    for change in [Case("", false) { $0.ports = [80] }, Case("", false) { $0.pids = [812] }] {
      #expect(!change.filter.admits(finding))
    }
  }
}
