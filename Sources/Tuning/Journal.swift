public import Facts
internal import Linux

/// One change, written down before it begins, so that it can be undone whatever happens.
public struct Journal: Hashable, Sendable {
  /// How far a change has come.
  public enum State: String, Sendable {
    /// Values may have been set, all or some.
    case applying
    /// All values are set, until its deadline or `confirm`.
    case trial
    case applied
    /// Everything is as it was before.
    case undone
  }

  /// A parameter before and after.
  public struct Change: Hashable, Sendable {
    public let key: Sysctl
    public let old: String
    public let new: String
    /// The lines that stand above it in the file.
    let comment: [String]
  }

  /// The file of configuration before and after; nil contents where there is no file.
  struct FileChange: Hashable, Sendable {
    var before: DurableFile.Contents?
    var after: DurableFile.Contents?
  }

  public internal(set) var number: Int
  public internal(set) var state: State
  public internal(set) var time: Timestamp
  /// The start of the host that the values belong to (/proc/sys/kernel/random/boot_id).
  var boot: String
  /// The network namespace; for the host's own, `ofHost` says so.
  public internal(set) var netns: UInt64
  var cookie: UInt64?
  var ofHost: Bool
  public internal(set) var changes: [Change]
  /// Nil where no file is written.
  var file: FileChange?
  /// When a trial undoes itself.
  public internal(set) var deadline: Timestamp?
  /// The process that does so.
  public internal(set) var guardian: Int32?
  /// Whether a trial is kept in the file once it is confirmed.
  var isToBeKept: Bool
  /// How the figures of a trial moved.
  public internal(set) var figures: [TrialFigure]
  /// Why it was undone.
  public internal(set) var ending: Ending?

  /// Why a change was undone.
  public enum Ending: Hashable, Sendable {
    /// Somebody asked for it.
    case rollback
    /// Nobody confirmed the trial in time.
    case deadline
    /// The program ended before it was done.
    case died
    case failed
    /// A figure got worse.
    case worse(String)
  }

  /// Whether it still has an effect.
  public var isActive: Bool { state != .undone }
  public var isPersistent: Bool { file != nil }
}
