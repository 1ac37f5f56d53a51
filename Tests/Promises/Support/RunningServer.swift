import ArgusTesting
import ArgusVocabulary
import ArgusWire
import AsyncHTTPClient
import Foundation
import Glibc
import NIOCore
import NIOHTTP1

/// `argus serve` as a process of its own, on a free port.
final class RunningServer: Sendable {
    /// Its address, without a slash at the end.
    let url: String
    /// What it logged until it served.
    let log: String
    private let child: Child
    private let chunks: AsyncStream<String>

    /// What it answered.
    struct Answer: Sendable {
        let status: Int
        let text: String

        var json: JSONValue {
            get throws { try JSONValue(parsing: text) }
        }
    }

    /// Serves until the body ends, and then ends the process if it still runs.
    static func with(
        _ installation: Installation, _ body: (RunningServer) async throws -> Void
    ) async throws {
        let server = try await RunningServer(installation)
        do {
            try await body(server)
            server.end(with: SIGKILL)
        } catch {
            server.end(with: SIGKILL)
            throw error
        }
    }

    private init(_ installation: Installation) async throws {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        child = try Program.argus.start(
            ["serve"], settings: installation.settings,
            streams: [.path("/dev/null"), .path("/dev/null"), .descriptor(ends[1])])
        close(ends[1])
        var text = ""
        var address: Substring?
        chunks = Self.chunks(of: ends[0])
        for await chunk in chunks {
            text += chunk
            address = text.firstMatch(of: /serves on (http:\/\/[0-9.:]+)\//)?.1
            if address != nil { break }
        }
        guard let address else { throw NotServing(log: text) }
        (url, log) = (String(address), text)
    }

    /// What it logs from here on, up to a line with some text in it.
    func logging(_ text: String) async -> String {
        var log = ""
        for await chunk in chunks {
            log += chunk
            if log.contains(text), log.hasSuffix("\n") { break }
        }
        return log
    }

    /// What can be read from a pipe, until its other end is closed.
    static func chunks(of descriptor: Int32) -> AsyncStream<String> {
        let (chunks, chunk) = AsyncStream.makeStream(of: String.self)
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count <= 0 { break }
                chunk.yield(String(decoding: buffer[..<count], as: UTF8.self))
            }
            close(descriptor)
            chunk.finish()
        }
        return chunks
    }

    /// That it ended before it served.
    struct NotServing: Error {
        let log: String
    }

    /// Asks for something below its address.
    func ask(
        _ method: String = "GET", _ path: String, _ body: String? = nil, token: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = .init(rawValue: method)
        request.headers.add(name: "Content-Type", value: "application/json")
        if let token { request.headers.add(name: "Authorization", value: "Token \(token)") }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 16_777_216)
        return Answer(status: Int(response.status.code), text: String(buffer: bytes))
    }

    /// Sends it a signal.
    func end(with signal: Int32) {
        child.send(signal)
    }

    /// With which status it ended, -1 if a signal did it; to be asked once.
    var status: Int32 {
        get async { await child.status }
    }
}
