import Foundation
import Testing

/// `run`: a command that does not notice, and findings of its processes alone.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct RunTests {
  private let namespace: PrivateNamespace

  init() throws { namespace = try PrivateNamespace() }

  private func run(
    _ command: String..., options: [String] = [], environment: [String: String] = [:]
  ) throws -> Program.Result {
    try Program.run(
      ["run"] + options + ["--"] + command, environment: environment, as: namespace.prefix)
  }

  private func findings(_ result: Program.Result) throws -> [JSONFinding] {
    try result.errors.split(separator: "\n").map { try JSONFinding(String($0)) }
  }

  @Test(arguments: [("exit 0", 0), ("exit 7", 7), ("kill -TERM $$", 143), ("kill -KILL $$", 137)])
  func passesTheExitStatusOn(_ script: String, _ status: Int32) throws {
    let result = try run("sh", "-c", script)
    #expect(result.status == status)
    #expect(result.output.isEmpty && result.errors.isEmpty)
  }

  @Test(arguments: [("/nonexistent/x", 127), ("nonesuch-command", 127), ("/etc/passwd", 126)])
  func saysWhatCannotBeRun(_ command: String, _ status: Int32) throws {
    let result = try run(command)
    #expect(result.status == status)
    #expect(result.errors.hasPrefix("whyreset: cannot run \(command): "))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func leavesItsStreamsAlone() throws {
    let prefix = namespace.prefix + ["sh", "-c"]
    let script =
      "printf 'a\\0b' | \"$0\" run -- sh -c 'cat; echo mine >&2; exit 3' | od -An -c; echo end"
    let result = try Program.run([], as: prefix + [script])
    #expect(result.output.split(separator: " ").joined() == "a\\0b\nend\n")
    #expect(result.errors == "mine\n")
  }

  /// The same script directly and through `run`, from one shell.
  @Test func handsOnDescriptorsAndSignalsAsTheyWere() throws {
    let look = "grep -E 'Sig(Blk|Ign)' /proc/self/status; ls /proc/self/fd; echo --"
    let script = "trap '' USR2; exec 7</dev/null; sh -c \"$1\"; \"$0\" run -- sh -c \"$1\""
    let result = try Program.run([look], as: namespace.prefix + ["sh", "-c", script])
    let halves = result.output.components(separatedBy: "--\n")
    #expect(halves.count == 3 && halves[0] == halves[1])
    #expect(halves[0].contains("\n7\n"))
  }

  @Test func tellsTheCommandsOwnReset() throws {
    let result = try run("python3", "-c", Script.refusal(port: 9), options: ["--json"])
    #expect(result.status == 0 && result.output.isEmpty)
    let all = try findings(result)
    #expect(all.map { $0["cause"] } == ["port-closed"])
    #expect(all.first?["server"] == "127.0.0.1:9")
  }

  @Test func tellsNothingOfOtherProcesses() throws {
    let running = try Running(
      ["run", "--json", "--", "sh", "-c", "echo ready >&2; sleep 1.5; \(refusalInShell(11))"],
      as: namespace.prefix)
    #expect(running.waitForError("ready"))
    for _ in 0..<5 { try namespace.python(Script.refusal(port: 10)) }
    let lines = running.wait().errors.split(separator: "\n").dropFirst()
    #expect(try lines.map { try JSONFinding(String($0))["server"] } == ["127.0.0.1:11"])
  }

  /// The grandchild leaves the session, its parent ends, and it is judged after its own end.
  @Test func followsDaemonsAndThoseThatAreGone() throws {
    let daemon = "(setsid sh -c \"sleep 0.3; \(refusalInShell(12))\" &) ; sleep 1"
    let result = try run("sh", "-c", daemon, options: ["--json"])
    #expect(try findings(result).map { $0["server"] } == ["127.0.0.1:12"])
  }

  /// As in a container: the numbers that this program sees are not those of the kernel's events.
  @Test func followsTheCommandInAPIDNamespaceOfItsOwn() throws {
    let result = try Program.run(
      ["run", "--json", "--", "python3", "-c", Script.refusal(port: 9)],
      as: namespace.prefix + ["unshare", "--pid", "--fork", "--mount-proc"])
    #expect(try findings(result).map { $0["server"] } == ["127.0.0.1:9"])
  }

  @Test func tellsTheResetOfAServerThatItRuns() throws {
    let server = """
      import socket
      s = socket.create_server(("127.0.0.1", 8000)); print("ready", flush=True)
      c, _ = s.accept(); c.recv(1); c.close()
      """
    let running = try Running(
      ["run", "--json", "--", "python3", "-c", server], as: namespace.prefix)
    for _ in 0..<500 where !running.outputSoFar.contains("ready") { usleep(10_000) }
    try namespace.python(
      "import socket; c = socket.create_connection(('127.0.0.1', 8000)); c.send(b'ab'); c.recv(1)")
    let result = running.wait()
    #expect(try findings(result).map { $0["cause"] } == ["unread-data-at-close"])
  }

  @Test func aTerminationSignalIsPassedOn() throws {
    let running = try Running(
      [
        "run", "--", "sh", "-c", "trap 'exit 5' TERM; echo ready >&2; while :; do sleep 0.05; done",
      ],
      as: namespace.prefix)
    #expect(running.waitForError("ready"))
    kill(running.pid, SIGTERM)
    #expect(running.wait().status == 5)
  }

  /// Ctrl-C at a terminal goes to the whole process group; the command must get it once.
  @Test func controlCReachesTheCommandOnce() throws {
    let command = """
      import signal, time
      got = []
      signal.signal(signal.SIGINT, lambda *_: got.append(1))
      print("ready", flush=True)
      time.sleep(0.5)
      print("got", len(got), flush=True)
      raise SystemExit(4)
      """
    let terminal = """
      import os, pty, sys
      pid, fd = pty.fork()
      if pid == 0: os.execv(sys.argv[1], [sys.argv[1], "run", "--", "python3", "-c", sys.argv[2]])
      seen = b""
      while b"ready" not in seen: seen += os.read(fd, 1000)
      os.write(fd, b"\\x03")
      while b"got" not in seen or not seen.endswith(b"\\n"): seen += os.read(fd, 1000)
      print(seen.decode()); print("status", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      """
    let result = try Program.run([command], as: namespace.prefix + ["python3", "-c", terminal])
    #expect(result.output.contains("got 1"))
    #expect(result.output.contains("status 4"))
  }

  @Test func findingsGoToAFileIfAskedFor() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "whyreset-\(UUID()).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try run(
      "python3", "-c", Script.refusal(port: 9), options: ["--json", "--output", file.path])
    #expect(result.errors.isEmpty && result.output.isEmpty)
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(try JSONFinding(text)["cause"] == "port-closed")
  }

  @Test func aFullDiskBehindTheFileEndsNothing() throws {
    let command = Script.refusal(port: 9) + "\nprint('done'); raise SystemExit(6)"
    let result = try run("python3", "-c", command, options: ["--output", "/dev/full"])
    #expect(result.status == 6 && result.output == "done\n")
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(result.errors.contains("No space left on device"))
  }

  @Test func aFileThatCannotBeWrittenIsToldBeforeTheCommandRuns() throws {
    let result = try run("echo", "ran", options: ["--output", "/nonexistent/file"])
    #expect(result.status == 3 && result.output.isEmpty)
  }

  @Test func whoCannotWatchDoesNotRunTheCommand() throws {
    let result = try Program.run("run", "--", "echo", "ran", as: RightsTests.asNobody)
    #expect(result.status == 3 && result.output.isEmpty)
    #expect(result.errors.contains("root"))
  }

  @Test(arguments: [["run"], ["run", "--"], ["run", "--nonesuch", "--", "true"]])
  func wrongUsageRunsNothing(_ arguments: [String]) throws {
    #expect(try Program.run(arguments).status == 2)
  }

  /// Python without quotation marks: str() is the address of this host.
  private func refusalInShell(_ port: Int) -> String {
    "python3 -c 'import socket; socket.socket().connect_ex((str(), \(port)))'"
  }
}

