import ArgusSettings
import ArgusVocabulary
import ArgusWire
import Glibc
import NIOCore

/// That the server cannot listen on the address that is set.
struct NotListening: Error, CustomStringConvertible {
    let description: String

    /// Says why; nil if the error is about something else.
    init?(_ address: ListenAddress, _ error: any Error) {
        let reason: String
        switch error {
        case let error as IOError:
            switch error.errnoCode {
            case EADDRINUSE:
                let other = address.port < 65_535 ? address.port + 1 : 8000
                let free = ListenAddress(host: address.host, port: other)
                reason =
                    "another program serves there already, perhaps another argus; end it, or set "
                    + "ARGUS_LISTEN to another address, such as \(free)"
            case EADDRNOTAVAIL:
                reason = "this machine has no such address; set ARGUS_LISTEN to one that it has"
            case EACCES, EPERM:
                reason =
                    "this user may not; set ARGUS_LISTEN to a port from 1024 on, or serve behind a "
                    + "proxy"
            default: return nil
            }
        case is SocketAddressError, is SocketAddressError.UnknownHost:
            reason = "\(address.host) is not known as a name; set ARGUS_LISTEN to an address"
        default: return nil
        }
        description = "Cannot serve on \(address): \(reason)."
    }
}
