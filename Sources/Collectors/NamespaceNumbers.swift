import BPF
import KernelProbes

/// The namespaces that the probes are held to, as the kernel side looks at them.
final class NamespaceNumbers {
  private var numbers: [UInt32]
  /// How many there were at first: it decides where the probes look.
  let count: UInt32

  init(_ numbers: [UInt32]) {
    self.numbers = numbers
    count = UInt32(numbers.count)
  }

  func enter(_ object: borrowing BPFObject) throws(BPFError) {
    if isFew { return try storeFew(in: object) }
    for number in numbers { try object.insert(number, into: "namespaces") }
  }

  func leave(_ number: UInt32, in object: borrowing BPFObject) throws(BPFError) {
    numbers.removeAll { $0 == number }
    if isFew { try storeFew(in: object) } else { try object.remove(number, from: "namespaces") }
  }

  private var isFew: Bool { count <= UInt32(FEW_NAMESPACES) }

  private func storeFew(in object: borrowing BPFObject) throws(BPFError) {
    var few = few_namespaces()
    unsafe withUnsafeMutableBytes(of: &few.numbers) {
      _ = unsafe $0.bindMemory(to: UInt32.self).update(fromContentsOf: numbers)
    }
    try object.store(few, in: "few_namespaces")
  }
}
