import CCrypto
import FoundationEssentials

/// A hash of a password as the existing server keeps it:
/// `pbkdf2_sha256$<iterations>$<salt>$<base64>`.
struct DjangoPasswordHash {
    /// More would keep the server busy for seconds.
    private static let iterationLimit = 3_000_000

    private let iterations: Int
    private let salt: String
    private let hash: [UInt8]

    /// Understands a hash; nil if it is none of these.
    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "pbkdf2_sha256", let iterations = Int(parts[1]),
            (1...Self.iterationLimit).contains(iterations),
            let hash = Data(base64Encoded: String(parts[3])), hash.count == 32
        else { return nil }
        (self.iterations, self.salt, self.hash) = (iterations, String(parts[2]), Array(hash))
    }

    /// Whether a password is the one that was hashed.
    func fits(_ password: String) -> Bool {
        let password = Array(password.utf8)
        let salt = Array(salt.utf8)
        var key = [UInt8](repeating: 0, count: hash.count)
        let isDerived = password.withUnsafeBytes { bytes in
            PKCS5_PBKDF2_HMAC(
                bytes.assumingMemoryBound(to: CChar.self).baseAddress, Int32(bytes.count), salt,
                Int32(salt.count), Int32(iterations), EVP_sha256(), Int32(key.count), &key)
        }
        return isDerived == 1 && zip(key, hash).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
