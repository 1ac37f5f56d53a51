import ArgumentParser
import ArgusOperations
import ArgusServer
import ArgusVocabulary
import ArgusWire

/// The command `argus migrate-data`.
struct MigrateDataCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate-data",
        abstract: "Copies everything from one database into another, empty one.",
        discussion: HelpText.with(
            """
            Both are given as in ARGUS_DATABASE. Every primary key is kept. End all servers that use \
            either database before. What was interrupted goes on where it was when it is started \
            again; at the end all rows of both are compared.
            """,
            examples: "argus migrate-data --from sqlite:argus.db --to postgresql://argus@db/argus",
            reading: []))

    @Option(help: "Where the data is: sqlite:PATH or postgresql://…") var from: String
    @Option(help: "Where it is to be: sqlite:PATH or postgresql://…") var to: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (source, target) = (try address(from, "--from"), try address(to, "--to"))
        guard source != target else { throw ValidationError("--from and --to are the same.") }
        let meter = ProgressMeter()
        defer { meter.end() }
        let tables = try await ArgusServer.moveData(from: source, to: target) { meter.show($0) }
        meter.end()
        output.json ? printJSON(.array(tables.map(\.json))) : print(tables)
    }

    private func address(_ text: String, _ option: String) throws -> DatabaseAddress {
        guard let address = DatabaseAddress(text) else {
            throw ValidationError("\(option) should be \(DatabaseAddress.expected).")
        }
        return address
    }

    private func print(_ tables: [DataMove.Table]) {
        let rows = tables.map { [$0.name, String($0.rows), String($0.hexDigest.prefix(16))] }
        printTable(["table", "rows", "digest"], rows)
        argus.print("Done: \(tables.map(\.rows).reduce(0, +)) rows, the same on both sides.")
    }
}

extension DataMove.Table {
    fileprivate var hexDigest: String {
        digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    fileprivate var json: JSONValue {
        ["table": .string(name), "rows": .integer(Int64(rows)), "sha256": .string(hexDigest)]
    }
}
