import ArgumentParser
import Collectors
import Diagnosis
import Facts
import Knowledge
import Linux
import Tuning

/// Where a change is made.
struct TunePlace: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Of this network namespace: a name, a pid, a path or its inode number.",
      valueName: "NAME|PID"))
  var netns: String?

  /// For tests: a folder that stands for `/`; its proc/sys, where it has one, for the kernel's.
  @Option(help: .hidden)
  var root: String?

  func validate() throws {
    // A program with more rights than its caller must not write where the caller says.
    if root != nil, ThisProcess.hasMoreRightsThanItsCaller {
      throw ValidationError("--root is for tests")
    }
  }

  var scratch: TuneScratch { TuneScratch(root) }

  func parameters() throws(Failure) -> KernelParameters {
    guard let netns else {
      return try attempt { () throws(LinuxError) in
        try KernelParameters(scratch: scratch.parameters)
      }
    }
    let inode = try ScopeOptions.namespace(netns)
    return try attempt { () throws(LinuxError) in
      try KernelParameters(try .find(inode: UInt64(inode)))
    }
  }
}

/// What is to be changed.
struct TuneWishes: ParsableArguments {
  @Option(help: ArgumentHelp("Set this parameter; may be repeated.", valueName: "KEY=VALUE"))
  var set: [String] = []

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "What this use of a host needs: many-clients-server, many-outgoing-client, proxy, small-memory.",
      valueName: "PROFILE"))
  var profile: Profile?

  func validate() throws {
    if profile != nil, !set.isEmpty { throw ValidationError("--for and --set exclude each other") }
  }

  /// Without either option: what a look at the host found.
  func plan(_ place: Circumstances) throws(TuningError) -> Plan {
    let planner = Planner(place)
    if let profile { return planner.plan(for: profile) }
    if set.isEmpty { return planner.plan(from: HostVerdict(place.host).findings) }
    var assignments: [Assignment] = []
    for text in set { assignments.append(try Assignment(text)) }
    return planner.plan(setting: assignments)
  }
}

/// The folder that stands for `/` in a test.
struct TuneScratch {
  let root: String?

  init(_ root: String?) { self.root = root }

  var folder: TuningFolder { TuningFolder(root: root ?? "") }

  /// A folder in the place of /proc/sys, where there is one.
  var parameters: String? {
    guard let path = root.map({ $0 + "/proc/sys" }), (try? Directory.entries(path)) != nil else {
      return nil
    }
    return path
  }
}
