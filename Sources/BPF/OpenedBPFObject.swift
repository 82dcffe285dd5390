import CLibbpf
import Glibc

/// An eBPF object file that was read and is not in the kernel yet: what can be decided before loading.
public struct OpenedBPFObject: ~Copyable {
  private let handle: OpaquePointer

  /// Reads an ELF object held in memory.
  public init(image: RawSpan) throws(BPFError) {
    LibbpfLog.divert()
    let opened = image.withUnsafeBytes { bpf_object__open_mem($0.baseAddress, $0.count, nil) }
    guard let handle = opened else {
      throw BPFError.last("open BPF object")
    }
    self.handle = handle
  }

  deinit { bpf_object__close(handle) }

  /// Decides whether the program is loaded: one whose hook this kernel lacks must not be.
  public func load(program name: String, _ wanted: Bool) throws(BPFError) {
    guard let program = bpf_object__find_program_by_name(handle, name) else {
      throw BPFError.last("find program \(name)")
    }
    let result = bpf_program__set_autoload(program, wanted)
    guard result == 0 else {
      throw BPFError(operation: "select program \(name)", errno: -result)
    }
  }

  /// Writes the object's read-only data, which begins with its one `const volatile` variable.
  public func setReadOnlyData<Value: BitwiseCopyable>(_ value: Value) throws(BPFError) {
    guard let map = bpf_object__find_map_by_name(handle, ".rodata") else {
      throw BPFError(operation: "find read-only data", errno: ENOENT)
    }
    var size = 0
    guard let initial = bpf_map__initial_value(map, &size), size >= MemoryLayout<Value>.size else {
      throw BPFError(operation: "write read-only data", errno: EINVAL)
    }
    var bytes = Array(UnsafeRawBufferPointer(start: initial, count: size))
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: value, as: Value.self) }
    let result = bpf_map__set_initial_value(map, bytes, size)
    guard result == 0 else { throw BPFError(operation: "write read-only data", errno: -result) }
  }

  /// Loads the programs into the kernel, which verifies them.
  public consuming func load() throws(BPFError) -> BPFObject {
    let result = bpf_object__load(handle)
    guard result == 0 else {
      _ = consume self
      throw BPFError(operation: BPFError.loading, errno: -result)
    }
    let loaded = BPFObject(handle: handle)
    discard self
    return loaded
  }
}
