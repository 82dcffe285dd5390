/// What the runner tells an actor to do.
struct Instruction: Equatable {
  enum Verb: String {
    case listen, closeListener, accept, connect, beginConnect, connectHoldingACK, send, sendText
    case sendUntilFull, receive, receiveResponse, linger, linger2, keepalive, userTimeout
    case shutdownWrite, shutdownBoth, close, disconnect, exit, listenMultipath, forge
    case acceptInVain, limitDescriptors, connectToOwn, shutdownInChild
    case injectReset, sendStray
    /// Starts the server program that `text` names, with its path and its settings, a line each.
    case serve
    /// Starts the actor's own server in the place of one.
    case standIn
    /// Sends a signal to the server program.
    case signalServer
    /// Goes on as it is, without a runner.
    case stay
    /// Ends, and tells the peers nothing.
    case powerOff
  }

  var verb: Verb
  /// What the verb takes, connection or port first.
  var numbers: [Int] = []
  var text = ""

  /// The message that carries it: verb, numbers, text, a line each; the text may hold more lines.
  var message: [UInt8] {
    Array("\(verb.rawValue)\n\(numbers.map(String.init).joined(separator: " "))\n\(text)".utf8)
  }

  init(_ verb: Verb, _ numbers: [Int] = [], text: String = "") {
    self.verb = verb
    self.numbers = numbers
    self.text = text
  }

  init?(message: [UInt8]) {
    let fields = message.split(separator: 10, maxSplits: 2, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard fields.count == 3, let verb = Verb(rawValue: fields[0]) else { return nil }
    self.init(verb, fields[1].split(separator: " ").compactMap { Int($0) }, text: fields[2])
  }
}
