import Foundation
import Testing

@Suite struct `The guide to writing a glue service` {
    @Test func `shows the example as it is compiled`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        func text(_ path: String) throws -> String {
            try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        }
        let example = try text("Examples/ThirtyLineGlue/Sources/ThirtyLineGlue/main.swift")

        #expect(try text("Documentation/Guides/writing-a-glue-service.md").contains(example))
        #expect(example.split(separator: "\n").count <= 32)
    }
}
