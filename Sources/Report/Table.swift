/// Rows under headings, for lists of things at a terminal.
public struct Table: Sendable {
  public enum Alignment: Sendable { case leading, trailing }

  public struct Column: Sendable {
    public let title: String
    public let alignment: Alignment
    /// Whether its text is what the eye looks for; ids and the like are not.
    public let isProminent: Bool

    public init(_ title: String, alignment: Alignment = .leading, isProminent: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.isProminent = isProminent
    }
  }

  public let columns: [Column]
  public private(set) var rows: [[String]] = []

  public init(_ columns: [Column]) { self.columns = columns }

  /// One cell for each column.
  public mutating func add(_ cells: [String]) {
    precondition(cells.count == columns.count, "a row needs a cell for each column")
    rows.append(cells.map(\.sanitized))
  }

  /// The table, each line ended by a newline. Cells that are too wide for the style wrap.
  public func render(_ style: Style) -> String {
    let widths = widths(within: max(style.width, 40))
    let head = lines(of: columns.map(\.title.sanitized), widths) { _ in .faint }
    let body = rows.map { cells in
      lines(of: cells, widths) { columns[$0].isProminent ? .strong : .plain }
    }
    return ([head] + body).joined().map { line in
      line.map { style.paint($0.text, $0.ink) }.joined() + "\n"
    }.joined()
  }

  /// The widest column gives way until all fit: first as far as its words allow, then further.
  private func widths(within total: Int) -> [Int] {
    let cells = columns.indices.map { column in
      [columns[column].title.sanitized] + rows.map { $0[column] }
    }
    var widths = cells.map { $0.map(\.displayWidth).max() ?? 0 }
    let room = total - Self.gap * (columns.count - 1)
    for least in [cells.map { $0.map(\.widestWord).max() ?? 0 }, columns.map { _ in 2 }] {
      while widths.reduce(0, +) > room,
        let column = widths.indices.filter({ widths[$0] > least[$0] }).max(by: {
          widths[$0] < widths[$1]
        })
      {
        widths[column] -= 1
      }
    }
    return widths
  }

  private static let gap = 2

  private func lines(of cells: [String], _ widths: [Int], _ ink: (Int) -> Ink) -> [[Run]] {
    let wrapped = cells.indices.map { [Run(cells[$0], ink($0))].wrapped(columns: widths[$0]) }
    return (0..<(wrapped.map(\.count).max() ?? 0)).map { line in
      var runs: [Run] = []
      var filled = 0
      var start = 0
      for (column, cell) in wrapped.enumerated() {
        let piece = line < cell.count ? cell[line] : []
        let slack = columns[column].alignment == .trailing ? widths[column] - piece.displayWidth : 0
        if !piece.isEmpty {
          runs += [.spaces(start + slack - filled)] + piece
          filled = start + slack + piece.displayWidth
        }
        start += widths[column] + Self.gap
      }
      return runs
    }
  }
}

extension String {
  /// Columns of the widest piece that wrapping keeps together, a little more for Chinese.
  fileprivate var widestWord: Int {
    split(separator: " ").map { word in
      word.contains { $0.displayWidth == 2 } ? min(word.displayWidth, 8) : word.displayWidth
    }.max() ?? 0
  }
}
