extension String {
  /// Text of the catalogue without the line breaks that its source has: one paragraph, one line.
  var unfolded: String {
    split(separator: "\n").map(\.trimmed).filter { !$0.isEmpty }
      .reduce(into: "") { text, line in
        if let last = text.last, let first = line.first, last.needsSpace(before: first) {
          text += " "
        }
        text += line
      }
  }

  /// The paragraphs of a longer text, which empty lines separate, each on one line.
  var paragraphs: [String] {
    split(separator: "\n", omittingEmptySubsequences: false)
      .split { $0.trimmed.isEmpty }
      .map { $0.joined(separator: "\n").unfolded }
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    let start = drop { $0 == " " }
    return start.lastIndex { $0 != " " }.map { start[...$0] } ?? ""
  }
}

extension Character {
  // Chinese is written without spaces, and its punctuation carries its own.
  fileprivate func needsSpace(before next: Character) -> Bool {
    let bothWide = displayWidth == 2 && next.displayWidth == 2
    return !bothWide && !(displayWidth == 2 && isPunctuation)
      && !(next.displayWidth == 2 && next.isPunctuation)
  }
}
