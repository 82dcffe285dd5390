public import Diagnosis
public import Facts
import Knowledge

/// What is to be changed on a host, what is not, and why.
public struct Plan: Sendable {
  public var netns: UInt64
  /// Whether the values are the host's own, which a file sets at boot.
  public var isOfHost: Bool
  public var proposals: [Proposal]
  /// Parameters that people change and that are right as they are.
  public var leftAlone: [LeftAlone]
  /// What is to be changed elsewhere: server configuration, code, units.
  public var outside: [OutsideChange]
  public var rivals: [Rival]

  public init(netns: UInt64, isOfHost: Bool, proposals: [Proposal] = []) {
    self.netns = netns
    self.isOfHost = isOfHost
    self.proposals = proposals
    leftAlone = []
    outside = []
    rivals = []
  }

  /// What stands in the way of making the change; with `force` only what nobody should get past.
  public func objections(force: Bool) -> [(proposal: Proposal, objection: Objection)] {
    proposals.flatMap { proposal in
      proposal.objections.filter { !force || $0.isFinal }.map { (proposal, $0) }
    }
  }
}

/// One parameter's change.
public struct Proposal: Sendable {
  public var assignment: Assignment
  /// Nil where this kernel or namespace does not have it.
  public var now: String?
  /// What was seen on this host that asks for it.
  public var why: [Text]
  public var cost: MemoryCost?
  public var risk: Text?
  /// Listeners that keep their old limit until they listen again.
  public var listeners: [WaitingListener]
  public var objections: [Objection]
  /// A file that is read later at boot and sets it to something else.
  public var overriding: ConfiguredParameter?

  public var key: Sysctl { assignment.key }
  public var isChange: Bool { now != assignment.value }
}

/// Why a value should not be set.
public struct Objection: Hashable, Sendable {
  public let text: Text
  /// Whether `--force` does not get past it.
  public let isFinal: Bool
}

/// A parameter that stays.
public struct LeftAlone: Hashable, Sendable {
  public let key: Sysctl
  public let now: String?
  public let why: Text
}

/// A change that no kernel parameter makes.
public struct OutsideChange: Hashable, Sendable {
  public let why: Text
  /// Where: a file and line, a program.
  public let place: String?
  /// The exact line.
  public let line: String?

  public init(_ why: Text, place: String? = nil, line: String? = nil) {
    self.why = why
    self.place = place
    self.line = line
  }
}

/// A listener whose limit was fixed at listen(2).
public struct WaitingListener: Hashable, Sendable {
  public let listener: ListeningSocket
  /// Whether the parameter is what bounds it now; else the program itself asks for no more.
  public let isBoundByParameter: Bool

  public init(listener: ListeningSocket, isBoundByParameter: Bool) {
    self.listener = listener
    self.isBoundByParameter = isBoundByParameter
  }

  /// `nginx (pid 812), 0.0.0.0:80`.
  public var name: String {
    let owner = listener.owner.map { "\($0.command) (pid \($0.pid)), " } ?? ""
    return owner + "\(listener.local)"
  }
}

/// Another program that sets the same parameters.
public struct Rival: Hashable, Sendable {
  public let program: Process
  public let does: Text
}

/// What a value can cost at the most.
public struct MemoryCost: Hashable, Sendable {
  /// Bytes more than with the present value; negative for less.
  public let bytes: Int
  /// How that was worked out.
  public let working: Text
}
