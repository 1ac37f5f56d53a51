import ArgusAnswers
import ArgusCore
import ArgusVocabulary
import HTTPTypes
import Hummingbird
import NIOCore

/// By which address an asker has reached the server, as far as it is believed: links lead there.
struct ReachedAddress {
    /// Scheme, host and port.
    let site: SiteAddress
    /// Whether the asker talks https, with us or with the proxy in front of us.
    let isSecure: Bool

    /// Reads what a request says, or refuses a request without one right host (RFC 9112, section 3.2).
    ///
    /// What the administrator says goes before it; of the scheme only a proxy that is trusted may tell.
    init(
        _ request: Request, over connection: SocketAddress?, _ settings: SiteSettings
    ) throws(Refusal) {
        let host = try Self.host(of: request)
        let isBelieved = ClientAddress.isTrusted(connection, by: settings.trustedProxies)
        let scheme = isBelieved ? Self.scheme(in: request.headers) : "http"
        let root = settings.publicURL ?? "\(scheme)://\(host)"
        site = SiteAddress(root)
        isSecure = root.hasPrefix("https:")
    }

    /// The last proxy says it last; another word than these two says nothing.
    private static func scheme(in headers: HTTPFields) -> String {
        let said = headers[values: .forwardedProto].flatMap { $0.split(separator: ",") }.last
        return said?.trimmingBlanks().lowercased() == "https" ? "https" : "http"
    }

    private static func host(of request: Request) throws(Refusal) -> String {
        // The first is taken out of the headers; what is there is a second one.
        guard let host = request.head.authority, request.headers[.host] == nil, isHost(host) else {
            throw .invalid(
                .fields([
                    Problems.Field(
                        "detail", .message("The request needs one header Host, with a host in it."))
                ]))
        }
        return host
    }

    /// Whether a text is a name or an address, with a port or without (RFC 3986, section 3.2.2): of the
    /// signs that are allowed, those that real names have.
    static func isHost(_ text: String) -> Bool {
        guard text.utf8.count <= 255 else { return false }
        var name = text[...]
        var port = Substring()
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return false }
            (name, port) = (text[...end], text[text.index(after: end)...])
            guard
                (try? SocketAddress(ipAddress: String(name.dropFirst().dropLast()), port: 0)) != nil
            else { return false }
        } else {
            if let colon = text.firstIndex(of: ":") {
                (name, port) = (text[..<colon], text[colon...])
            }
            let isName = name.utf8.allSatisfy { isLetter($0) || "-._~".utf8.contains($0) }
            guard isName, !name.isEmpty else { return false }
        }
        return port.isEmpty
            || port.first == ":" && port.utf8.count <= 6
                && port.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte)
    }
}

extension HTTPField.Name {
    /// `X-Forwarded-Proto`: by which scheme the asker reached the proxy in front of us.
    static let forwardedProto = Self("X-Forwarded-Proto") ?? .via
    /// `Host`, where it is said more than once.
    fileprivate static let host = Self("Host") ?? .via
}
