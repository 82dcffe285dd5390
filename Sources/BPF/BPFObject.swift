import CLibbpf
import Glibc

/// eBPF programs and maps in the kernel; closing it detaches and unloads everything in it.
public struct BPFObject: ~Copyable {
  let handle: OpaquePointer

  init(handle: OpaquePointer) { self.handle = handle }

  deinit { bpf_object__close(handle) }

  /// Attaches the program to the hook named in its `SEC(…)`.
  public func attach(program name: String) throws(BPFError) -> BPFLink {
    guard let program = bpf_object__find_program_by_name(handle, name) else {
      throw BPFError.last("find program \(name)")
    }
    guard let link = bpf_program__attach(program) else {
      throw BPFError.last("attach program \(name)")
    }
    return BPFLink(handle: link)
  }

  /// Runs an iterator program over everything that it visits.
  public func iterate(program name: String) throws(BPFError) {
    let link = try attach(program: name)
    let descriptor = bpf_iter_create(bpf_link__fd(link.handle))
    guard descriptor >= 0 else {
      throw BPFError(operation: "run iterator \(name)", errno: -descriptor)
    }
    defer { close(descriptor) }
    try drain(descriptor, name)
  }

  private func drain(_ descriptor: Int32, _ name: String) throws(BPFError) {
    var byte: UInt8 = 0
    while true {
      let count = read(descriptor, &byte, 1)
      if count == 0 { return }
      let failure = BPFError.last("run iterator \(name)")
      if count < 0 && ![EINTR, EAGAIN].contains(failure.errno) { throw failure }
    }
  }

  /// Opens the ring buffer map of that name; `onRecord` sees each record in place, uncopied.
  public func ringBuffer(
    _ name: String, onRecord: @escaping (RawSpan) -> Void
  ) throws(BPFError) -> RingBuffer {
    try RingBuffer(map: try descriptor(ofMap: name), onRecord: onRecord)
  }

  /// Puts a key into a map whose values are one byte: a set.
  public func insert<Key: BitwiseCopyable>(_ key: Key, into name: String) throws(BPFError) {
    var key = key
    var present: UInt8 = 1
    let result = bpf_map_update_elem(try descriptor(ofMap: name), &key, &present, 0)
    guard result == 0 else { throw BPFError(operation: "write map \(name)", errno: -result) }
  }

  /// Takes a key out of a map.
  public func remove<Key: BitwiseCopyable>(_ key: Key, from name: String) throws(BPFError) {
    var key = key
    let result = bpf_map_delete_elem(try descriptor(ofMap: name), &key)
    guard result == 0 else { throw BPFError(operation: "write map \(name)", errno: -result) }
  }

  /// Writes the one element of an array map.
  public func store<Value: BitwiseCopyable>(
    _ value: Value, in name: String
  ) throws(BPFError) {
    var key: UInt32 = 0
    var value = value
    let result = bpf_map_update_elem(try descriptor(ofMap: name), &key, &value, 0)
    guard result == 0 else { throw BPFError(operation: "write map \(name)", errno: -result) }
  }

  /// Whether a key is in a map whose values are one byte: a set.
  public func contains<Key: BitwiseCopyable>(
    _ key: Key, in name: String
  ) throws(BPFError) -> Bool {
    var key = key
    var present: UInt8 = 0
    let result = bpf_map_lookup_elem(try descriptor(ofMap: name), &key, &present)
    guard result == 0 || result == -ENOENT else {
      throw BPFError(operation: "read map \(name)", errno: -result)
    }
    return result == 0
  }

  /// The sum over all processors of a one-element per-CPU array of counters.
  public func counter(_ name: String) throws(BPFError) -> UInt64 {
    let processors = libbpf_num_possible_cpus()
    guard processors > 0 else {
      throw BPFError(operation: "count processors", errno: -processors)
    }
    var values = [UInt64](repeating: 0, count: Int(processors))
    var key: UInt32 = 0
    let map = try descriptor(ofMap: name)
    let result = values.withUnsafeMutableBytes {
      bpf_map_lookup_elem(map, &key, $0.baseAddress)
    }
    guard result == 0 else { throw BPFError(operation: "read map \(name)", errno: -result) }
    return values.reduce(0, &+)
  }

  private func descriptor(ofMap name: String) throws(BPFError) -> Int32 {
    let map = bpf_object__find_map_fd_by_name(handle, name)
    guard map >= 0 else { throw BPFError(operation: "find map \(name)", errno: -map) }
    return map
  }
}

/// An attachment of a program to a kernel hook; dropping it detaches.
public struct BPFLink: ~Copyable {
  let handle: OpaquePointer

  init(handle: OpaquePointer) { self.handle = handle }

  deinit { bpf_link__destroy(handle) }
}
