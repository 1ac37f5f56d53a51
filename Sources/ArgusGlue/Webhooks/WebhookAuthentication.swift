import ArgusClient
import FoundationEssentials

/// How a monitoring system shows that it is the one that a source is about.
package struct WebhookAuthentication: Sendable {
    /// What is asked of it.
    package enum Kind: String, CaseIterable, Sendable {
        /// The secret itself: in a header, as the password of Basic authentication, or in the path.
        case secret
        /// A signature of the body by the secret, which is never sent.
        case signature
    }

    /// What is asked.
    package let kind: Kind
    private let secret: [UInt8]
    /// The header with the signature.
    let signatureHeader: String
    /// The header with the time that is signed with the body; nil if none is.
    let timestampHeader: String?

    /// How old, or how far in the future, a time that is signed may be.
    static let leeway = Duration.seconds(300)

    /// Asks for a secret, or for what is signed by it.
    package init(
        _ kind: Kind = .secret, secret: String, signatureHeader: String = "X-Signature",
        timestampHeader: String? = nil
    ) {
        (self.kind, self.secret) = (kind, Array(secret.utf8))
        (self.signatureHeader, self.timestampHeader) = (signatureHeader, timestampHeader)
    }

    /// Whether what a request shows is right, as far as it can be told before its body is read.
    ///
    /// A `Basic` password, a token of any other scheme in `Authorization`, `X-Webhook-Secret`, and
    /// what the path has after the source's name are looked at.
    package func permits(
        pathWord: String?, header: (_ name: String) -> String?
    ) -> Bool {
        guard kind == .secret else { return header(signatureHeader) != nil }
        let shown = [
            pathWord, header("X-Webhook-Secret"),
            header("Authorization").flatMap(Self.secret(inAuthorization:)),
        ]
        // All are compared, so that the time tells nothing of where it was.
        return shown.compactMap { $0 }.filter { ConstantTime.areEqual(secret, $0.utf8) }.count > 0
    }

    /// Whether a body is signed as it must be; anybody's is where no signature is asked for.
    package func permits(
        body: [UInt8], at now: Timestamp, header: (_ name: String) -> String?
    ) -> Bool {
        guard kind == .signature else { return true }
        var signed = body
        if let timestampHeader {
            guard let time = header(timestampHeader), let seconds = Int64(time) else {
                return false
            }
            let moment = Timestamp(unixSeconds: seconds)
            guard max(moment, now).since(min(moment, now)) <= Self.leeway else { return false }
            signed = Array("\(time):".utf8) + body
        }
        guard let shown = header(signatureHeader),
            let signature = MessageSignature.bytes(
                hexadecimal: shown.hasPrefix("sha256=") ? shown.dropFirst(7) : Substring(shown)),
            let right = MessageSignature.bytes(of: signed, by: secret)
        else { return false }
        return ConstantTime.areEqual(right, signature)
    }

    /// The password of `Basic` (RFC 7617), or what follows the name of any other scheme.
    private static func secret(inAuthorization value: String) -> String? {
        let parts = value.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2 else { return nil }
        let rest = String(parts[1].trimmingBlanks())
        guard parts[0].lowercased() == "basic" else { return rest }
        guard let data = Data(base64Encoded: rest) else { return nil }
        let pair = String(decoding: data, as: UTF8.self)
        return pair.firstIndex(of: ":").map { String(pair[pair.index(after: $0)...]) }
    }
}
