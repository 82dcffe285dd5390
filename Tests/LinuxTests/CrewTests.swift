import Linux
import Synchronization
import Testing

/// Work on several threads.
@Suite struct CrewTests {
  @Test(arguments: [1, 3, 64]) func resultsComeInOrderOfThePieces(size: Int) throws {
    let crew = Crew(count: 20) { number -> Int in
      try? Poll.sleep(.milliseconds((20 - number) % 7))
      return number
    }
    var results: [Int] = []
    var progress: [Int] = []
    try crew.run(size: size, progress: { progress.append($0) }) {
      results.append($0)
      return true
    }
    #expect(results == Array(0..<20))
    #expect(progress.last == 20)
    #expect(progress == progress.sorted())
  }

  @Test func noMoreThanItsSizeRunAtOnce() throws {
    let running = Mutex((now: 0, most: 0))
    let crew = Crew(count: 30) { _ in
      running.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      try? Poll.sleep(.milliseconds(2))
      running.withLock { $0.now -= 1 }
    }
    try crew.run(size: 4) { _ in true }
    #expect((2...4).contains(running.withLock { $0.most }))
  }

  @Test func whoHasSeenEnoughEndsIt() throws {
    let begun = Mutex(0)
    let crew = Crew(count: 100) { number -> Int in
      begun.withLock { $0 += 1 }
      try? Poll.sleep(.milliseconds(1))
      return number
    }
    var seen: [Int] = []
    try crew.run(size: 2) {
      seen.append($0)
      return $0 < 5
    }
    #expect(seen == [0, 1, 2, 3, 4, 5])
    #expect(begun.withLock { $0 } < 100)
  }

  @Test func noPiecesAreNoWork() throws {
    try Crew(count: 0) { $0 }.run(size: 6) { _ in false }
  }
}
