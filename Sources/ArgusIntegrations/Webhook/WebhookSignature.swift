import CCrypto

/// By which whoever takes a message knows that it is ours, and from when.
package enum WebhookSignature {
    /// The header: `v1=` and the HMAC with SHA-256 (RFC 2104) of `TIMESTAMP.BODY` in hexadecimal digits,
    /// by each of the secrets, with commas between them.
    package static func header(
        of body: String, at timestamp: Int64, by secrets: [String]
    ) -> String {
        secrets.compactMap { secret in
            hexadecimal(of: "\(timestamp).\(body)", by: secret).map { "v1=\($0)" }
        }.joined(separator: ",")
    }

    private static func hexadecimal(of message: String, by secret: String) -> String? {
        let (message, key) = (Array(message.utf8), Array(secret.utf8))
        var signature = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        var size = 0
        let isMade = EVP_Q_mac(
            nil, "HMAC", nil, "SHA256", nil, key, key.count, message, message.count, &signature,
            signature.count, &size)
        guard isMade != nil, size == signature.count else { return nil }
        return signature.map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }
}
