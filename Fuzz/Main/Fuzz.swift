import CLibFuzzer
import Glibc

/// `fuzz TARGET [FOLDER…] [-option=…]`: libFuzzer on one target, with libFuzzer's own arguments.
@main struct Fuzz {
  /// For the processes that libFuzzer starts of itself, without the target's name among their arguments.
  private static let variable = "FUZZ_TARGET"

  static func main() {
    let first = CommandLine.arguments.dropFirst().first ?? ""
    let isNamed = FuzzTarget.all.contains { $0.name == first }
    let name = isNamed ? first : unsafe getenv(variable).map { unsafe String(cString: $0) }
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
      let names = FuzzTarget.all.map(\.name).joined(separator: "|")
      print("usage: fuzz", names, "[FOLDER...] [-OPTION=VALUE...]")
      exit(2)
    }
    setenv(variable, target.name, 1)
    unsafe run = target.run
    exit(start(skipping: isNamed ? 1 : 0))
  }

  private static func start(skipping count: Int) -> CInt {
    var left = CommandLine.argc - CInt(count)
    unsafe CommandLine.unsafeArgv[count] = CommandLine.unsafeArgv[0]
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
      unsafe CommandLine.unsafeArgv + count
    return unsafe LLVMFuzzerRunDriver(&left, &arguments) { start, size in
      unsafe run(UnsafeRawBufferPointer(start: start, count: size).bytes)
      return 0
    }
  }
}

/// Set once, before libFuzzer begins; a C function captures nothing.
nonisolated(unsafe) private var run: @Sendable (RawSpan) -> Void = { _ in }
