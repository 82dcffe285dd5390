import Foundation
import Synchronization

/// The built binary, as a person runs it.
struct Program {
  struct Result {
    let status: Int32
    let output: String
    let errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  static let path = Bundle.main.executableURL!.resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "whyreset").path

  /// Runs it to its end.
  @discardableResult
  static func run(
    _ arguments: String..., environment: [String: String] = [:], as prefix: [String] = []
  ) throws -> Result {
    try run(arguments, environment: environment, as: prefix)
  }

  static func run(
    _ arguments: [String], environment: [String: String] = [:], as prefix: [String] = []
  ) throws -> Result {
    let program = try Running(arguments, environment: environment, as: prefix)
    return program.wait()
  }
}

/// A run that goes on beside the test.
final class Running {
  private let process = Process()
  private let output = Collected()
  private let errors = Collected()

  init(
    _ arguments: [String], environment: [String: String] = [:], as prefix: [String] = []
  ) throws {
    let command = prefix + [Program.path] + arguments
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.environment = ProcessInfo.processInfo.environment
      .merging(["LANG": "C", "LC_ALL": "C"]) { _, new in new }
      .merging(environment) { _, new in new }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output.pipe
    process.standardError = errors.pipe
    output.begin()
    errors.begin()
    try process.run()
  }

  /// What it has printed so far.
  var outputSoFar: String { output.text }

  /// Waits until standard error has this text, for 10 s at the most.
  func waitForError(_ text: String) -> Bool {
    for _ in 0..<1000 {
      if errors.text.contains(text) { return true }
      if !process.isRunning { return errors.text.contains(text) }
      usleep(10_000)
    }
    return false
  }

  /// Asks it to stop, as Ctrl-C does.
  func interrupt() { process.interrupt() }

  func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

  var pid: Int32 { process.processIdentifier }

  /// How it ended; one that does not end by itself is killed after five minutes.
  func wait() -> Program.Result {
    let watchdog = DispatchWorkItem { [pid] in Foundation.kill(pid, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 300, execute: watchdog)
    process.waitUntilExit()
    watchdog.cancel()
    return Program.Result(
      status: process.terminationReason == .exit
        ? process.terminationStatus : 128 + process.terminationStatus,
      output: output.finish(), errors: errors.finish())
  }
}

/// Reads a pipe to its end on a thread of its own, so that neither side waits for the other.
private final class Collected: Sendable {
  let pipe = Pipe()
  private let bytes = Mutex(Data())
  private let ended = DispatchSemaphore(value: 0)

  var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

  func begin() {
    Thread.detachNewThread { [self] in
      while true {
        let chunk = pipe.fileHandleForReading.availableData
        if chunk.isEmpty { break }
        bytes.withLock { $0.append(chunk) }
      }
      ended.signal()
    }
  }

  func finish() -> String {
    ended.wait()
    ended.signal()
    return text
  }
}
