import ArgusClientTesting
import ArgusGlue
import Foundation
import Testing

@testable import ThirtyLineGlue

@Suite struct `A folder of problems` {
    @Test func `has an incident for each file, until the file is gone`() async throws {
        let folder = NSTemporaryDirectory() + UUID().uuidString
        let problem = folder + "/problems/disk-full"
        try FileManager.default.createDirectory(
            atPath: folder + "/problems", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }

        let server = FakeArgus()
        try await server.serve { url in
            let environment = [
                "ARGUS_URL": url, "ARGUS_TOKEN": "any", "ARGUS_GLUE_SPOOL": folder + "/spool.db",
            ]
            let settings = try GlueSettings(environment: environment)
            let service = Task {
                try await GlueService.run(ProblemFolder(path: folder + "/problems"), settings)
            }
            #expect(FileManager.default.createFile(atPath: problem, contents: nil))
            await server.until { $0["disk-full"]?.isOpen == true }
            try FileManager.default.removeItem(atPath: problem)
            await server.until { $0["disk-full"]?.isOpen == false }
            service.cancel()
            _ = await service.result
        }

        #expect(server["disk-full"]?.tags["problem"] == ["disk-full"])
        #expect(server.events(of: "disk-full").map(\.type) == [.start, .end])
    }
}
