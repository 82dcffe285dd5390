import Facts

/// What an actor answers to an instruction.
struct Reply: Equatable {
  enum Ending: String { case success, endOfFile, error, timedOut, impossible }

  var ending: Ending
  /// errno, where the ending is an error.
  var number: Int32 = 0
  /// Bytes that were sent or received.
  var bytes = 0
  /// The number of the connection that was opened.
  var connection: Int?
  /// The connection's ends as the actor's socket has them.
  var local: Endpoint?
  var remote: Endpoint?
  /// Processes that the instruction started.
  var processes: [Int32] = []
  /// What failed, or why it was impossible, in words.
  var text = ""

  init(_ ending: Ending) { self.ending = ending }

  /// The message that carries it, a line a field.
  var message: [UInt8] {
    let fields = [
      ending.rawValue, String(number), String(bytes), local?.description ?? "",
      remote?.description ?? "", processes.map(String.init).joined(separator: " "),
      connection.map(String.init) ?? "", text,
    ]
    return Array(fields.joined(separator: "\n").utf8)
  }

  init?(message: [UInt8]) {
    let fields = message.split(separator: 10, maxSplits: 7, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard fields.count == 8, let ending = Ending(rawValue: fields[0]),
      let number = Int32(fields[1]), let bytes = Int(fields[2])
    else { return nil }
    self.ending = ending
    self.number = number
    self.bytes = bytes
    local = Endpoint(fields[3])
    remote = Endpoint(fields[4])
    processes = fields[5].split(separator: " ").compactMap { Int32($0) }
    connection = Int(fields[6])
    text = fields[7]
  }
}
