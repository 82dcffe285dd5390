import Diagnosis

/// What the runner tells the relay; as a message, a line of numbers, where -1 stands for nil.
enum RelayInstruction: Equatable {
  case change(Scenario.RelayChange)
  case cut(Bool)

  var message: [UInt8] {
    let numbers: [Int64] =
      switch self {
      case .cut(let isCut): [0, isCut ? 1 : 0]
      case .change(.forget): [1]
      case .change(.set(let relay)): [2] + relay.numbers
      case .change(.inject(let reset)): [3] + reset.numbers
      }
    return Array(numbers.map(String.init).joined(separator: " ").utf8)
  }

  init?(message: [UInt8]) {
    let numbers = message.split(separator: 32).compactMap {
      Int64(String(decoding: $0, as: UTF8.self))
    }
    switch (numbers.first, numbers.count) {
    case (0, 2): self = .cut(numbers[1] == 1)
    case (1, 1): self = .change(.forget)
    case (2, 12): self = .change(.set(Scenario.Relay(numbers: Array(numbers.dropFirst()))))
    case (3, 6):
      self = .change(.inject(Scenario.InjectedReset(numbers: Array(numbers.dropFirst()))))
    default: return nil
    }
  }
}

extension Scenario.Relay {
  /// Times in nanoseconds.
  fileprivate var numbers: [Int64] {
    let answer: Int64 = if case .reset(let hopLimit) = stranger { Int64(hopLimit) } else { -1 }
    return [
      delay.nanoseconds, jitter.nanoseconds, Int64(lossPerMille), Int64(reorderPerMille),
      holdsACKs?.number ?? -1, mtu.map(Int64.init) ?? -1, translates ? 1 : 0,
      memory?.nanoseconds ?? -1, answer, backend.map { Int64($0.port) } ?? -1,
      backend.map { Int64($0.to) } ?? -1,
    ]
  }

  fileprivate init(numbers: [Int64]) {
    self.init {
      $0.delay = .nanoseconds(numbers[0])
      $0.jitter = .nanoseconds(numbers[1])
      $0.lossPerMille = Int(numbers[2])
      $0.reorderPerMille = Int(numbers[3])
      $0.holdsACKs = Scenario.Host(number: numbers[4])
      $0.mtu = numbers[5] < 0 ? nil : Int(numbers[5])
      $0.translates = numbers[6] == 1
      $0.memory = numbers[7] < 0 ? nil : .nanoseconds(numbers[7])
      $0.stranger =
        numbers[8] < 0 ? .dropped : .reset(hopLimit: UInt8(truncatingIfNeeded: numbers[8]))
      $0.backend =
        numbers[9] < 0
        ? nil
        : Scenario.Relay.Backend(
          port: UInt16(truncatingIfNeeded: numbers[9]), to: UInt16(truncatingIfNeeded: numbers[10]))
    }
  }
}

extension Scenario.InjectedReset {
  fileprivate var numbers: [Int64] {
    [
      toward.number, Int64(hopLimit), Int64(identification), Int64(sequenceOffset),
      acknowledges ? 1 : 0,
    ]
  }

  fileprivate init(numbers: [Int64]) {
    self.init(
      toward: Scenario.Host(number: numbers[0]) ?? .client,
      hopLimit: UInt8(truncatingIfNeeded: numbers[1]),
      identification: UInt16(truncatingIfNeeded: numbers[2]),
      sequenceOffset: Int32(truncatingIfNeeded: numbers[3]), acknowledges: numbers[4] == 1)
  }
}

extension Scenario.Host {
  fileprivate var number: Int64 { self == .client ? 0 : 1 }

  fileprivate init?(number: Int64) {
    switch number {
    case 0: self = .client
    case 1: self = .server
    default: return nil
    }
  }
}
