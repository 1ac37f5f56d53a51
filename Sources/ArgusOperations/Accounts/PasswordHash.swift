import ArgusCore
import CArgon2

/// Hashes of passwords: argon2id (RFC 9106) with 19 MiB and two passes, in the encoded form that
/// names its own parameters.
enum PasswordHash {
    private static let passes: UInt32 = 2
    private static let kibibytes: UInt32 = 19 * 1024

    /// Hashes a password with a random salt, for somebody who asks from a place.
    static func make(_ password: String, from place: String = "") async throws -> String {
        try await PasswordDesk.shared.serve(place) { try hash(password) }
    }

    /// Whether a password is the one that was hashed; no password fits an empty hash.
    static func verify(
        _ password: String, _ hash: String, from place: String = ""
    ) async throws -> Bool {
        if let foreign = DjangoPasswordHash(hash) {
            return try await PasswordDesk.shared.serve(place) { foreign.fits(password) }
        }
        guard hash.hasPrefix("$argon2id$") else { return false }
        return try await PasswordDesk.shared.serve(place) {
            let bytes = Array(password.utf8)
            return argon2id_verify(hash, bytes, bytes.count) == ARGON2_OK.rawValue
        }
    }

    /// Whether a hash is one of the existing server, which should give way to one of ours.
    static func isForeign(_ hash: String) -> Bool { DjangoPasswordHash(hash) != nil }

    /// Takes as much work as ``verify(_:_:from:)``, for an account that there is not.
    static func pretend(_ password: String, from place: String) async throws {
        _ = try await make(password, from: place)
    }

    private static func hash(_ password: String) throws -> String {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let bytes = Array(password.utf8)
        let size = argon2_encodedlen(passes, kibibytes, 1, UInt32(salt.count), 32, Argon2_id)
        var encoded = [CChar](repeating: 0, count: size)
        let result = argon2id_hash_encoded(
            passes, kibibytes, 1, bytes, bytes.count, salt, salt.count, 32, &encoded, size)
        guard result == ARGON2_OK.rawValue else {
            throw PasswordHashError(reason: String(cString: argon2_error_message(result)))
        }
        return String(
            decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// That a password could not be hashed, such as for lack of memory.
struct PasswordHashError: Error, CustomStringConvertible {
    let reason: String

    var description: String { "The password could not be hashed: \(reason)." }
}
