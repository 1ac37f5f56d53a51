import Glibc

/// A port of this machine that is taken, so that nobody else gets it, and where nobody listens.
public final class DeafPort: Sendable {
    public let number: Int
    private let socket: Int32

    public init() throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { [socket] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, length) + getsockname(socket, pointer, &length)
            }
        }
        number = Int(UInt16(bigEndian: address.sin_port))
        guard status == 0, number > 0 else { throw NoPort(code: errno) }
    }

    deinit {
        close(socket)
    }

    private struct NoPort: Error {
        let code: Int32
    }
}
