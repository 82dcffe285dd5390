public import Linux

/// The namespaces of a run that stay for looking around; no later run touches them.
public struct KeptLab: Sendable {
  /// As ip-netns(8) knows them.
  public let client: String
  public let server: String
  public let middle: String

  private static let prefix = "whyreset-lab-"

  /// `number` tells it from others.
  init(number: Int32) {
    client = "\(Self.prefix)\(number)-client"
    server = "\(Self.prefix)\(number)-server"
    middle = "\(Self.prefix)\(number)-middle"
  }

  public var names: [String] { [client, server, middle] }

  /// Ends every program in what earlier runs have kept, and removes it; the names of what was there.
  public static func clean() throws(LinuxError) -> [String] {
    let names = NetworkNamespace.kept(withPrefix: prefix)
    for name in names {
      if let namespace = try? NetworkNamespace(named: name) {
        for process in ProcFS.processes(inNetworkNamespace: namespace.inode) {
          ThisProcess.kill(process)
        }
        try? namespace.run { () throws(LinuxError) in try SockDiag.destroyAll() }
      }
      try NetworkNamespace.forget(name)
    }
    return names
  }
}
