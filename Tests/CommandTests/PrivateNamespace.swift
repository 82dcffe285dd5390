import Foundation
import Testing

/// A network namespace of one test's own, with a loopback link; it goes with this value.
final class PrivateNamespace {
  let name = "whyreset-test-\(UUID().uuidString.prefix(8))"

  init() throws {
    #expect(Self.ip("netns", "add", name) == 0)
    #expect(Self.ip("-n", name, "link", "set", "lo", "up") == 0)
  }

  deinit { _ = Self.ip("netns", "delete", name) }

  /// What to put before a command that is to run inside, with no signal blocked: the threads that tests
  /// run on block them all.
  var prefix: [String] {
    [Self.program, "netns", "exec", name, "python3", "-c", Self.unblock]
  }

  private static let program = "/usr/sbin/ip"
  private static let unblock =
    "import os, signal, sys; signal.pthread_sigmask(signal.SIG_SETMASK, []);"
    + "os.execvp(sys.argv[1], sys.argv[1:])"

  private static func ip(_ arguments: String...) -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    try? process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Runs Python inside, to its end; what it printed.
  func pythonOutput(_ script: String, _ arguments: [String] = []) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: prefix[0])
    process.arguments = Array(prefix.dropFirst()) + ["python3", "-c", script] + arguments
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Runs Python inside, to its end.
  func python(_ script: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: prefix[0])
    process.arguments = Array(prefix.dropFirst()) + ["python3", "-c", script]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
  }
}

/// Scripts that get or give resets over loopback.
enum Script {
  /// Connects to a port where nobody listens, as many times.
  static func refusal(port: Int, times: Int = 1) -> String {
    """
    import socket
    for _ in range(\(times)):
      try: socket.create_connection(("127.0.0.1", \(port)))
      except ConnectionRefusedError: pass
    """
  }
}
