import Glibc

/// Facts of processes under /proc (proc(5)); each is nil once the process is gone.
public enum ProcFS {
  /// The numbers of all processes.
  public static func processes() throws(LinuxError) -> [Int32] {
    try Directory.entries("/proc").compactMap { Int32($0) }
  }

  /// The processes of a process group (setpgid(2)).
  public static func processes(inGroup group: Int32) -> [Int32] {
    let all = (try? processes()) ?? []
    return all.filter { getpgid($0) == group }
  }

  /// The process group of a process.
  public static func group(of pid: Int32) -> Int32? {
    let group = getpgid(pid)
    return group < 0 ? nil : group
  }

  /// The processes in a network namespace.
  public static func processes(inNetworkNamespace inode: UInt64) -> [Int32] {
    let all = (try? processes()) ?? []
    return all.filter { networkNamespace(of: $0) == inode }
  }

  /// The command name: at most 15 bytes.
  public static func command(of pid: Int32) -> String? {
    guard let bytes = contents("/proc/\(pid)/comm") else { return nil }
    return String(decoding: bytes.prefix { $0 != 0x0a }, as: UTF8.self)
  }

  /// The arguments that the program was started with; none for a kernel thread.
  public static func arguments(of pid: Int32) -> [String]? {
    guard let bytes = contents("/proc/\(pid)/cmdline") else { return nil }
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The control groups that it is in, a line for each hierarchy (cgroups(7)).
  public static func controlGroups(of pid: Int32) -> String? {
    contents("/proc/\(pid)/cgroup").map { String(decoding: $0, as: UTF8.self) }
  }

  /// When it started, in clock ticks since the host did: with its number, what tells it from a later
  /// process (proc_pid_stat(5), field 22).
  public static func startTime(of pid: Int32) -> UInt64? {
    guard let bytes = contents("/proc/\(pid)/stat"),
      // The command name before it may hold anything, parentheses and spaces too.
      let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = bytes[end...].split(separator: UInt8(ascii: " "))
    return fields.count > 20 ? UInt64(String(decoding: fields[20], as: UTF8.self)) : nil
  }

  /// The inode number of the process's network namespace.
  public static func networkNamespace(of pid: Int32) -> UInt64? {
    var status = stat()
    return stat("/proc/\(pid)/ns/net", &status) == 0 ? UInt64(status.st_ino) : nil
  }

  /// The inode numbers of the network namespaces that processes are in, with one such process each.
  public static func networkNamespaces() -> [UInt64: Int32] {
    var found: [UInt64: Int32] = [:]
    for process in (try? processes()) ?? [] {
      if let inode = networkNamespace(of: process) { found[inode] = process }
    }
    return found
  }

  /// The inode number of this process's own pid namespace (pid_namespaces(7)).
  public static var pidNamespace: UInt64? {
    var status = stat()
    return stat("/proc/self/ns/pid", &status) == 0 ? UInt64(status.st_ino) : nil
  }

  private static func contents(_ path: String) -> [UInt8]? {
    try? FileDescriptor.open(path).readAll()
  }
}

extension ProcFS {
  /// The process that a thread belongs to (`Tgid` in /proc/PID/status).
  public static func process(ofThread thread: Int32) -> Int32? {
    guard let bytes = try? FileDescriptor.open("/proc/\(thread)/status").readAll() else {
      return nil
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    let line = lines.first { $0.starts(with: "Tgid:".utf8) }
    return line.flatMap { Int32(String(decoding: $0.dropFirst(6), as: UTF8.self)) }
  }

  /// Whether /proc numbers processes as the kernel itself does: not inside a pid namespace (pid_namespaces(7)).
  public static var showsInitialNamespace: Bool {
    var status = stat()
    // PROC_PID_INIT_INO (include/linux/proc_ns.h).
    return stat("/proc/self/ns/pid", &status) == 0 && status.st_ino == 0xefff_fffc
  }
}
