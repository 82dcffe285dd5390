/// Which `defaults` a section has: the one that it names (`from`), else the last one above it.
struct HAProxyInheritance {
  private let sections: [HAProxySection]

  init(_ sections: [HAProxySection]) { self.sections = sections }

  /// The directives that hold for a section, inherited ones first.
  func directives(of index: Int) -> [HAProxyDirective] {
    var chain = [index]
    // A `defaults` section begins anew unless it names another.
    var next = base(of: index, isDefaults: false)
    while let base = next, !chain.contains(base) {
      chain.append(base)
      next = self.base(of: base, isDefaults: true)
    }
    return chain.reversed().flatMap { sections[$0].directives }
  }

  private func base(of index: Int, isDefaults: Bool) -> Int? {
    let above = sections.indices.prefix(index).filter { sections[$0].keyword == "defaults" }
    if let name = sections[index].base { return above.last { sections[$0].name == name } }
    return isDefaults ? nil : above.last
  }
}
