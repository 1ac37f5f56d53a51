import FoundationEssentials
import Testing

@Suite struct `The guide to the API` {
    private static let project = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test func `has a suite of tests for each section, and a section for each suite`() throws {
        let guide = try String(
            contentsOf: Self.project.appending(path: "Documentation/Guides/api.md"), encoding: .utf8
        )
        let sections = guide.matches(of: /\n##+ ([^\n]+)/).map { String($0.1) }

        #expect(Set(sections) == Set(try suites()).subtracting(["The guide to the API"]))
        #expect(sections.count == Set(sections).count)
    }

    /// The suites about the API; pages are no part of it.
    private func suites() throws -> [String] {
        let folder = Self.project.appending(path: "Tests/ArgusAPITests").path
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
        let isOfAPI = { (path: String) in
            path.hasSuffix("Tests.swift") && !path.hasPrefix("Pages/")
        }
        return try paths.filter(isOfAPI).flatMap { path in
            let text = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
            return text.matches(of: /@Suite struct [`]([^`]+)[`]/).map { String($0.1) }
        }
    }
}
