import FoundationEssentials

/// A folder of its own, removed at the end with all that is in it.
package struct TemporaryFolder: Sendable {
    /// Where it is.
    package let path: String

    /// Makes a folder, lets a body use it, and removes it.
    @discardableResult
    package static func with<Value>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (TemporaryFolder) async throws -> Value
    ) async throws -> Value {
        let manager = FileManager.default
        let url = manager.temporaryDirectory.appending(path: "argus-\(UUID().uuidString)")
        try manager.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? manager.removeItem(at: url) }
        return try await body(TemporaryFolder(path: url.path))
    }

    /// The path of a file in it.
    package func file(_ name: String) -> String {
        "\(path)/\(name)"
    }

    /// Writes a file into it, and gives its path.
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        let path = file(name)
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    /// The bytes of a file in it; nil if there is none.
    package func bytes(of name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: file(name)).map { Array($0) }
    }

    /// The names of the files in it.
    package func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }
}