/// Under sudo, the command is the caller's.
@Suite(.enabled(if: geteuid() == 0)) struct RunUnderSudoTests {
  private static let sudo = [
    "SUDO_UID": "65534", "SUDO_GID": "65534", "SUDO_USER": "nobody", "SUDO_COMMAND": "x",
    "HOME": "/root", "USER": "root", "LOGNAME": "root",
  ]
  private static let script =
    "id -u; id -g; id -G; echo $HOME $USER $LOGNAME; env | grep -c ^SUDO_; grep CapEff /proc/self/status"

  @Test func theCommandRunsAsTheCallerWithNoRightsLeft() throws {
    let result = try Program.run(
      ["run", "--", "sh", "-c", Self.script], environment: Self.sudo)
    let home = String(cString: getpwuid(65534).pointee.pw_dir)
    let name = String(cString: getpwuid(65534).pointee.pw_name)
    #expect(
      result.lines == [
        "65534", "65534", "65534", "\(home) \(name) \(name)", "0", "CapEff:\t0000000000000000",
      ])
  }

  @Test func rootIsKeptIfAskedFor() throws {
    let result = try Program.run(
      ["run", "--as-root", "--", "sh", "-c", Self.script], environment: Self.sudo)
    #expect(result.lines.first == "0" && result.lines.contains("/root root root"))
  }

  @Test func aCallerWithoutAnAccountKeepsTheNumbers() throws {
    let result = try Program.run(
      ["run", "--", "sh", "-c", "id -u; id -G; echo ${HOME-none}"],
      environment: ["SUDO_UID": "54321", "SUDO_GID": "54322"])
    #expect(result.lines == ["54321", "54322", "none"])
  }

  @Test(arguments: ["x", "-1", "4294967296", ""])
  func aCallerThatIsNotToldIsNotTakenForRoot(_ uid: String) throws {
    let result = try Program.run(
      ["run", "--", "echo", "ran"], environment: ["SUDO_UID": uid, "SUDO_GID": "1"])
    #expect(result.status == 126 && result.output.isEmpty)
    #expect(result.errors.contains("SUDO_UID"))
  }

  @Test func whoMayNotReadTheCommandMayNotRunIt() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "whyreset-\(UUID())")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("#!/bin/sh\necho ran\n".utf8).write(to: file)
    chmod(file.path, 0o700)
    let result = try Program.run(["run", "--", file.path], environment: Self.sudo)
    #expect(result.status == 126 && result.output.isEmpty)
  }
}
