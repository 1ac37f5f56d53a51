import CCrypto

/// Comparisons that take the same time whatever is compared, so that nobody finds out a secret by how
/// long its refusal takes.
enum ConstantTime {
    /// Whether two secrets are the same, however long each is.
    static func areEqual(_ one: some Sequence<UInt8>, _ other: some Sequence<UInt8>) -> Bool {
        let (one, other) = (digest(Array(one)), digest(Array(other)))
        return CRYPTO_memcmp(one, other, one.count) == 0
    }

    /// SHA-256: of the same length for all.
    private static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        _ = SHA256(bytes, bytes.count, &digest)
        return digest
    }
}

/// The signature of a message by a secret that both sides know: HMAC with SHA-256 (RFC 2104).
enum MessageSignature {
    /// The 32 bytes; nil if the library has no SHA-256.
    static func bytes(of message: [UInt8], by key: [UInt8]) -> [UInt8]? {
        var signature = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        var size = 0
        let isMade = EVP_Q_mac(
            nil, "HMAC", nil, "SHA256", nil, key, key.count, message, message.count, &signature,
            signature.count, &size)
        return isMade != nil && size == signature.count ? signature : nil
    }

    /// The bytes that hexadecimal digits stand for, in any case; nil if the text is none.
    static func bytes(hexadecimal text: some StringProtocol) -> [UInt8]? {
        let digits = text.utf8.map { UInt8(hexadecimal: $0) }
        guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
        let values = digits.compactMap { $0 }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
