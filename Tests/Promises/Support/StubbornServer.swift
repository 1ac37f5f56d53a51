import Foundation
import Glibc

/// Something on loopback that gives the same answer to everybody.
final class StubbornServer: Sendable {
    /// Its address.
    let url: String
    private let descriptor: Int32

    /// Serves while a body runs; `head` is the answer without its length, such as
    /// `HTTP/1.1 401 Unauthorized`.
    static func with(
        _ head: String, _ body: (StubbornServer) async throws -> Void
    ) async throws {
        let server = try StubbornServer(head)
        defer { shutdown(server.descriptor, Int32(SHUT_RDWR)) }
        try await body(server)
    }

    private init(_ head: String) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        self.descriptor = descriptor
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        let body = #"{"detail": "no"}"#
        let lines = [
            head, "Content-Type: application/json", "Content-Length: \(body.utf8.count)",
            "Connection: close", "", body,
        ]
        let answer = Array(lines.joined(separator: "\r\n").utf8)
        Thread.detachNewThread { Self.serve(descriptor, answer) }
    }

    private static func serve(_ descriptor: Int32, _ answer: [UInt8]) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let connection = accept(descriptor, nil, nil)
            if connection < 0 { break }
            _ = read(connection, &buffer, buffer.count)
            _ = send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
            shutdown(connection, Int32(SHUT_WR))
            // To the end of the request, so that closing does not take the answer back.
            while read(connection, &buffer, buffer.count) > 0 {}
            close(connection)
        }
        close(descriptor)
    }
}
