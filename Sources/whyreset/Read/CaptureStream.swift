import Linux
import Wire

/// One capture on its way through memory: a block that is read by the scanners, and the next one.
final class CaptureStream: @unchecked Sendable {
  /// Larger where only one file needs them: the threads wait for each other after each block.
  private static func blockSize(isAlone: Bool) -> Int { isAlone ? 1 << 22 : 1 << 20 }

  let input: CaptureInput
  /// What the scanners read at present.
  private(set) var block: BlockBuffer
  private var next: BlockBuffer
  private var inputHasEnded = false
  private(set) var failure: LinuxError?
  /// Bytes of the capture before `block`.
  private(set) var offset: Int64 = 0
  /// The time of the first packet; nil where there is none, or where it cannot be known without waiting.
  private(set) var firstTime: Int64?

  private static func emptyBlock(isAlone: Bool) -> BlockBuffer {
    BlockBuffer(
      blockSize: blockSize(isAlone: isAlone), room: CaptureReader.longestRecord + 4096)
  }

  init(_ input: CaptureInput, isAlone: Bool) {
    self.input = input
    block = Self.emptyBlock(isAlone: isAlone)
    next = Self.emptyBlock(isAlone: isAlone)
    guard !isAlone else { return }
    advance(past: 0)
    var (reader, position) = (CaptureReader(), 0)
    firstTime = block.withBytes { bytes in (try? reader.next(bytes, at: &position))?.time }
  }

  /// Whether no bytes come after those of `block`.
  var isAtEnd: Bool { inputHasEnded && next.count == 0 }

  /// Reads ahead, unless that has been done.
  func prefetch() {
    guard next.count == 0, !inputHasEnded else { return }
    do throws(LinuxError) {
      unsafe try next.fill { (memory) throws(LinuxError) in
        let count = unsafe try input.read(into: memory)
        if count == 0 { inputHasEnded = true }
        return count
      }
    } catch {
      failure = error
      inputHasEnded = true
    }
  }

  /// Whether more of the stream can come, once so much is consumed: a damaged file may stop before its end.
  func canAdvance(past consumed: Int) -> Bool {
    block.count - consumed <= CaptureReader.longestRecord + 4096
  }

  /// Makes the next block the present one, what was not consumed before it.
  func advance(past consumed: Int) {
    prefetch()
    offset += Int64(consumed)
    next.prepend(block, from: consumed)
    swap(&block, &next)
    next.reset()
  }
}
