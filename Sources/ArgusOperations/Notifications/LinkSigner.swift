import ArgusCore
import CCrypto

/// Signs links of messages, so that nobody else can make one.
struct LinkSigner: Sendable {
    private let key: [UInt8]

    /// Signs by a key that all servers on the database share.
    init(key: [UInt8]) {
        self.key = key
    }

    /// What stands in the address: what the link is for, and a signature of that.
    func signed(_ link: MessageLink) -> String { "\(link.text).\(signature(of: link.text))" }

    /// The link of what ``signed(_:)`` made; nil for anything else.
    func link(in text: String) -> MessageLink? {
        guard text.utf8.count < 200, let dot = text.lastIndex(of: ".") else { return nil }
        let given = text[text.index(after: dot)...]
        // Of digests, the time that comparing takes tells nothing.
        guard sha256(Array(signature(of: String(text[..<dot])).utf8)) == sha256(Array(given.utf8))
        else { return nil }
        return MessageLink(String(text[..<dot]))
    }

    /// The first half of the HMAC with SHA-256 (RFC 2104, sections 2 and 5) in hexadecimal digits: as
    /// hard to guess as a key of 128 bits, and short enough for a telephone.
    private func signature(of text: String) -> String {
        var (code, size) = ([UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH)), 0)
        let message = Array("message link \(text)".utf8)
        let isMade = EVP_Q_mac(
            nil, "HMAC", nil, "SHA256", nil, key, key.count, message, message.count, &code,
            code.count, &size)
        precondition(isMade != nil && size == code.count, "libcrypto has no HMAC with SHA-256")
        return hexadecimal(Array(code.prefix(16)))
    }
}
