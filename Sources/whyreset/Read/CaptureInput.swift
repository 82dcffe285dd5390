import Decompress
import Linux

/// The bytes of one capture: a file or standard input, compressed or not.
final class CaptureInput {
  let name: String
  /// Bytes of the file as it lies on the disk; nil where nobody can say how much will come.
  let size: Int64?
  /// Bytes read of those.
  private(set) var position: Int64 = 0
  private let file: FileDescriptor
  /// What was read to know the format, and was not handed on yet.
  private var start: [UInt8]
  private var expansion: Expansion?
  /// Why no more bytes came, where that was not the end.
  private(set) var problem: String?

  /// `-` is standard input.
  init(_ name: String) throws(Failure) {
    self.name = name
    do throws(LinuxError) {
      let opened = name == "-" ? try FileDescriptor.standardInput() : try FileDescriptor.open(name)
      size = opened.size
      start = try Self.firstBytes(opened)
      file = opened
    } catch { throw Failure("\(error)", status: .failed) }
    if let compression = Compression(startingWith: start) {
      do throws(DecompressError) { expansion = Expansion(try Decompressor(compression)) } catch {
        throw Failure("\(name): \(error)")
      }
    }
  }

  private static func firstBytes(_ file: borrowing FileDescriptor) throws(LinuxError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < 4 {
      let more = try file.read(upTo: 4 - bytes.count)
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  /// Writes bytes of the capture to `memory`; 0 at the end.
  func read(into memory: UnsafeMutableRawBufferPointer) throws(LinuxError) -> Int {
    guard let expansion else { return unsafe try readPlain(into: memory) }
    do throws(DecompressError) {
      return unsafe try expansion.read(into: memory) { (room) throws(LinuxError) in
        unsafe try self.readPlain(into: room)
      }
    } catch {
      problem = error.description
      return 0
    }
  }

  private func readPlain(into memory: UnsafeMutableRawBufferPointer) throws(LinuxError) -> Int {
    if !start.isEmpty {
      let count = min(start.count, memory.count)
      unsafe memory.copyBytes(from: start.prefix(count))
      start.removeFirst(count)
      position += Int64(count)
      return count
    }
    let count = unsafe try file.read(into: memory)
    position += Int64(count)
    return count
  }
}

/// Compressed bytes on their way through a decompressor.
@safe private final class Expansion {
  private var decompressor: Decompressor
  private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
  private var waiting: Range<Int> = 0..<0
  private var isAtEnd = false

  init(_ decompressor: consuming Decompressor) { self.decompressor = decompressor }

  deinit { unsafe memory.deallocate() }

  func read(
    into output: UnsafeMutableRawBufferPointer,
    from source: (UnsafeMutableRawBufferPointer) throws(LinuxError) -> Int
  ) throws(DecompressError) -> Int {
    while true {
      if waiting.isEmpty, !isAtEnd { unsafe try refill(source) }
      let step = unsafe try decompressor.expand(
        UnsafeRawBufferPointer(rebasing: memory[waiting]), into: output)
      waiting = waiting.lowerBound + step.consumed..<waiting.upperBound
      if step.produced > 0 { return step.produced }
      if isAtEnd, waiting.isEmpty || step.consumed == 0 {
        guard decompressor.isBetweenMembers else {
          throw DecompressError(description: "the compressed file is cut off")
        }
        return 0
      }
    }
  }

  private func refill(
    _ source: (UnsafeMutableRawBufferPointer) throws(LinuxError) -> Int
  ) throws(DecompressError) {
    do throws(LinuxError) { waiting = 0..<(unsafe try source(memory)) } catch {
      throw DecompressError(description: error.description)
    }
    isAtEnd = waiting.isEmpty
  }
}
