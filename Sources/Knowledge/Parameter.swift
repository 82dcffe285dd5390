public import Diagnosis
public import Facts

/// A kernel parameter: what it is, what it does, and what is wrongly said of it.
///
/// A value, so that what explains a host, judges it or changes it has one source of what is right.
public struct Parameter: Sendable {
  public enum Scope: String, Sendable, CaseIterable {
    /// Each network namespace has its own value.
    case namespace
    /// One value for the host, shown in the initial network namespace only, or read-only in others.
    case host
  }

  /// What a tuning note that has been copied for years says, and what is true on a kernel of today.
  public struct OldNote: Sendable {
    public let said: Text
    public let today: Text

    public init(said: Text, today: Text) {
      self.said = said
      self.today = today
    }
  }

  public let key: Sysctl
  public let title: Text
  /// Other words that people look for, in any language.
  public let words: [Text]
  public let kind: ValueKind
  public let scope: Scope
  /// The first kernel that has it; nil for all that this program can run on.
  public let since: KernelVersion?
  /// The first kernel that does not have it any more.
  public let until: KernelVersion?
  public let standard: ParameterDefault
  public let does: Text
  public let doesNot: Text?
  /// When to change it and to what.
  public let change: Text
  public let effects: Text?
  public let myths: [WrongFix]
  public let note: OldNote?
  public let counters: [Counter]
  /// Causes that it has a part in, by id.
  public let causes: [String]
  /// A scenario of the lab that shows its effect, by id.
  public let scenario: String?
  public let sources: [String]

  public init(
    _ key: String, _ title: Text, words: [Text] = [], _ kind: ValueKind, _ scope: Scope,
    since: KernelVersion? = nil, until: KernelVersion? = nil, standard: ParameterDefault,
    does: Text, doesNot: Text? = nil, change: Text, effects: Text? = nil, myths: [WrongFix] = [],
    note: OldNote? = nil, counters: [Counter] = [], causes: [String] = [], scenario: String? = nil,
    sources: [String]
  ) {
    self.key = Sysctl(rawValue: key)
    self.title = title
    self.words = words
    self.kind = kind
    self.scope = scope
    (self.since, self.until) = (since, until)
    self.standard = standard
    self.does = does
    self.doesNot = doesNot
    self.change = change
    self.effects = effects
    self.myths = myths
    self.note = note
    self.counters = counters
    self.causes = causes
    self.scenario = scenario
    self.sources = sources
  }

  /// Whether a kernel of this version has it.
  public func exists(in kernel: KernelVersion) -> Bool {
    (since.map { kernel >= $0 } ?? true) && (until.map { kernel < $0 } ?? true)
  }

  /// The name without its folder: `somaxconn`.
  public var shortName: String {
    key.rawValue.split(separator: ".").last.map(String.init) ?? key.rawValue
  }
}
