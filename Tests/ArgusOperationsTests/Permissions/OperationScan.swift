import FoundationEssentials

/// The functions of the operations, as their source files have them.
struct OperationScan {
    private struct Function {
        let type: String
        let name: String
        let isPackage: Bool
        let text: String

        var fullName: String { "\(type).\(name)" }

        /// Whether it calls a function of its own type.
        func calls(_ other: Function) -> Bool {
            guard type == other.type else { return false }
            let body = text.drop { $0 != "{" }
            return body.matches(of: /(self\.|Self\.|[^.\w])(\w+)\(/).contains { $0.2 == other.name }
        }
    }

    private let functions: [Function]

    /// Reads all source files of the operations.
    init() throws {
        let project = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = project.appending(path: "Sources/ArgusOperations").path
        functions = try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".swift") }
            .flatMap { path in
                Self.functions(in: try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8))
            }
    }

    /// What other targets can call and that writes, or looks at who asks; a name as often as there are
    /// functions of it.
    var guarded: [String] {
        var guarded = functions.filter { function in
            Self.writes.contains { function.text.contains($0) }
                || function.text.contains("requester.check(")
        }
        var count = 0
        while guarded.count != count {
            count = guarded.count
            guarded = functions.filter { function in
                guarded.contains { $0.text == function.text || function.calls($0) }
            }
        }
        return guarded.filter(\.isPackage).map(\.fullName).sorted()
    }

    /// What writes as the server, whoever asks.
    var actingAsServer: [String] { names { $0.contains("by: .server") } }

    /// What writes without a look at who asks.
    var unchecked: [String] { names { $0.contains("writeUnchecked") } }

    private static let writes = ["database.write(", "database.writeUnchecked", "batcher.submit("]

    private func names(_ isMeant: (String) -> Bool) -> [String] {
        functions.filter { isMeant($0.text) }.map(\.fullName).sorted()
    }

    /// The functions of a file, which is laid out as the formatter does it.
    private static func functions(in text: String) -> [Function] {
        var type = ""
        var found: [Function] = []
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            if let match = line.firstMatch(of: /^(?:[a-z]+ )*(?:struct|class|enum|extension) (\w+)/)
            {
                type = String(match.1)
            }
            guard let match = line.firstMatch(of: /^    ([a-z ]*)\bfunc (\w+)/) else { continue }
            let rest = line.hasSuffix("}") ? [] : lines.prefix { $0 != "    }" }
            found.append(
                Function(
                    type: type, name: String(match.2), isPackage: match.1.contains("package"),
                    text: ([line] + rest).joined(separator: "\n")))
        }
        return found
    }
}
