import ArgumentParser
import Facts
import Linux

/// Which part of this host is watched; the values of one option are alternatives.
struct ScopeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only this network namespace: a name, a pid, a path, or its inode number.",
      valueName: "NAME|PID|PATH"))
  var netns: [String] = []

  @Option(help: ArgumentHelp("Only connections of this process.", valueName: "PID"))
  var pid: [Int32] = []

  /// The inode numbers of the namespaces asked for; none stands for all.
  func namespaces() throws(Failure) -> [UInt32] {
    var numbers: [UInt32] = []
    for text in netns { numbers.append(try Self.namespace(text)) }
    return numbers
  }

  /// The processes asked for, which are there at this moment; none stands for all.
  func processes() throws(Failure) -> Set<Int32> {
    guard !pid.isEmpty else { return [] }
    guard ProcFS.showsInitialNamespace else {
      throw Failure(
        "the pids of this pid namespace are not those that the kernel tells",
        hint: "run it outside of the container, or leave --pid out", status: .usage)
    }
    for pid in pid where ProcFS.startTime(of: pid) == nil {
      throw Failure(
        "there is no process \(pid)", hint: "`ss -tnp` names the processes with connections",
        status: .usage)
    }
    return Set(pid)
  }

  /// PID_MAX_LIMIT (proc(5), /proc/sys/kernel/pid_max); the inode numbers of namespaces lie far above.
  private static let highestPID: UInt32 = 1 << 22

  static func namespace(_ text: String) throws(Failure) -> UInt32 {
    do throws(LinuxError) {
      if let inode = UInt32(text), inode > highestPID {
        // Others may not look at every process to find it.
        if ThisProcess.isRoot { _ = try NetworkNamespace.find(inode: UInt64(inode)) }
        return inode
      }
      if let pid = Int32(text) { return UInt32(try NetworkNamespace(ofProcess: pid).inode) }
      if text.contains("/") { return UInt32(try NetworkNamespace(path: text).inode) }
      return UInt32(try NetworkNamespace(named: text).inode)
    } catch {
      throw Failure(
        "\(error)", hint: "`ip netns list` names the namespaces; a pid names that process's",
        status: .usage)
    }
  }
}
