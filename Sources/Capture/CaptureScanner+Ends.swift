public import Facts
import Wire

extension CaptureScanner {
  /// Finds out what ended by now, and makes room; to be called from time to time.
  public mutating func settle() {
    concludeWaiting(until: now &- PendingReset.patience)
    sweep()
  }

  /// How connections ended, as far as that was found out, in the order of their frames.
  public mutating func takeEnds() -> [CapturedEnd] {
    defer { ends.removeAll(keepingCapacity: true) }
    return ends
  }

  public mutating func takeIdleCloses() -> [CapturedIdleClose] {
    defer { idleCloses.removeAll(keepingCapacity: true) }
    return idleCloses
  }

  /// Everything that is still to be told, at the end of the capture.
  public mutating func finish() -> [CapturedEnd] {
    concludeWaiting(until: .max)
    for number in 0..<table.used where table[number].isLive { conclude(number) }
    defer { ends.removeAll() }
    return ends
  }

  private mutating func concludeWaiting(until time: Int64) {
    let due = waiting.prefix { $0.time <= time }.count
    for (number, time) in waiting.prefix(due) where pending[number]?.time == time {
      conclude(number)
    }
    waiting.removeFirst(due)
  }

  /// Tells how the connection ended, if it did by a reset or by silence.
  mutating func conclude(_ number: Int) {
    guard let reset = pending.removeValue(forKey: number) else {
      guard !table[number].hasReset,
        let failure = CapturedEnd(failureOf: table[number], notices[number])
      else { return }
      ends.append(failure.naming(processes[number], table[number]))
      return
    }
    let end = CapturedEnd(reset).noting(notices[number], table[number])
    ends.append(end.naming(processes[number], table[number]))
  }

  /// Drops what was said of a conversation whose number another one will have.
  mutating func forget(_ number: Int) {
    if !notices.isEmpty { notices[number] = nil }
    if !processes.isEmpty { processes[number] = nil }
  }

  /// Connections that are over, or silent for too long, make room. The more there are, the sooner: a table of a
  /// million is patient for as long as a quiet TCP connection may be (two hours and the time of the probes,
  /// tcp(7)), a larger one for a minute at the least.
  private mutating func sweep() {
    let elapsed = max(now &- lastSweep, 0)
    let share = min(Double(elapsed) / Self.sweepTime, 1)
    let steps = Int((Double(table.used) * share).rounded(.down))
    guard steps > 0 else { return }
    lastSweep = now
    for _ in 0..<steps {
      sweepPosition = sweepPosition + 1 < table.used ? sweepPosition + 1 : 0
      retire(sweepPosition)
    }
  }

  /// All conversations are looked at once in so many nanoseconds of the capture.
  private static var sweepTime: Double { 4e9 }

  /// How many seconds a silent connection is kept.
  private var patience: Int64 {
    switch table.count {
    case ..<1_000_000: 8_000
    case ..<2_000_000: 600
    default: 60
    }
  }

  /// One that is over is kept for what may still be on its way to it, as long as there are not many.
  private var memory: Int64 { table.count < 65_536 ? 130 : 5 }

  private mutating func retire(_ number: Int) {
    guard table[number].isLive else { return }
    let silence = (now &- table[number].lastTime) / 1_000_000_000
    guard silence > 4, !table[number].hasReset || pending[number] == nil else { return }
    let isOver = table[number].isClosed || table[number].hasReset
    let isOpening = table[number].handshake == .syn || table[number].handshake == .synACK
    guard silence > (isOver ? memory : isOpening ? min(patience, 200) : patience) else { return }
    if !isOver { countRetired() }
    conclude(number)
    forget(number)
    table.remove(number)
  }
}
