import CLibbpf
import Glibc

/// The reading end of a BPF ring buffer.
public struct RingBuffer: ~Copyable {
  private let handle: OpaquePointer
  private let receiver: Receiver

  /// Gives the C callback a stable address for the Swift closure.
  private final class Receiver {
    let onRecord: (RawSpan) -> Void
    /// Records that may still be handed over in this poll.
    var allowance = 0
    init(_ onRecord: @escaping (RawSpan) -> Void) { self.onRecord = onRecord }
  }

  /// So many records at a time: in a storm the kernel makes more while they are read, without end, and what is
  /// made of them takes ten times their room.
  private static let limit = 512

  init(map: Int32, onRecord: @escaping (RawSpan) -> Void) throws(BPFError) {
    let receiver = Receiver(onRecord)
    let context = Unmanaged.passUnretained(receiver).toOpaque()
    let handle = ring_buffer__new(
      map,
      { context, data, size in
        let receiver = Unmanaged<Receiver>.fromOpaque(context!).takeUnretainedValue()
        receiver.onRecord(UnsafeRawBufferPointer(start: data, count: size).bytes)
        receiver.allowance -= 1
        return receiver.allowance > 0 ? 0 : -ECANCELED
      }, context, nil)
    guard let handle else { throw BPFError.last("open ring buffer") }
    self.handle = handle
    self.receiver = receiver
  }

  deinit { ring_buffer__free(handle) }

  /// Readable when records wait; it belongs to the ring buffer and must not be closed.
  public var descriptor: Int32 { ring_buffer__epoll_fd(handle) }

  /// Whether a record waits; it may not be complete yet.
  public var hasRecords: Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return Glibc.poll(&entry, 1, 0) == 1
  }

  /// Hands over the records that are complete, a few hundred at the most.
  ///
  /// A program that was interrupted while it wrote a record holds back all that came after it.
  public func read() throws(BPFError) {
    receiver.allowance = Self.limit
    let count = ring_buffer__consume(handle)
    guard count >= 0 || count == -ECANCELED else {
      throw BPFError(operation: "read ring buffer", errno: -count)
    }
  }
}
