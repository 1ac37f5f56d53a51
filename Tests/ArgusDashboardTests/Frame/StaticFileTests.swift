import Foundation
import HTTPTypes
import Testing

@testable import ArgusDashboard

@Suite struct `Style sheets, scripts and pictures` {
    @Test func `are all that stand in their folder`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/ArgusDashboard/Static")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)

        #expect(StaticFiles.files.map(\.name).sorted() == names.sorted())
    }

    @Test func `are served for ever, under an address of their content`() async throws {
        try await TestSite.run { site in
            for file in StaticFiles.files {
                let answer = try await site.stranger.get("\(StaticFiles.folder)\(file.name)")
                let headers = answer.headers

                #expect(answer.status == 200)
                #expect(answer.text == String(decoding: file.bytes, as: UTF8.self))
                #expect(headers[.cacheControl] == "public, max-age=31536000, immutable")
                #expect(headers[.xContentTypeOptions] == "nosniff")
                #expect(headers[.contentType] == file.type)
            }
        }
    }

    @Test(arguments: [
        ("gzip, br", true), ("br;q=1, gzip;q=0.5", true), ("gzip;q=0", false), ("br", false),
    ])
    func `are packed for those who take it`(accept: String, isPacked: Bool) async throws {
        try await TestSite.run { site in
            let path = "\(StaticFiles.folder)tokens.css"
            let answer = try await site.stranger.get(path, [.acceptEncoding: accept])

            #expect(answer.headers[.contentEncoding] == (isPacked ? "gzip" : nil))
            #expect(answer.headers[.vary] == "Accept-Encoding")
        }
    }

    @Test func `are packed so that they unpack to what they were`() throws {
        let bytes = Array(String(repeating: "a { color: red; }\n", count: 500).utf8)
        let packed = try #require(Gzip.packed(bytes))

        #expect(packed.count < bytes.count / 10)
        #expect(packed.prefix(3) == [0x1f, 0x8b, 8])
        // The last four bytes are the length of what was packed (RFC 1952, section 2.3.1).
        #expect(packed.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) } == bytes.count)
    }

    @Test func `are few bytes in all`() {
        let styles = StaticFiles.files.filter { $0.name.hasSuffix(".css") }
        #expect(styles.map { Gzip.packed($0.bytes)?.count ?? 20_000 }.reduce(0, +) < 20_000)
    }

    @Test func `are named by templates under the address where they are`() async throws {
        try await TestSite.run { site in
            let page = try await site.stranger.get("/accounts/login/").text
            let named = page.matches(of: /(?:href|src)="(\/static\/[^"]*)"/).map { String($0.1) }

            #expect(named.count > 5)
            for path in named { #expect(try await site.stranger.get(path).status == 200) }
        }
    }
}
