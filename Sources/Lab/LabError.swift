public import Diagnosis
import Linux

/// Why a scenario could not be run to its end; what a step ended in is no error but a mismatch.
public enum LabError: Error, Equatable, CustomStringConvertible {
  /// The system refused something, in words and with errno's meaning.
  case system(String)
  /// A step that did not end in its time.
  case timedOut(host: Scenario.Host, step: String, after: Duration)
  /// A program that ended while a step needed it.
  case programEnded(host: Scenario.Host, step: String)
  /// A step that cannot be done: it names a connection that was never opened, or an invalid port.
  case impossible(host: Scenario.Host, step: String, String)

  public var description: String {
    switch self {
    case .system(let text): text
    case .timedOut(let host, let step, let limit):
      "\(host.rawValue): \(step): nothing came of it within \(limit)"
    case .programEnded(let host, let step):
      "\(host.rawValue): \(step): the program ended before it was done"
    case .impossible(let host, let step, let why): "\(host.rawValue): \(step): \(why)"
    }
  }

  /// Runs `body`, and gives what the system refuses as an error of the lab.
  static func wrapping<Result: ~Copyable>(
    _ body: () throws(LinuxError) -> Result
  ) throws(LabError) -> Result {
    do throws(LinuxError) { return try body() } catch { throw .system(error.description) }
  }
}
