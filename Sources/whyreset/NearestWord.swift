import Knowledge

extension String {
  /// The one of `words` that was most probably meant; nil where none is close.
  func nearest(among words: [String]) -> String? {
    let near = words.map { (word: $0, distance: editDistance(to: $0)) }
      .min { $0.distance < $1.distance }
    guard let near, near.distance <= max(2, count / 3) else {
      return words.first { count >= 3 && $0.contains(self) }
    }
    return near.word
  }
}
