import ArgumentParser
import Lab

/// A host's program in a lab; the lab starts it, nobody else.
struct LabActorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "lab-actor", shouldDisplay: false)

  @Argument var command: String
  @Argument var own: String
  @Argument var peer: String
  @Argument var limitMilliseconds: Int

  func run() throws {
    try LabActor.run(
      command: command, own: own, peer: peer, limit: .milliseconds(limitMilliseconds))
  }
}
