public import BPF
public import Facts
import KernelProbes
import Linux

/// A process and all its descendants, followed by the kernel itself: also those that were forked and
/// gone before anyone could look, and those that became daemons.
public struct ProcessTree: ~Copyable {
  private let fork: BPFLink
  private let exit: BPFLink
  private let object: BPFObject

  /// Follows `root`, a process of this one's pid namespace, from here on.
  ///
  /// Needs CAP_BPF and CAP_PERFMON, and a kernel with BTF.
  public init(root: Int32) throws(BPFError) {
    let image = unsafe UnsafeRawBufferPointer(
      start: process_tree_image, count: Int(process_tree_image_size))
    let opened = unsafe try OpenedBPFObject(image: image.bytes)
    try opened.setReadOnlyData(
      tree_settings(
        root: UInt32(bitPattern: root),
        pid_namespace: UInt32(truncatingIfNeeded: ProcFS.pidNamespace ?? 0)))
    let object = try opened.load()
    let exit = try object.attach(program: "on_exit")
    let fork = try object.attach(program: "on_fork")
    try object.iterate(program: "visit_task")
    self.fork = fork
    self.exit = exit
    self.object = object
  }

  /// Whether the process is of the tree, or was when it ended.
  public func contains(_ process: Process) throws(BPFError) -> Bool {
    let pid = UInt32(bitPattern: process.pid)
    if try object.contains(pid, in: "members") { return true }
    return try object.contains(pid, in: "former_members")
  }
}
