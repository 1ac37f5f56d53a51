/// Why a server's certificate is not to be trusted.
public enum CertificateProblem: Hashable, Sendable {
    /// It, or one of those that vouch for it, was valid only until a moment.
    case expired(Timestamp)
    /// It, or one of those that vouch for it, is valid only from a moment on.
    case notYetValid(Timestamp)
    /// No authority that is known here vouches for it.
    case unknownAuthority
    /// It was not issued for the host in the server's URL.
    case otherHost(String)
}

extension CertificateProblem: CustomStringConvertible {
    /// What is wrong, and what to do, without a full stop.
    public var description: String {
        switch self {
        case .expired(let moment):
            "the server's certificate expired at \(moment); have it renewed, or set this machine's "
                + "clock"
        case .notYetValid(let moment):
            "the server's certificate is not valid before \(moment); set this machine's clock, or "
                + "have it issued anew"
        case .unknownAuthority:
            "no known authority vouches for the server's certificate; name the file of the one that "
                + "issued it"
        case .otherHost(let host):
            "the server's certificate is not for \(host); name the host in the URL as the certificate "
                + "does"
        }
    }
}
