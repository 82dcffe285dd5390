import Diagnosis
import Facts
import Linux

/// The runner's end of the relay: its process and the channel to it.
struct RelayProcess: ~Copyable {
  private let child: ChildProcess
  private let channel: MessageChannel

  private static let limit = Duration.seconds(10)

  /// Starts the relay in `namespace`, whose links to both hosts are there, and waits until it is ready; without an
  /// address of its own it relays nothing.
  init(
    program: String, middle: SocketAddress?, in namespace: borrowing NetworkNamespace
  ) throws(LinuxError) {
    let pair = try MessageChannel.Pair()
    let child = try ChildProcess(
      [program, "lab-relay"] + (middle.map { ["\(Endpoint($0).address)"] } ?? []),
      descriptors: [
        LabActor.Inherited.channel: pair.far.descriptor.number,
        LabActor.Inherited.namespace: namespace.descriptor.number,
      ])
    let channel = pair.keepNear()
    try Self.waitForAnswer(channel)
    self.child = child
    self.channel = channel
  }

  /// Tells the relay something, and waits until it has done it.
  func tell(_ instruction: RelayInstruction) throws(LinuxError) {
    try channel.send(instruction.message)
    try Self.waitForAnswer(channel)
  }

  private static func waitForAnswer(_ channel: borrowing MessageChannel) throws(LinuxError) {
    guard
      try Poll.wait(for: .readable, on: channel.descriptor, limit: limit) == .ready,
      try channel.receive() != nil
    else { throw LinuxError.notListening("wait for the relay") }
  }
}
