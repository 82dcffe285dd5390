import Diagnosis
import Linux

/// How far a long piece of work has come, on a terminal's last line; nothing where standard error is none.
struct ProgressBar {
  private let language: Language
  private let isShown = Terminal.isTerminal(.error)
  private let begun = ContinuousClock.now
  private var nextLook = ContinuousClock.now + .milliseconds(500)
  private var isThere = false

  init(language: Language) { self.language = language }

  /// Draws it again if it is time to; `all` nil stands for a length that nobody knows.
  mutating func show(done: Int64, of all: Int64?) {
    guard isShown, ContinuousClock.now >= nextLook else { return }
    nextLook = ContinuousClock.now + .milliseconds(200)
    isThere = true
    try? Terminal.write("\r\u{1b}[K" + line(done, all), to: .error)
  }

  mutating func clear() {
    guard isThere else { return }
    isThere = false
    try? Terminal.write("\r\u{1b}[K", to: .error)
  }

  private func line(_ done: Int64, _ all: Int64?) -> String {
    let megabytes = "\(done / 1_000_000) MB"
    guard let all, all > 0, done > 0 else { return megabytes }
    let share = min(Double(done) / Double(all), 1)
    let columns = 30
    let filled = Int(share * Double(columns))
    let bar =
      String(repeating: "#", count: filled) + String(repeating: ".", count: columns - filled)
    let spent = Double((ContinuousClock.now - begun).components.seconds) + 0.5
    let left = Int((spent / share - spent).rounded(.up))
    let rest = Text(en: "\(left) s left", zh: "还需 \(left) 秒")(language)
    return "[\(bar)] \(Int(share * 100)) %  \(megabytes)  \(rest)"
  }
}
