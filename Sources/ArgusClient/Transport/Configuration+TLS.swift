import FoundationEssentials
import NIOSSL

extension ArgusClient.Configuration {
    /// What certificates are checked against: the system's authorities, or those of the file.
    func tls() throws(ArgusError) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let file = certificateAuthorityFile {
            tls.trustRoots = .certificates(try Self.authorities(file))
        }
        return tls
    }

    private static func authorities(_ file: String) throws(ArgusError) -> [NIOSSLCertificate] {
        func refuse(_ problem: String) -> ArgusError {
            ArgusError(.certificateAuthorities(file: file, problem: problem))
        }
        let text: Data
        do {
            text = try Data(contentsOf: URL(filePath: file))
        } catch {
            let isThere = FileManager.default.fileExists(atPath: file)
            throw refuse(isThere ? "cannot be read" : "does not exist")
        }
        guard let authorities = try? NIOSSLCertificate.fromPEMBytes(Array(text)),
            !authorities.isEmpty
        else { throw refuse("holds no certificates") }
        return authorities
    }
}
