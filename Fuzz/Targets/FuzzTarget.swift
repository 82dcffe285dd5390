/// A parser of what others wrote, as a fuzzer calls it: no bytes may make it trap, read beyond them or hang.
///
/// A new one is a file beside this one, a line in `all`, and a folder of seeds in `corpus`.
struct FuzzTarget: Sendable {
  /// As its folder in `corpus` is called.
  let name: String
  let run: @Sendable (RawSpan) -> Void

  init(_ name: String, _ run: @escaping @Sendable (RawSpan) -> Void) {
    self.name = name
    self.run = run
  }

  static let all: [FuzzTarget] = [.capture, .packet, .conversation]
}
