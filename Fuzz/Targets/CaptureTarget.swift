import Capture
import Diagnosis
import Facts
import Wire

extension FuzzTarget {
  /// A capture file, read whole and in windows, followed packet by packet and in
  /// batches by three scanners, and judged.
  static let capture = FuzzTarget("capture") { bytes in
    let whole = ReadCapture(bytes, window: bytes.byteCount)
    let pieces = ReadCapture(bytes, window: max(61, bytes.byteCount / 64))
    // What is read cannot depend on how the bytes come.
    precondition(whole.frames == pieces.frames, "another window, other packets")
    for frame in whole.frames { precondition(frame.bytes.upperBound <= bytes.byteCount) }
    let all = ends(bytes, shares: 1)
    precondition(Set(all) == Set(ends(bytes, shares: 3)), "shares of the work do not add up")
    var judge = CaptureJudge()
    for end in all { _ = judge.add(end) }
    _ = judge.finish()
  }

  private static func ends(_ bytes: RawSpan, shares: Int) -> [CapturedEnd] {
    var ends: [CapturedEnd] = []
    for share in 0..<shares {
      var scanner = CaptureScanner(share: share, of: shares, seed: 1)
      var (reader, offset, batch) = (CaptureReader(), 0, [CapturedFrame]())
      while shares == 1, let frame = try? reader.next(bytes, at: &offset) {
        scanner.note(frame, bytes, file: 0)
      }
      while shares > 1, (try? reader.next(bytes, at: &offset, into: &batch)) != nil, !batch.isEmpty
      {
        scanner.note(batch, batch.indices, bytes, file: 0)
        batch.removeAll()
      }
      ends += scanner.finish()
    }
    return ends
  }
}

/// The packets of a capture that comes in pieces.
private struct ReadCapture {
  private(set) var frames: [Frame] = []

  struct Frame: Equatable {
    let number: UInt64
    let time: Int64
    /// In the whole capture.
    let bytes: Range<Int>
    let linkType: UInt16
    let originalLength: UInt32
  }

  /// At least so many bytes more are shown whenever the reader wants more.
  init(_ bytes: RawSpan, window: Int) {
    var reader = CaptureReader()
    var (start, end, offset) = (0, min(window, bytes.byteCount), 0)
    while true {
      do throws(CaptureError) {
        guard let frame = try reader.next(bytes.extracting(start..<end), at: &offset) else {
          guard end < bytes.byteCount else { return }
          (start, offset) = (start + offset, 0)
          end = min(end + window, bytes.byteCount)
          continue
        }
        frames.append(Frame(frame, start))
      } catch { return }
    }
  }
}

extension ReadCapture.Frame {
  fileprivate init(_ frame: CapturedFrame, _ start: Int) {
    self.init(
      number: frame.number, time: frame.time,
      bytes: frame.bytes.lowerBound + start..<frame.bytes.upperBound + start,
      linkType: frame.linkType, originalLength: frame.originalLength)
  }
}
