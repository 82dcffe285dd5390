import ArgumentParser
import Lab

/// What stands between a lab's hosts; the lab starts it, nobody else.
struct LabRelayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "lab-relay", shouldDisplay: false)

  @Argument var middle: String?

  func run() throws {
    guard let middle else { try LabRelay.standBy() }
    try LabRelay.run(middle: middle)
  }
}
