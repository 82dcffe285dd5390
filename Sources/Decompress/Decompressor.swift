import CCompression

/// Why compressed bytes could not be expanded, in the library's own words.
public struct DecompressError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(description: String) { self.description = description }
}

/// A way in which files are compressed.
public enum Compression: Sendable {
  case gzip, zstd

  /// The way that a file with these first bytes is compressed in; nil where it is not.
  public init?(startingWith bytes: [UInt8]) {
    switch bytes.prefix(4) {
    case [0x28, 0xb5, 0x2f, 0xfd]: self = .zstd
    case let start where start.prefix(2) == [0x1f, 0x8b]: self = .gzip
    default: return nil
    }
  }
}

/// Expands a compressed stream piece by piece: gzip members or zstd frames, one after another.
public struct Decompressor: ~Copyable {
  /// How far one step came.
  public struct Step: Sendable {
    public let consumed: Int
    public let produced: Int
  }

  private var machine: Machine

  private enum Machine: ~Copyable {
    case gzip(Inflater)
    case zstd(ZstdDecoder)
  }

  public init(_ compression: Compression) throws(DecompressError) {
    switch compression {
    case .gzip: machine = .gzip(try Inflater())
    case .zstd: machine = .zstd(try ZstdDecoder())
    }
  }

  /// Whether the stream may end here.
  public var isBetweenMembers: Bool {
    switch machine {
    case .gzip(let inflater): inflater.isBetweenMembers
    case .zstd(let decoder): decoder.isBetweenMembers
    }
  }

  /// Expands as much as fits.
  public mutating func expand(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(DecompressError) -> Step {
    switch machine {
    case .gzip(let inflater): try inflater.expand(input, into: output)
    case .zstd(let decoder): try decoder.expand(input, into: output)
    }
  }
}
