import Diagnosis
import Facts
import Foundation
import Lab
import Linux
import Testing

/// `keepalive probe` through the relay that forgets connections.
@Suite(.enabled(if: geteuid() == 0)) struct IdleProbeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let translates: Bool
    let stranger: Scenario.Relay.Stranger
    let met: String
    var testDescription: String { "\(translates ? "NAT" : "firewall"), \(met)" }
  }

  static let cases = [
    Case(translates: true, stranger: .dropped, met: "silence"),
    Case(translates: false, stranger: .reset(hopLimit: 60), met: "reset"),
  ]

  @Test(arguments: cases) func findsWhenTheRelayForgets(_ case: Case) throws {
    let relay = Scenario.Relay {
      $0.memory = .seconds(3)
      $0.translates = `case`.translates
      $0.stranger = `case`.stranger
    }
    let scenario = Scenario(
      id: "test", title: Text("test"), steps: [.wait(.milliseconds(1))],
      expected: .init(sender: .server, atLeast: .certain, error: nil),
      server: .nginx(port: 8080, keepaliveTimeout: .seconds(60)), path: .relay(relay))
    var output = ""
    _ = try TestLab.runner.run(
      scenario, family: .ipv4,
      onReady: { output = (try? Self.probe($0)) ?? "" })
    let found = try #require(
      try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    let forgets = try #require(found["forgets"] as? [String: Any], "\(output)")
    let survived = try #require(forgets["survived"] as? Double)
    let broken = try #require(forgets["broken"] as? Double)
    #expect(survived < 3.05 && broken > 2.95 && broken - survived < 0.3)
    #expect(abs((survived + broken) / 2 - 3) < 0.15)
    #expect(forgets["by"] as? String == `case`.met)
    #expect(found["closes"] is NSNull)
  }

  private static func probe(_ setup: LabSetup) throws -> String {
    let process = Foundation.Process()
    let output = Pipe()
    process.executableURL = URL(filePath: TestLab.program)
    process.arguments = [
      "keepalive", "probe", "http://\(setup.server.address):8080/", "--max", "6s", "--json",
      "--requests", "3",
    ]
    process.standardOutput = output
    let namespace = try NetworkNamespace.find(inode: setup.client.namespaces[0])
    try namespace.run { () throws(LinuxError) in
      do { try process.run() } catch { throw LinuxError.notListening("start the program") }
    }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}
