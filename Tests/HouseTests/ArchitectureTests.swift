import Foundation
import Testing

/// The fences between targets, and the sizes that keep files and functions readable.
@Suite struct ArchitectureTests {
  @Test func everyTargetHasItsRowInTheTable() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: SourceFile.root.appending(path: "Sources").path)
    #expect(Set(folders) == Fence.foreign.union(Fence.imports.keys))
  }

  @Test(arguments: SourceFile.sources) func importsOnlyWhatItsTargetMay(_ file: SourceFile) {
    #expect(imports(of: file).subtracting(Fence.imports[file.target] ?? []) == [])
  }

  @Test(arguments: Fence.imports.keys.sorted())
  func theDocumentedTableSaysTheSame(_ target: String) throws {
    let page = try SourceFile("ARCHITECTURE.md").text
    let row = try #require(
      page.split(separator: "\n").first { $0.hasPrefix("| `\(target)` |") },
      "ARCHITECTURE.md has no row for \(target)")
    let column = row.split(separator: "|")[1]
    let documented = column.matches(of: /\w+/).map { String($0.output) }
    #expect(Set(documented) == Fence.imports[target])
  }

  @Test(arguments: SourceFile.shipped) func fileHasAtMost250Lines(_ file: SourceFile) {
    #expect(file.text.count { $0 == "\n" } <= 250)
  }

  @Test(arguments: SourceFile.shipped) func functionsHaveAtMost25Lines(_ file: SourceFile) {
    #expect(Function.all(in: file.text).filter { $0.lineCount > 25 } == [])
  }

  /// Inside an error type, `errno` is its own property.
  @Test func errnoIsReadWhereErrorsAreMade() {
    let readers = SourceFile.sources.filter { file in
      let code = Skeleton.text(of: file.text)
      let isErrorType = code.contains(/\b(?:let|var) errno\b|\bextension \w+Error\b/)
      let reads = isErrorType ? /Glibc\.errno\b/ : /Glibc\.errno\b|(?:^|[^.\w])errno\b(?!\s*:)/
      return code.contains(reads)
    }
    #expect(Set(readers.map(\.path)).subtracting(Fence.errnoReaders) == [])
  }

  private func imports(of file: SourceFile) -> Set<String> {
    let declaration =
      /(?m)^[ \t]*(?:[@\w()]+[ \t]+)*?import[ \t]+(?:(?:struct|class|enum|func|protocol|let|var|typealias)[ \t]+)?(\w+)/
    return Set(Skeleton.text(of: file.text).matches(of: declaration).map { String($0.output.1) })
  }
}
