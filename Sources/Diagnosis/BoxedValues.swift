import Facts

/// Large values by flow. A dictionary has room for twice as many values as are in it, and keeps that room: so
/// the values lie beside it.
struct BoxedValues<Value: Sendable>: Sendable {
  private final class Box: Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  private var boxes: [Flow: Box] = [:]

  var count: Int { boxes.count }

  var values: some Sequence<Value> { boxes.values.lazy.map(\.value) }

  func contains(_ flow: Flow) -> Bool { boxes[flow] != nil }

  subscript(_ flow: Flow) -> Value? {
    get { boxes[flow]?.value }
    set { boxes[flow] = newValue.map(Box.init) }
  }

  mutating func remove(_ flow: Flow) -> Value? { boxes.removeValue(forKey: flow)?.value }
}
