import ArgusClient
import ArgusGlue
import ArgusGlueHTTP
import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Testing

/// A glue with a port, in this process, and a client of it.
struct Port: Sendable {
    let folder: TemporaryFolder
    private let settings: GlueSettings
    private let client: HTTPClient
    let number: Int

    static let secret = "0123456789abcdef"

    /// What was answered.
    struct Answer: Hashable, Sendable {
        let status: UInt
        let body: String
        let retryAfter: String?
    }

    /// Runs a body with a port whose settings are these lines of a file, below which `source` is of
    /// Alertmanager.
    static func open(
        _ lines: String = "", at number: Int = 0, source: String = "", client: HTTPClient = .shared,
        in folder: TemporaryFolder? = nil, logger: Logger = .silent,
        _ body: @escaping @Sendable (Port) async throws -> Void
    ) async throws {
        let folder = try folder ?? TemporaryFolder()
        let file = folder.file("glue.yaml")
        let secret = source.contains("secret") ? "" : "    secret: \(secret)\n"
        try """
        glue:
          listen: 127.0.0.1:\(number)
          spool: \(folder.file("spool.db"))
        \(lines)
        sources:
          prom:
            system: alertmanager
            token: t
        \(secret)\(source)
        """.write(toFile: file, atomically: true, encoding: .utf8)
        let settings = try GlueSettings(
            needsServer: false, environment: ["ARGUS_URL": "http://127.0.0.1:1"], file: file)
        try await open(settings, folder, client, logger, body)
    }

    private static func open(
        _ settings: GlueSettings, _ folder: TemporaryFolder, _ client: HTTPClient,
        _ logger: Logger, _ body: @escaping @Sendable (Port) async throws -> Void
    ) async throws {
        let spool = try Spool(path: settings.spool, limits: settings.limits)
        let courier = Courier(spool: spool, accounts: [], logger: logger)
        let acceptor = Acceptor(spool: spool, courier: courier, logger: logger)
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let server = try #require(
            WebhookServer(settings, into: acceptor, logger: logger) { found.yield($0) })
        try await withThrowingTaskGroup { group in
            group.addTask {
                defer { found.finish() }
                try await server.run()
            }
            let number = await ports.first { _ in true }
            guard let number else { return try await group.waitForAll() }
            try await body(
                Port(folder: folder, settings: settings, client: client, number: number))
            group.cancelAll()
            while let result = await group.nextResult() { _ = result }
        }
    }

    func spool() throws -> Spool { try Spool(path: settings.spool, limits: settings.limits) }

    /// The keys of what waits.
    func keys() throws -> [String] {
        try spool().waiting(of: SourceName("prom") ?? .default).map(\.key)
    }

    func post(
        _ body: String, to path: String = "/prom", method: String = "POST",
        isChunked: Bool = false, scheme: String = "http", _ headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "\(scheme)://127.0.0.1:\(number)\(path)")
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if method == "POST" {
            let buffer = ByteBuffer(string: body)
            request.body =
                isChunked
                ? .stream([buffer].async, length: .unknown) : .bytes(buffer)
        }
        let response = try await client.execute(request, timeout: .seconds(120))
        let text = try await response.body.collect(upTo: 1 << 20)
        return Answer(
            status: response.status.code, body: String(buffer: text),
            retryAfter: response.headers.first(name: "Retry-After"))
    }
}

extension Array where Element: Sendable {
    /// The elements as they may come over a network.
    fileprivate var async: AsyncStream<Element> {
        AsyncStream { continuation in
            for element in self { continuation.yield(element) }
            continuation.finish()
        }
    }
}
