import CLibFuzzer
import Glibc

/// `fuzz TARGET [FOLDER…] [-option=…]`: libFuzzer on one target, with libFuzzer's own arguments.
@main struct Fuzz {
  static func main() {
    let targets = FuzzTarget.all
    let name = CommandLine.arguments.dropFirst().first
    guard let target = targets.first(where: { $0.name == name }) else {
      print(
        "usage: fuzz", targets.map(\.name).joined(separator: "|"), "[FOLDER...] [-OPTION=VALUE...]")
      exit(2)
    }
    unsafe run = target.run
    var count = CommandLine.argc - 1
    unsafe CommandLine.unsafeArgv[1] = CommandLine.unsafeArgv[0]
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
      unsafe CommandLine.unsafeArgv + 1
    exit(
      unsafe LLVMFuzzerRunDriver(&count, &arguments) { start, size in
        unsafe run(UnsafeRawBufferPointer(start: start, count: size).bytes)
        return 0
      })
  }
}

/// Set once, before libFuzzer begins; a C function captures nothing.
nonisolated(unsafe) private var run: @Sendable (RawSpan) -> Void = { _ in }
