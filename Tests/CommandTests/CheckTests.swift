import Foundation
import Testing

/// `check` on real hosts: network namespaces with and without something wrong.
@Suite(.enabled(if: geteuid() == 0)) struct CheckCommandTests {
  @Test func aFreshNamespaceHasNothingWrong() throws {
    let namespace = try PrivateNamespace()
    let result = try Program.run("check", "--netns", namespace.name)
    #expect(result.output.hasPrefix("Nothing wrong found"), "\(result.output)")
    #expect(result.status == 0 && result.errors.isEmpty)
  }

  @Test func namesTheListenerThatOverflows() throws {
    let namespace = try PrivateNamespace()
    let script = """
      import socket, subprocess, sys
      server = socket.create_server(("127.0.0.1", 8080), backlog=1)
      clients = [socket.socket() for _ in range(4)]
      for client in clients:
        client.setblocking(False)
        client.connect_ex(("127.0.0.1", 8080))
      run = subprocess.run(["\(Program.path)", "check", "--interval", "1.5", "--json"], capture_output=True)
      sys.stdout.buffer.write(run.stdout)
      """
    let output = try namespace.pythonOutput(script)
    let findings = try output.split(separator: "\n").map { try JSONFinding(String($0)) }
    #expect(findings.count == 1)
    let finding = try #require(findings.first)
    #expect(finding["cause"] == "accept-queue-overflow" && finding["kind"] == "failure")
    #expect(finding["confidence"] == "certain" && finding["server"] == "127.0.0.1:8080")
    let process = finding.members["serverProcess"] as? [String: Any]
    #expect(process?["command"] as? String == "python3")
  }

  @Test func tellsHarmfulParametersOfANamespace() throws {
    let namespace = try PrivateNamespace()
    try namespace.python(
      "open('/proc/sys/net/ipv4/tcp_abort_on_overflow', 'w').write('1')")
    let result = try Program.run("check", "--netns", namespace.name, "--lang", "zh")
    #expect(result.status == 1)
    #expect(result.output.contains("sysctl -w net.ipv4.tcp_abort_on_overflow=0"))
  }

  @Test(arguments: [["--interval", "0"], ["--interval", "x"], ["--netns", "no-such"]])
  func refusesWhatItCannotUse(_ arguments: [String]) throws {
    let result = try Program.run(["check"] + arguments)
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("whyreset: "))
  }

  @Test func looksWithoutRootAndSaysWhatItMissed() throws {
    let result = try Program.run(
      ["check"], as: ["/usr/sbin/runuser", "-u", "nobody", "--"])
    #expect([0, 1].contains(result.status), "\(result.errors)")
  }
}
