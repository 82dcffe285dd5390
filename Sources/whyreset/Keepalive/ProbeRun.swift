import Facts
import Linux
import Probe
import Report

/// One measurement from its first connection to its report, with the terminal and Ctrl-C.
struct ProbeRun {
  private let settings: ConnectionSettings
  private let plan: ProbeSession.Settings
  private let output: OutputOptions

  /// How often it looks for what has happened and what is due.
  private static let interval = Duration.milliseconds(10)

  init(
    _ settings: ConnectionSettings, _ plan: ProbeSession.Settings, _ output: OutputOptions
  ) {
    self.settings = settings
    self.plan = plan
    self.output = output
  }

  func measure() throws(Failure) -> IdleMeasurement {
    // Before any thread is started, so that all of them leave the signals to this one.
    let signals = try attempt { () throws(LinuxError) in try StopSignals() }
    let network: ProbeNetwork
    do throws(ProbeFailure) { network = try ProbeNetwork(settings) } catch {
      throw Failure(error, settings)
    }
    defer { network.shutDown() }
    var session = ProbeSession(server: settings.server, usesHTTP2: settings.usesHTTP2, plan)
    var line = StatusLine(language: output.language)
    defer { line.clear() }
    while !session.isFinished {
      for event in network.take() { session.take(event) }
      session.step(at: network.now)
      perform(session.takeOrders(), session.address, on: network)
      line.show(ProbeReport.progress(session.measurement(at: network.now)))
      _ = try attempt { () throws(LinuxError) in
        try Poll.readable([signals.descriptor], limit: Self.interval)
      }
      if signals.hasArrived { break }
    }
    if let failure = session.failure { throw Failure(failure, settings) }
    return session.measurement(at: network.now)
  }

  func text(of measurement: IdleMeasurement) -> String {
    output.json
      ? measurement.json.serialized + "\n" : ProbeReport(style: output.style).render(measurement)
  }

  private func perform(
    _ orders: [ProbeSession.Order], _ address: Endpoint?, on network: ProbeNetwork
  ) {
    for order in orders {
      switch order {
      case .open(let number, let keepAlive): network.open(number, to: address, keepAlive: keepAlive)
      case .request(let number): network.request(number)
      case .leave(let number): network.leave(number)
      }
    }
  }
}

extension Failure {
  /// Why nothing could be measured.
  fileprivate init(_ failure: ProbeFailure, _ settings: ConnectionSettings) {
    let server = settings.server
    switch failure {
    case .unresolved(let host): self.init("cannot find the address of \(host)")
    case .connect(let number): self.init("cannot connect to \(server.authority): \(number.name)")
    case .connectTimedOut: self.init("cannot connect to \(server.authority): no answer for 10 s")
    case .certificate(let why):
      self.init(
        "the certificate of \(server.authority) is not trusted: \(why)",
        hint: "--insecure measures all the same")
    case .tls(let why): self.init("cannot speak TLS with \(server.authority): \(why)")
    case .noHTTP2:
      self.init("\(server.authority) does not offer HTTP/2", hint: "measure it without --http2")
    case .garbage(let what):
      self.init(
        "what \(server.authority) sent is no HTTP\(settings.usesHTTP2 ? "/2" : ""): \(what)",
        hint: "`whyreset keepalive probe \(server.host):\(server.port)` measures plain TCP")
    case .unanswered(let end):
      self.init(
        "\(server.authority) did not answer the first request: it \(end.inWords)",
        hint: "--path or --method asks for something else")
    }
  }
}

extension ConnectionEnd {
  fileprivate var inWords: String {
    switch self {
    case .fin: "closed the connection"
    case .reset: "reset the connection"
    case .silence: "stayed silent for 10 s"
    case .goAway: "sent GOAWAY"
    case .error(let number): "ended in \(number.name)"
    }
  }
}
