import NIOSSL

extension ArgusClient.Configuration {
    /// What certificates are checked against: the system's authorities, or those of the file.
    func tls() throws(ConfigurationError) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        guard let file = certificateAuthorityFile else { return tls }
        do {
            let authorities = try NIOSSLCertificate.fromPEMFile(file)
            guard !authorities.isEmpty else {
                throw ConfigurationError.certificateAuthorities(
                    file: file,
                    problem: "there are none in it"
                )
            }
            tls.trustRoots = .certificates(authorities)
        } catch let error as ConfigurationError {
            throw error
        } catch let error as NIOSSLError {
            throw .certificateAuthorities(file: file, problem: "\(error)")
        } catch {
            throw .certificateAuthorities(file: file, problem: "\(error)")
        }
        return tls
    }
}
