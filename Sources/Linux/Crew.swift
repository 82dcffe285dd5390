import Glibc

/// Threads that share pieces of work out among themselves; the results come back in the order of the pieces.
public final class Crew<Result: Sendable>: @unchecked Sendable {
  private let work: @Sendable (Int) -> Result
  private let count: Int
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let news = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  // All below is of the mutex.
  private var next = 0
  private var done = 0
  private var results: [Result?]
  private var isDismissed = false

  /// `work` is asked for each number below `count` once, on one of the threads.
  public init(count: Int, work: @escaping @Sendable (Int) -> Result) {
    self.work = work
    self.count = count
    results = Array(repeating: nil, count: count)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(news, nil)
  }

  deinit {
    pthread_cond_destroy(news)
    pthread_mutex_destroy(mutex)
    news.deallocate()
    mutex.deallocate()
  }

  /// Does all pieces on at most `size` threads. `each` gets every result as soon as those before it are
  /// there, on the calling thread, and says whether to go on; `progress` gets how many are done. It ends
  /// when everything that was begun has.
  public func run(
    size: Int, progress: (Int) -> Void = { _ in }, each: (Result) -> Bool
  ) throws(LinuxError) {
    var threads: [pthread_t] = []
    defer {
      dismiss()
      for thread in threads { pthread_join(thread, nil) }
    }
    for _ in 0..<min(size, count) {
      threads.append(try DedicatedThread.start { self.labour() })
    }
    var told = 0
    var finished = 0
    while told < count {
      let news = waitForNews(after: finished, from: told)
      for result in news.results where !each(result) { return }
      told += news.results.count
      finished = news.done
      progress(finished)
    }
  }

  /// The results from `first` on that lack none before them, once more than `seen` pieces are done.
  private func waitForNews(after seen: Int, from first: Int) -> (results: [Result], done: Int) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while done <= seen { pthread_cond_wait(news, mutex) }
    var fresh: [Result] = []
    while first + fresh.count < count, let result = results[first + fresh.count] {
      fresh.append(result)
    }
    return (fresh, done)
  }

  private func labour() {
    while let number = take() { finish(number, work(number)) }
  }

  private func take() -> Int? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    guard next < count, !isDismissed else { return nil }
    next += 1
    return next - 1
  }

  private func finish(_ number: Int, _ result: Result) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    results[number] = result
    done += 1
    pthread_cond_signal(news)
  }

  private func dismiss() {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    isDismissed = true
  }
}
