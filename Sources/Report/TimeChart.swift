internal import Diagnosis
internal import Facts

/// How many findings each stretch of time has, as bars.
struct TimeChart {
  let histogram: CaptureSummary.Histogram
  let style: Style

  private static let width = 960
  private static let height = 120
  private static let base = 96
  /// Room above the highest bar for its number.
  private static let top = 20

  /// Empty where there is nothing to compare.
  var svg: String {
    guard let first = histogram.first, let last = histogram.last, last > first else { return "" }
    let slots = Int(last - first) + 1
    let step = Double(Self.width) / Double(slots)
    let most = max(histogram.counts.values.map { $0.all }.max() ?? 1, 1)
    let label = Text(en: "Findings over time", zh: "随时间的分布")(style.language)
    var svg =
      "<svg viewBox=\"0 0 \(Self.width) \(Self.height)\" role=\"img\" aria-label=\"\(label)\" class=\"chart\">"
    svg +=
      "<line x1=\"0\" y1=\"\(Self.base)\" x2=\"\(Self.width)\" y2=\"\(Self.base)\" class=\"life\"/>"
    for (slot, count) in histogram.counts.sorted(by: { $0.key < $1.key }) {
      let x = Double(slot - first) * step
      svg += bar(x, step, count.all, most, "harmless")
      svg += bar(x, step, count.harmful, most, "harmful")
    }
    svg += "<text x=\"0\" y=\"14\" class=\"time\">\(most)</text>"
    svg += tick(first, 0, "start") + tick(last, Self.width, "end")
    return svg + "</svg>"
  }

  private func bar(_ x: Double, _ step: Double, _ count: Int, _ most: Int, _ kind: String) -> String
  {
    guard count > 0 else { return "" }
    let height = max(2, (Self.base - Self.top) * count / most)
    let width = max(1.5, step - (step > 4 ? 1 : 0))
    return
      "<rect x=\"\(Self.tenths(x))\" y=\"\(Self.base - height)\" width=\"\(Self.tenths(width))\" "
      + "height=\"\(height)\" class=\"\(kind)\"/>"
  }

  private func tick(_ slot: Int64, _ x: Int, _ anchor: String) -> String {
    let time = Timestamp(nanoseconds: slot &* histogram.width)
    let words = String(style.dateTime(time).prefix(19)).replacing("T", with: " ")
    return
      "<text x=\"\(x)\" y=\"114\" class=\"time\" text-anchor=\"\(anchor)\">\(words)</text>"
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
