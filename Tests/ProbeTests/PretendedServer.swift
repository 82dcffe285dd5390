import Facts
import Probe

/// A server and the way to it, in simulated time: what a session would see of them.
struct PretendedServer {
  /// It closes connections that have been idle for so long.
  var idleLimit: Duration?
  /// It closes connections of this age.
  var ageLimit: Duration?
  /// How often it looks for connections to close; at any time where nil.
  var looksEvery: Duration?
  var end = ConnectionEnd.fin
  /// Something on the way forgets connections after so long, and answers with this.
  var memory: Duration?
  var stranger = ConnectionEnd.silence
  var requestCap: Int?
  var announcesCap = true
  var announcedTimeout: Int?
  /// HTTP/2: it says GOAWAY, and closes only if it also has an idle limit's end.
  var saysGoAway = false
  var closesAfterGoAway = true
  /// How many connections it serves at a time.
  var width = Int.max
  /// From this time on it refuses new connections and answers nobody.
  var diesAt: Duration?
  /// Each connection's own part of its idle limit, in percent.
  var jitter: [Int] = [100]
  var answerTime = Duration.milliseconds(4)

  private struct Line {
    var opened: Duration
    var used: Duration
    var requests = 0
    var keepAlive: Duration?
    var isOpen = true
    var isDead = false
  }

  /// What `session` finds out; nil where it takes more than three times its limit.
  static func measure(
    _ server: PretendedServer, tcp: Bool = false, http2: Bool = false,
    _ settings: ProbeSession.Settings, until stop: Duration? = nil
  ) -> ProbeSession {
    var simulation = Simulation(server, tcp: tcp)
    let target = ProbedServer(scheme: tcp ? .tcp : .http, host: "server", port: 80)
    var session = ProbeSession(server: target, usesHTTP2: http2, settings)
    while !session.isFinished, simulation.now < settings.limit * 4 + .seconds(60),
      stop.map({ simulation.now < $0 }) ?? true
    {
      for event in simulation.advance() { session.take(event) }
      session.step(at: simulation.now)
      for order in session.takeOrders() { simulation.perform(order) }
    }
    return session
  }

  private struct Simulation {
    let server: PretendedServer
    let tcp: Bool
    var now = Duration.zero
    var lines: [Int: Line] = [:]
    var events: [ConnectionEvent] = []

    init(_ server: PretendedServer, tcp: Bool) {
      self.server = server
      self.tcp = tcp
    }

    private var isDead: Bool { server.diesAt.map { now >= $0 } ?? false }

    mutating func perform(_ order: ProbeSession.Order) {
      switch order {
      case .open(let number, let keepAlive):
        guard !isDead else {
          events.append(ConnectionEvent(number, at: now, .failed(.connect(.connectionRefused))))
          return
        }
        lines[number] = Line(
          opened: now, used: now, keepAlive: keepAlive.map { .seconds($0) })
        events.append(ConnectionEvent(number, at: now, .ready(remote: nil)))
      case .request(let number): request(number)
      case .leave(let number): lines[number]?.isOpen = false
      }
    }

    private mutating func request(_ number: Int) {
      guard var line = lines[number], line.isOpen else { return }
      events.append(ConnectionEvent(number, at: now, .requested))
      defer { lines[number] = line }
      let busy = lines.count { $0.key < number && $0.value.isOpen }
      guard !isDead, busy < server.width else { return }
      if let memory = server.memory, now - line.used >= memory, line.requests > 0 {
        if server.stranger != .silence {
          line.isOpen = false
          events.append(ConnectionEvent(number, at: now, .ended(server.stranger)))
        }
        line.isDead = true
        return
      }
      line.requests += 1
      line.used = now + server.answerTime
      var answer = ServerAnswer(status: 200)
      answer.announcedTimeout = server.announcedTimeout
      let isLast = line.requests == server.requestCap
      answer.announcesClose = isLast && server.announcesCap
      events.append(ConnectionEvent(number, at: line.used, .answered(answer)))
      if isLast {
        line.isOpen = false
        events.append(ConnectionEvent(number, at: line.used + .microseconds(50), .ended(.fin)))
      }
    }

    /// Ten milliseconds pass; what has happened by then.
    mutating func advance() -> [ConnectionEvent] {
      now += .milliseconds(10)
      for number in lines.keys.sorted() { pass(number) }
      let due = events.filter { $0.time <= now }.sorted { $0.time < $1.time }
      events.removeAll { $0.time <= now }
      return due
    }

    private mutating func pass(_ number: Int) {
      guard var line = lines[number], line.isOpen, !line.isDead, now >= line.used else { return }
      defer { lines[number] = line }
      if tcp { probe(number, &line) }
      guard line.isOpen, line.requests > 0 || tcp else { return }
      let idle = server.idleLimit.map {
        line.used + $0 * server.jitter[number % server.jitter.count] / 100
      }
      let limits = [idle, server.ageLimit.map { line.opened + $0 }]
      guard var close = limits.compactMap(\.self).min() else { return }
      if let period = server.looksEvery {
        close = period * Int((close / period).rounded(.up))
      }
      guard close <= now else { return }
      // What the way has forgotten, no FIN passes either.
      if let memory = server.memory, close - line.used >= memory { return }
      if server.saysGoAway {
        events.append(ConnectionEvent(number, at: close, .goAway(code: 0)))
        line.isDead = true
        guard server.closesAfterGoAway else { return }
      }
      line.isOpen = false
      events.append(ConnectionEvent(number, at: close, .ended(server.end)))
    }

    /// The kernel's own question whether the peer is there.
    private mutating func probe(_ number: Int, _ line: inout Line) {
      guard let keepAlive = line.keepAlive, let memory = server.memory, keepAlive >= memory,
        now - line.used >= keepAlive + (server.stranger == .silence ? .seconds(3) : .zero)
      else { return }
      line.isOpen = false
      events.append(ConnectionEvent(number, at: now, .ended(server.stranger)))
    }
  }
}
