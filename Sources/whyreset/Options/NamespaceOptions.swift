import ArgumentParser
import Linux

/// Which network namespaces are looked at: this process's own unless others are named.
struct NamespaceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "This network namespace instead: a name, a pid, a path, its inode number, or all.",
      valueName: "all|NAME|PID"))
  var netns: [String] = []

  var isEmpty: Bool { netns.isEmpty }

  /// Gives a noncopyable namespace a place in an array.
  final class Place {
    /// Nil where this process is in it already: entering one needs rights.
    private let namespace: NetworkNamespace?
    init(_ namespace: consuming NetworkNamespace?) { self.namespace = namespace }

    func run<Result>(_ body: () throws(LinuxError) -> Result) throws(LinuxError) -> Result {
      switch namespace {
      case .some(let namespace): try namespace.run(body)
      case nil: try body()
      }
    }
  }

  /// A namespace that vanishes while it is looked for is left out.
  func namespaces() throws(Failure) -> [Place] {
    if netns.isEmpty { return [Place(nil)] }
    if netns == ["all"] { return try everyOne() }
    var places: [Place] = []
    for text in netns {
      let inode = try ScopeOptions.namespace(text)
      places.append(
        try attempt { () throws(LinuxError) in Place(try .find(inode: UInt64(inode))) })
    }
    return places
  }

  private func everyOne() throws(Failure) -> [Place] {
    let pids = try attempt { () throws(LinuxError) in try ProcFS.processes() }
    var seen: Set<UInt64> = []
    var places: [Place] = []
    for pid in pids.sorted() {
      guard let inode = ProcFS.networkNamespace(of: pid), seen.insert(inode).inserted,
        let namespace = try? NetworkNamespace(ofProcess: pid)
      else { continue }
      places.append(Place(namespace))
    }
    return places
  }
}

extension NamespaceOptions {
  /// The one named, or this process's own.
  static func of(_ name: String?) -> NamespaceOptions {
    var options = NamespaceOptions()
    options.netns = name.map { [$0] } ?? []
    return options
  }
}
