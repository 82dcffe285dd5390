import Glibc

/// Threads that do their parts of a step at the same time, step after step.
public final class Gang: @unchecked Sendable {
  private let work: @Sendable (Int) -> Void
  private let size: Int
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let news = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var threads: [pthread_t] = []
  // All below is of the mutex.
  private var step = 0
  private var working = 0
  private var isDismissed = false

  /// `work` is called with each number below `size`, on a thread of its own, once a step.
  public init(size: Int, work: @escaping @Sendable (Int) -> Void) throws(LinuxError) {
    self.work = work
    self.size = size
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(news, nil)
    for number in 0..<size {
      threads.append(try DedicatedThread.start { [unowned self] in self.labour(number) })
    }
  }

  deinit {
    pthread_cond_destroy(news)
    pthread_mutex_destroy(mutex)
    news.deallocate()
    mutex.deallocate()
  }

  /// Begins a step; everything that was written before is seen by the threads.
  public func begin() {
    locked {
      step += 1
      working = size
    }
    pthread_cond_broadcast(news)
  }

  /// Waits until every thread has done its part of the step.
  public func wait() {
    pthread_mutex_lock(mutex)
    while working > 0 { pthread_cond_wait(news, mutex) }
    pthread_mutex_unlock(mutex)
  }

  /// Ends the threads; it must be called before the last reference goes.
  public func dismiss() {
    locked { isDismissed = true }
    pthread_cond_broadcast(news)
    for thread in threads { pthread_join(thread, nil) }
    threads = []
  }

  private func labour(_ number: Int) {
    var done = 0
    while let next = waitForStep(after: done) {
      work(number)
      done = next
      locked { working -= 1 }
      pthread_cond_broadcast(news)
    }
  }

  private func waitForStep(after done: Int) -> Int? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while step == done, !isDismissed { pthread_cond_wait(news, mutex) }
    return isDismissed ? nil : step
  }

  private func locked(_ change: () -> Void) {
    pthread_mutex_lock(mutex)
    change()
    pthread_mutex_unlock(mutex)
  }
}
