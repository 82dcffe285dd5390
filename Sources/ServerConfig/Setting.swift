/// A value, and the line that sets it; without a line it is the program's default. A value that is nil though a line
/// sets it cannot be known from the file: it holds a variable, or stands under a condition.
public struct Setting<Value: Hashable & Sendable>: Hashable, Sendable {
  public var value: Value
  public var place: ConfigPlace?

  public init(_ value: Value, at place: ConfigPlace? = nil) {
    self.value = value
    self.place = place
  }
}
