/// Where everything is that a change touches besides the parameters; below another root for tests.
public struct TuningFolder: Hashable, Sendable {
  public let root: String

  /// `root` is empty, or a scratch folder that stands for `/`.
  public init(root: String = "") { self.root = root }

  /// The one file of configuration that this program writes (sysctl.d(5)).
  public static let parameterFileName = "60-whyreset.conf"

  public var parameterFile: String { "\(root)/etc/sysctl.d/\(Self.parameterFileName)" }
  /// sysctl(8) reads no name that does not end in `.conf`.
  var newParameterFile: String { "\(root)/etc/sysctl.d/.\(Self.parameterFileName).new" }

  /// The folders of journals, from the outside in.
  var stateFolders: [String] {
    let names = root.isEmpty ? [] : ["\(root)/var", "\(root)/var/lib"]
    return names + ["\(root)/var/lib/whyreset", state]
  }
  public var state: String { "\(root)/var/lib/whyreset/tune" }
  var lock: String { "\(state)/lock" }
  var newJournal: String { "\(state)/journal.new" }

  func journal(_ number: Int) -> String { "\(state)/\(number).journal" }
}
