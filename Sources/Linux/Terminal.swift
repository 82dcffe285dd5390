import Glibc

/// What is at the other end of one of this process's standard streams.
public enum Terminal {
  /// A standard stream, by its descriptor.
  public enum Stream: Int32, Sendable { case input, output, error }

  public static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

  /// Columns of the terminal that the stream is, or nil where it is none (tty_ioctl(4), TIOCGWINSZ).
  public static func columns(of stream: Stream) -> Int? {
    var size = winsize()
    guard ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes all of the text at once, unbuffered, so that a pipe sees each line as it comes.
  ///
  /// EPIPE, where nobody reads the stream any more, needs SIGPIPE to be ignored.
  public static func write(_ text: String, to stream: Stream = .output) throws(LinuxError) {
    let bytes = Array(text.utf8)
    let name = stream == .output ? "write to standard output" : "write to standard error"
    var written = 0
    while written < bytes.count {
      written += try Syscall.run(name) {
        bytes.withUnsafeBytes {
          Glibc.write(stream.rawValue, $0.baseAddress! + written, bytes.count - written)
        }
      }
    }
  }

  /// One line of standard input without its end, up to so many bytes; nil at the end of the input.
  public static func readLine(upTo limit: Int = 256) throws(LinuxError) -> String? {
    var bytes: [UInt8] = []
    while bytes.count < limit {
      var byte: UInt8 = 0
      let count = try Syscall.run("read standard input") { Glibc.read(STDIN_FILENO, &byte, 1) }
      if count == 0, bytes.isEmpty { return nil }
      if count == 0 || byte == 0x0a { break }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
