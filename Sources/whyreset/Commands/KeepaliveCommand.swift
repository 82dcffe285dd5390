import ArgumentParser

/// `whyreset keepalive`: idle time-outs along a chain.
struct KeepaliveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keepalive",
    abstract: "Compare the idle time-outs of clients, proxies and servers.",
    subcommands: [
      KeepaliveChainCommand.self, KeepaliveProbeCommand.self, KeepaliveLearnCommand.self,
    ])
}
