/// Why a server's certificate is not to be trusted.
public struct CertificateProblem: Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with it.
    public let kind: Kind
    /// What is wrong, and what to do, without a full stop.
    public let description: String

    /// What is wrong with a certificate.
    ///
    /// Later versions may know more kinds, so a `switch` needs a `default`.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        /// Its name, such as `expired`.
        public let description: String

        /// It, or one of those that vouch for it, is not valid any more.
        public static let expired = Kind(description: "expired")
        /// It, or one of those that vouch for it, is not valid yet.
        public static let notYetValid = Kind(description: "notYetValid")
        /// No authority that is known here vouches for it.
        public static let unknownAuthority = Kind(description: "unknownAuthority")
        /// It was not issued for the host in the server's URL.
        public static let otherHost = Kind(description: "otherHost")
    }
}

extension CertificateProblem {
    static func expired(_ moment: Timestamp) -> CertificateProblem {
        CertificateProblem(
            kind: .expired,
            description: "the server's certificate expired at \(moment); have it renewed, or set "
                + "this machine's clock")
    }

    static func notYetValid(_ moment: Timestamp) -> CertificateProblem {
        CertificateProblem(
            kind: .notYetValid,
            description: "the server's certificate is not valid before \(moment); set this "
                + "machine's clock, or have it issued anew")
    }

    static let unknownAuthority = CertificateProblem(
        kind: .unknownAuthority,
        description: "no known authority vouches for the server's certificate; name the file of "
            + "the one that issued it")

    static func otherHost(_ host: String) -> CertificateProblem {
        CertificateProblem(
            kind: .otherHost,
            description: "the server's certificate is not for \(host); name the host in the URL as "
                + "the certificate does")
    }
}
