import Foundation
import Testing

/// `check` beside a real nginx.
@Suite(.enabled(if: geteuid() == 0 && Nginx.path != nil)) struct CheckNginxTests {
  @Test func namesTheLineThatMakesTheQueueShort() throws {
    let namespace = try PrivateNamespace()
    let findings = try namespace.checkedNginx(
      listen: "listen 127.0.0.1:8080 backlog=2;", connections: 5)
    #expect(findings.map { $0["cause"] } == ["accept-queue-overflow"])
    let fixes = try #require(findings.first?.members["fixes"] as? [[String: Any]])
    #expect(fixes.contains { $0["command"] as? String == "listen 127.0.0.1:8080 backlog=4096;" })
    #expect(
      fixes.contains { ($0["text"] as? String)?.contains("nginx.conf:4 asks for 2") == true },
      "\(fixes)")
  }

  @Test func aDefaultNginxHasNothingWrong() throws {
    let namespace = try PrivateNamespace()
    let findings = try namespace.checkedNginx(listen: "listen 8080;", connections: 5)
    #expect(findings.isEmpty, "\(findings.map(\.members))")
  }

  @Test func saysWhereTheConfigurationIsBroken() throws {
    let namespace = try PrivateNamespace()
    let findings = try namespace.checkedNginx(
      listen: "listen 8080;", connections: 0, afterwards: "http { server {\n secret 'x }")
    let evidence = findings.first?.members["evidence"] as? [[String: Any]]
    let text = try #require(evidence?.first?["text"] as? String)
    #expect(text.hasSuffix("nginx.conf:2:9: a quote that is not closed"), "\(text)")
  }
}

private enum Nginx {
  /// The one that `make lab-programs` has fetched.
  static let path: String? = {
    let folder = ProcessInfo.processInfo.environment["WHYRESET_LAB_PROGRAMS"] ?? ""
    let path = "\(folder)/usr/sbin/nginx"
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  static func configuration(_ listen: String, _ folder: String) -> String {
    """
    pid \(folder)/pid; error_log /dev/null;
    events {}
    http { access_log off; server {
    \(listen) } }
    """
  }

  /// Runs nginx, stops its workers, connects so often, and prints what `check` says.
  static let script = """
    import os, signal, socket, subprocess, sys, time
    program, nginx, folder, connections, afterwards = sys.argv[1:6]
    conf = folder + "/nginx.conf"
    server = subprocess.Popen([nginx, "-c", conf, "-g", "daemon off; user root;"],
      stderr=subprocess.DEVNULL, start_new_session=True)
    try:
      for _ in range(200):
        time.sleep(0.05)
        if socket.socket().connect_ex(("127.0.0.1", 8080)) == 0: break
      else: sys.exit("nginx does not listen")
      time.sleep(0.3)
      for pid in open(f"/proc/{server.pid}/task/{server.pid}/children").read().split():
        os.kill(int(pid), signal.SIGSTOP)
      if afterwards: open(conf, "w").write(afterwards)
      clients = [socket.socket() for _ in range(int(connections))]
      for client in clients:
        client.setblocking(False)
        client.connect_ex(("127.0.0.1", 8080))
      out = subprocess.run([program, "check", "--interval", "1.5", "--json"], capture_output=True)
      sys.stdout.buffer.write(out.stdout)
    finally:
      os.killpg(server.pid, signal.SIGKILL)
    """
}

extension PrivateNamespace {
  /// What `check` says of an nginx that accepts nothing and to which so many clients connect; `afterwards` is written
  /// over its configuration once it runs.
  fileprivate func checkedNginx(
    listen: String, connections: Int, afterwards: String = ""
  ) throws -> [JSONFinding] {
    let folder = FileManager.default.temporaryDirectory.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "nginx.conf")
    try Nginx.configuration(listen, folder.path).write(to: file, atomically: true, encoding: .utf8)
    let path = try #require(Nginx.path)
    let output = try pythonOutput(
      Nginx.script, [Program.path, path, folder.path, "\(connections)", afterwards])
    return try output.split(separator: "\n").map { try JSONFinding(String($0)) }
  }
}
