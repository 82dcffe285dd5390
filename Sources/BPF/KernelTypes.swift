import CLibbpf
import Glibc

/// The running kernel's own type information (BTF): what its enums are called and which hooks it has.
///
/// Numbers move between kernel versions, so no table of them is kept in this program.
public struct KernelTypes: ~Copyable {
  private let btf: OpaquePointer

  /// Fails with ENOENT where the kernel was built without CONFIG_DEBUG_INFO_BTF.
  public init() throws(BPFError) {
    guard let btf = btf__load_vmlinux_btf() else {
      throw BPFError.last("read kernel type information")
    }
    self.btf = btf
  }

  deinit { btf__free(btf) }

  /// Whether programs can attach to this tracepoint by its types (`tp_btf`).
  public func hasTracepoint(_ name: String) -> Bool {
    btf__find_by_name_kind(btf, "btf_trace_\(name)", UInt32(BTF_KIND_TYPEDEF)) > 0
  }

  /// Whether programs can call or be attached to this function.
  public func hasFunction(_ name: String) -> Bool {
    btf__find_by_name_kind(btf, name, UInt32(KERNEL_FUNCTION_KIND)) > 0
  }

  /// The names of an enum's values; nil where this kernel has no such enum.
  public func enumeration(_ name: String) -> KernelEnum? {
    let id = btf__find_by_name_kind(btf, name, UInt32(BTF_KIND_ENUM))
    guard id > 0, let type = btf__type_by_id(btf, UInt32(id)) else { return nil }
    let values = UnsafeBufferPointer(start: btf_enum(type), count: Int(btf_vlen(type)))
    let names = values.map { value in
      (UInt32(bitPattern: value.val), String(cString: btf__name_by_offset(btf, value.name_off)))
    }
    return KernelEnum(names: Dictionary(names, uniquingKeysWith: { first, _ in first }))
  }
}

/// The names of one kernel enum's values.
public struct KernelEnum: Sendable {
  let names: [UInt32: String]

  /// Every name, in the order of the values.
  public var all: [String] { names.sorted { $0.key < $1.key }.map(\.value) }

  /// Whether the running kernel has a value of this name.
  public func contains(_ name: String) -> Bool { names.values.contains(name) }

  /// The names without what all of them begin with.
  public func values(withoutPrefix prefix: String) -> [UInt32: String] {
    names.mapValues { String($0.trimmingPrefix(prefix)) }
  }

  /// The kernel's own name; nil for a number that the kernel's type information does not have.
  public subscript(_ value: UInt32) -> String? { names[value] }
}
