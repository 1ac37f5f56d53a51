import Glibc

/// A port of this machine that is taken, so that nobody else gets it, and where nobody listens.
///
/// One that is lent out may be listened at by whoever names it, while the system gives it to nobody.
public final class DeafPort: Sendable {
    public let number: Int
    private let socket: Int32

    public init(isLentOut: Bool = false) throws {
        socket = Glibc.socket(
            AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var reuses: Int32 = isLentOut ? 1 : 0
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &reuses, socklen_t(MemoryLayout<Int32>.size))
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
