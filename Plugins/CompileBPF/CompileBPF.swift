import Foundation
import PackagePlugin

/// Compiles each `*.bpf.c` with the toolchain's own clang and embeds its object in the target.
@main
struct CompileBPF: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let clang = try context.tool(named: "clang").url
    let output = context.pluginWorkDirectoryURL
    return try Self.programs.flatMap { program in
      let object = output.appending(path: "\(program.source).bpf.o")
      let image = output.appending(path: "\(program.source).image.c")
      return [
        try compile(program, in: target.directoryURL, to: object, with: clang),
        embed(object, as: program, in: target.directoryURL, to: image, with: clang),
      ]
    }
  }

  /// One object file, and the name of the C constant that holds it.
  private struct Program {
    let source: String
    let image: String
  }

  /// `tree` and `reuse` are apart from `probes`, so that they cost nothing where they are not asked for.
  private static let programs = [
    Program(source: "probes", image: "kernel_probes_image"),
    Program(source: "tree", image: "process_tree_image"),
    Program(source: "reuse", image: "reuse_probes_image"),
  ]

  /// `-g` makes the BTF that CO-RE and maps need; the two options with paths make the object the
  /// same, byte for byte, in whatever folder it is built.
  private func compile(
    _ program: Program, in folder: URL, to object: URL, with clang: URL
  ) throws -> Command {
    let source = folder.appending(path: "\(program.source).bpf.c")
    return try .buildCommand(
      displayName: "Compiling \(program.source).bpf.c for the kernel",
      executable: clang,
      arguments: [
        "-target", "bpf", "-std=gnu17", "-O2", "-g", "-Wall", "-Werror",
        "-ffile-prefix-map=\(folder.path)=.", "-fdebug-compilation-dir=.",
        "-I", folder.path, "-I", folder.appending(path: "include").path,
        "-c", source.path, "-o", object.path,
      ],
      inputFiles: [source] + headers(in: folder),
      outputFiles: [object])
  }

  /// Everything that a program may include, so that a change in any of it compiles it again.
  private func headers(in folder: URL) throws -> [URL] {
    try [folder, folder.appending(path: "include")].flatMap { folder in
      try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    }.filter { $0.pathExtension == "h" }.sorted { $0.path < $1.path }
  }

  /// The preprocessor alone turns the object into C: it expands `#embed`.
  private func embed(
    _ object: URL, as program: Program, in folder: URL, to image: URL, with clang: URL
  ) -> Command {
    let template = folder.appending(path: "image.c.in")
    return .buildCommand(
      displayName: "Embedding \(program.source).bpf.o",
      executable: clang,
      arguments: [
        "-E", "-P", "-x", "c", "-std=c23", "-DOBJECT=\"\(object.path)\"",
        "-DIMAGE=\(program.image)", "-DIMAGE_SIZE=\(program.image)_size",
        template.path, "-o", image.path,
      ],
      inputFiles: [template, object],
      outputFiles: [image])
  }
}
