import CLibbpf
import Glibc

/// While this is held, the kernel measures how long each eBPF program of the host runs
/// (BPF_ENABLE_STATS, Linux 5.8). It costs each run two looks at the clock.
public struct RunTimes: ~Copyable {
  private let descriptor: Int32

  public init() throws(BPFError) {
    let descriptor = bpf_enable_stats(BPF_STATS_RUN_TIME)
    guard descriptor >= 0 else {
      throw BPFError(operation: "measure eBPF programs", errno: -descriptor)
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}

extension BPFObject {
  /// Nanoseconds that its programs have run while a `RunTimes` was held.
  public func runTime() throws(BPFError) -> UInt64 {
    var total: UInt64 = 0
    var program = bpf_object__next_program(handle, nil)
    while let current = program {
      let descriptor = bpf_program__fd(current)
      if descriptor >= 0 { total += try Self.runTime(of: descriptor) }
      program = bpf_object__next_program(handle, current)
    }
    return total
  }

  private static func runTime(of descriptor: Int32) throws(BPFError) -> UInt64 {
    var facts = bpf_prog_info()
    var length = UInt32(MemoryLayout<bpf_prog_info>.size)
    let result = bpf_obj_get_info_by_fd(descriptor, &facts, &length)
    guard result == 0 else {
      throw BPFError(operation: "look at an eBPF program", errno: -result)
    }
    return facts.run_time_ns
  }
}
