import Glibc

/// Memory that a stream is read into block by block, with room in front for what was left of the block before.
public final class BlockBuffer: @unchecked Sendable {
  private let memory: UnsafeMutableRawBufferPointer
  private let room: Int
  private var start: Int
  private var end: Int

  /// `room` bytes may be left over of the block before.
  public init(blockSize: Int, room: Int) {
    memory = .allocate(byteCount: room + blockSize, alignment: 4096)
    self.room = room
    start = room
    end = room
  }

  deinit { memory.deallocate() }

  public var count: Int { end - start }

  /// The bytes that are there.
  public func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
    body(UnsafeRawBufferPointer(rebasing: memory[start..<end]).bytes)
  }

  /// Empties it.
  public func reset() { (start, end) = (room, room) }

  /// Puts what `other` has from `offset` on before what is here; at most as much as there is room for.
  public func prepend(_ other: BlockBuffer, from offset: Int) {
    let left = other.start + offset..<other.end
    precondition(left.count <= start, "more is left than there is room for")
    start -= left.count
    UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + left.count])
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: other.memory[left]))
  }

  /// Lets `body` write behind what is here, until it says 0 or the block is full.
  public func fill<Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) {
    while end < memory.count {
      let count = try body(UnsafeMutableRawBufferPointer(rebasing: memory[end...]))
      if count == 0 { return }
      end += count
    }
  }
}

extension FileDescriptor {
  /// Reads once, into memory of the caller's; 0 at the end of the file.
  public func read(into memory: UnsafeMutableRawBufferPointer) throws(LinuxError) -> Int {
    try Syscall.run("read") { Glibc.read(number, memory.baseAddress, memory.count) }
  }
}
