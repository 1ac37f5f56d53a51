import Crypto
import CryptoExtras
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
        let key = try? KDF.Insecure.PBKDF2.deriveKey(
            from: Array(password.utf8), salt: Array(salt.utf8), using: .sha256,
            outputByteCount: hash.count, unsafeUncheckedRounds: iterations)
        guard let key else { return false }
        return key.withUnsafeBytes { bytes in
            zip(bytes, hash).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
        }
    }
}
