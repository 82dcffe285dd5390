/// Finds the packets of a capture file, pcap or pcapng, in its bytes as they come.
///
/// It holds no bytes: the caller shows it a window of the file, and keeps what was not consumed for the next.
public struct CaptureReader: Sendable {
  /// The longest record that is read: more than the longest packet that Linux makes (BIG TCP, 512 KiB).
  public static let longestRecord = 1 << 20

  private enum Format { case unknown, pcap(Pcap), pcapng(Pcapng) }

  private var format = Format.unknown
  /// Packets found so far.
  public private(set) var frames: UInt64 = 0

  public init() {}

  /// The next packet of `bytes` from `offset` on, which moves behind it; nil where more bytes are needed first.
  public mutating func next(
    _ bytes: RawSpan, at offset: inout Int
  ) throws(CaptureError) -> CapturedFrame? {
    while true {
      switch format {
      case .pcap(let pcap):
        guard let frame = try pcap.next(bytes, at: &offset, number: frames + 1) else { return nil }
        frames += 1
        return frame
      case .pcapng(var pcapng):
        // Not to be copied when it changes.
        format = .unknown
        defer { format = .pcapng(pcapng) }
        guard let frame = try pcapng.next(bytes, at: &offset, number: frames + 1) else {
          return nil
        }
        frames += 1
        return frame
      case .unknown:
        guard try recognize(bytes, at: &offset) else { return nil }
      }
    }
  }

  /// Packets that are worth finding together, so that memory for one is fetched while others are read.
  public static let batchSize = 64

  /// Adds the packets of `bytes` from `offset` on to `batch`, as far as there are any, until it is full; an error
  /// is thrown once no packet before it is left.
  public mutating func next(
    _ bytes: RawSpan, at offset: inout Int, into batch: inout [CapturedFrame]
  ) throws(CaptureError) {
    do throws(CaptureError) {
      while batch.count < Self.batchSize {
        if case .pcap(let pcap) = format {
          return try pcap.fill(
            &batch, to: Self.batchSize, bytes, at: &offset, count: &frames)
        }
        guard let frame = try next(bytes, at: &offset) else { return }
        batch.append(frame)
      }
    } catch {
      if batch.isEmpty { throw error }
    }
  }

  /// Whether the format is known, as it is after the first header.
  public var knowsFormat: Bool { if case .unknown = format { false } else { true } }

  private mutating func recognize(
    _ bytes: RawSpan, at offset: inout Int
  ) throws(CaptureError) -> Bool {
    guard let magic = bytes.word(at: offset, isBigEndian: true) else { return false }
    if magic == Pcapng.sectionHeader {
      format = .pcapng(Pcapng())
      return true
    }
    guard Pcap.isMagic(magic) else { throw .notACapture }
    guard let pcap = Pcap(bytes, at: &offset) else { return false }
    format = .pcap(pcap)
    return true
  }
}

extension RawSpan {
  /// Four bytes as an integer; nil beyond the end.
  func word(at offset: Int, isBigEndian: Bool) -> UInt32? {
    var reader = ByteReader(self, at: offset, .capture)
    guard let value: UInt32 = try? reader.read() else { return nil }
    return isBigEndian ? value : value.byteSwapped
  }

  /// Two bytes as an integer; nil beyond the end.
  func half(at offset: Int, isBigEndian: Bool) -> UInt16? {
    var reader = ByteReader(self, at: offset, .capture)
    guard let value: UInt16 = try? reader.read() else { return nil }
    return isBigEndian ? value : value.byteSwapped
  }
}
