import ArgusTesting
import Foundation
import Testing

@Suite struct `What is kept is for its owner` {
    /// Who may do what with a file, as `ls` and `chmod` write it.
    private func mode(_ path: String) throws -> String {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return String((attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0, radix: 8)
    }

    @Test func `as a database that is made, with what stands beside it`() async throws {
        try await Installation.with { argus in
            try await RunningServer.with(argus) { server throws in
                for end in ["", "-wal", "-shm"] {
                    #expect(try mode(argus.database + end) == "600", "\(end)")
                }
                #expect(!server.log.contains("Others could look into"))
            }
        }
    }

    @Test func `as a database that others could read, with a line in the log`() async throws {
        try await Installation.with { argus in
            try await argus.argus("migrate")
            #expect(chmod(argus.database, 0o644) == 0)
            try await RunningServer.with(argus) { server throws in
                for end in ["", "-wal", "-shm"] {
                    #expect(try mode(argus.database + end) == "600", "\(end)")
                }
                let line = "Others could look into \(argus.database); now only its owner can."
                #expect(server.log.contains(line))
            }
            let again = try await argus.argus("source", "list")

            #expect(!again.errors.contains("Others"))
        }
    }
}
