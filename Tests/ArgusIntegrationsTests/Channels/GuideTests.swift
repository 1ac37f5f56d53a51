import ArgusCore
import Foundation
import Testing

@Suite struct `The guides to channels` {
    private static let project = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.project.appending(path: path), encoding: .utf8)
    }

    @Test func `show the smallest channel as it is`() throws {
        let guide = try text("Documentation/Guides/writing-a-channel.md")
        let path = "Sources/ArgusIntegrations/Mattermost/MattermostChannel.swift"

        #expect(guide.contains("`\(path)`"))
        #expect(guide.contains("```swift\n\(try text(path))```\n"))
    }

    @Test(arguments: Medium.allCases)
    func `say of each medium what to enter`(medium: Medium) throws {
        let rows = try text("Documentation/Guides/channels.md").split(separator: "\n")
        let row = try #require(rows.first { $0.contains("| `\(medium.rawValue)` |") })

        for setting in medium.settings { #expect(row.contains("`\(setting.name)`")) }
    }
}
