import ArgusWire
import AsyncHTTPClient
import Foundation
import NIOCore
import Synchronization

/// `argus serve` as a process of its own, on a free port.
final class RunningServer: Sendable {
    /// Its address, without a slash at the end.
    let url: String
    private let process: Mutex<Process>
    private let exit: AsyncStream<Int32>

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
        let process = Program.argus.process(
            ["serve"], settings: installation.settings, in: installation.folder.path)
        let (exit, exits) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = {
            exits.yield($0.terminationReason == .exit ? $0.terminationStatus : -1)
            exits.finish()
        }
        let (chunks, log) = AsyncStream.makeStream(of: String.self)
        let pipe = Pipe()
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty {
                handle.readabilityHandler = nil
                log.finish()
            } else {
                log.yield(String(decoding: data, as: UTF8.self))
            }
        }
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var text = ""
        var address: Substring?
        for await chunk in chunks {
            text += chunk
            address = text.firstMatch(of: /serves on (http:\/\/[0-9.:]+)\//)?.1
            if address != nil { break }
        }
        guard let address else { throw NotServing(log: text) }
        (url, self.exit) = (String(address), exit)
        self.process = Mutex(process)
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
        process.withLock { process in
            if process.isRunning { kill(process.processIdentifier, signal) }
        }
    }

    /// With which status it ended; -1 if a signal did it.
    var status: Int32 {
        get async {
            for await status in exit { return status }
            return -2
        }
    }
}
