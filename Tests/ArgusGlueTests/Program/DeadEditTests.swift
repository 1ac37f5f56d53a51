import ArgusClient
import Foundation
import Testing

@testable import ArgusGlue

@Suite struct `The command dead edit` {
    private func program() throws -> (Program, Spool) {
        let program = try Program()
        let spool = try Spool(path: program.spool)
        let message = UnreadableMessage(Array("{\"type\": \"opne\"}".utf8), form: "", reason: "odd")
        _ = try spool.accept(
            [Arrival([], unreadable: [message], of: .default, whenFull: .refuse)])
        return (program, spool)
    }

    @Test func `puts what is right into the queue, and leaves the rest as it was`() async throws {
        let (program, spool) = try program()
        let wrong = #"{"type": "open", "key": "1", "level": "hgih"}"#
        let right = #"{"type": "open", "key": "1", "description": "d", "level": "high"}"#
        let refused = try await program.run(["dead", "edit", "1", "--file", "-"], input: wrong)
        #expect(refused.status == 1 && refused.errors.contains("`level`"), "\(refused)")
        #expect(try spool.status().dead == 1 && spool.depth() == 0)

        let taken = try await program.run(["dead", "edit", "1", "--file", "-"], input: right)
        #expect(taken.status == 0 && taken.output == "1 put into the queue again\n", "\(taken)")
        #expect(try spool.status().dead == 0 && spool.depth() == 1)

        let gone = try await program.run(["dead", "edit", "1", "--file", "-"], input: right)
        #expect(gone.status == 1)
    }

    @Test func `opens an alert in the editor that is set`() async throws {
        let (program, spool) = try program()
        try spool.accept([.sample("2", description: "poison")])
        try await spool.settle([(.default, .dead(2, reason: "no"))])
        func edit(_ editor: String) async throws -> Program.Result {
            try await program.run(
                ["dead", "edit", "2"],
                environment: ["EDITOR": editor, "VISUAL": "", "TMPDIR": program.folder.path])
        }
        let unchanged = try await edit("true")
        let failed = try await edit("false")
        let broken = try await edit("sed -i s/high/hgih/")
        #expect([unchanged, failed, broken].map(\.status) == [1, 1, 1])
        #expect(broken.errors.contains("What was written is in \(program.folder.path)/"))
        #expect(try spool.status().dead == 2 && spool.depth() == 0)

        let edited = try await edit("sed -i s/poison/fine/")
        #expect(edited.status == 0, "\(edited)")
        #expect(try spool.waiting().map(\.description) == ["fine"])
    }
}
