/// One way in which a TCP connection comes to be reset: how to know it, why it happens, what to change.
///
/// Each cause is one file under `Causes/`, complete in itself; `Catalog.swift` lists them.
public protocol Cause: Sendable {
  /// Names the cause in output, documentation, metrics and scenarios: `accept-queue-overflow`.
  static var id: String { get }
  static var family: Family { get }
  static var precedence: Precedence { get }
  /// One line that a person understands without knowing the kernel.
  static var title: Text { get }
  /// What happens and why, for the person who sees the error.
  static var explanation: Text { get }
  /// What the kernel does, function by function.
  static var mechanism: Text { get }
  /// What must be seen before this cause can be judged.
  static var needs: [Need] { get }
  static var fixes: [Fix] { get }
  static var wrongFixes: [WrongFix] { get }
  /// Causes that look the same from one side, and what tells them apart.
  static var lookAlikes: [LookAlike] { get }
  /// The ids of the mechanisms that this cause explains; they are not its alternatives.
  static var refines: [String] { get }
  static var references: [String] { get }
  static var lab: LabRecipe { get }
  /// Its right and wrong fixes, tried on scenarios of the lab.
  static var trials: [Trial] { get }

  /// The reasons to believe in this cause, or nil where the evidence does not point to it.
  static func match(_ evidence: Evidence) -> Match?

  /// Evidence that must match, and look-alikes that must not.
  static var examples: [Example] { get }
}

extension Cause {
  public static var refines: [String] { [] }
  public static var trials: [Trial] { [] }
}

/// The groups that the documentation lists causes in.
public enum Family: String, Sendable, CaseIterable {
  case idleAndReuse, closing, admission, mismatch, network, harmless
}

/// Which of several fitting causes is the answer: the first in this order.
public enum Precedence: Int, Sendable, Comparable {
  case forged, expected, process, specific, idle, mechanism

  public static func < (a: Precedence, b: Precedence) -> Bool { a.rawValue < b.rawValue }
}

/// A kind of evidence that a cause is judged by.
public enum Need: String, Sendable, CaseIterable {
  case senderKernel, receiverKernel, trigger, closeMemory, listenerState, processExit
  case failedSocket, counters
  /// The headers of the RST beside those of the connection's other packets.
  case packet
  case firewallRules
}

public struct LookAlike: Sendable {
  /// The other cause's id.
  public let cause: String
  /// What tells the two apart.
  public let difference: Text

  public init(_ cause: String, _ difference: Text) {
    self.cause = cause
    self.difference = difference
  }
}

/// How the lab makes the cause happen, or why it cannot.
public enum LabRecipe: Sendable {
  case scenarios([Scenario])
  case notReproducible(because: Text)
}

/// Evidence that a cause must match, or must not.
public struct Example: Sendable {
  public let name: String
  /// The confidence that the match must have; nil where the cause must not match.
  public let expected: Confidence?
  public let evidence: Evidence

  public static func hit(
    _ name: String, _ confidence: Confidence, _ evidence: Evidence
  ) -> Example {
    Example(name: name, expected: confidence, evidence: evidence)
  }

  public static func miss(_ name: String, _ evidence: Evidence) -> Example {
    Example(name: name, expected: nil, evidence: evidence)
  }
}
