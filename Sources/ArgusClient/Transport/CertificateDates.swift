import NIOCore
import NIOPosix
import NIOSSL

/// When the certificates that a server shows begin and cease to be valid.
///
/// The library that checks them says only that one is not to be trusted. So that people are told
/// why, the server is asked once more, and nothing is sent to it.
struct CertificateDates: Sendable {
    /// From the server's own to that of the highest authority that it shows, in seconds since 1970.
    private let periods: [(begin: Int64, end: Int64)]

    private init(_ certificates: [NIOSSLCertificate]) {
        periods = certificates.map { (Int64($0.notValidBefore), Int64($0.notValidAfter)) }
    }

    /// What is wrong with them at a moment; nil if nothing is.
    func problem(at moment: Timestamp) -> CertificateProblem? {
        for (begin, end) in periods {
            let (begin, end) = (Timestamp(unixSeconds: begin), Timestamp(unixSeconds: end))
            if end < moment { return .expired(end) }
            if begin > moment { return .notYetValid(begin) }
        }
        return nil
    }

    /// Looks at what a server shows; nil if that is not to be had in time.
    static func shown(by server: ServerURL, within time: Duration) async -> CertificateDates? {
        let patience = TimeAmount(time)
        let group = MultiThreadedEventLoopGroup.singleton
        let shown = group.any().makePromise(of: CertificateDates.self)
        do {
            let context = try NIOSSLContext(configuration: .makeClientConfiguration())
            let channel = try await ClientBootstrap(group: group)
                .connectTimeout(patience)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handler = try NIOSSLClientHandler(
                            context: context, serverHostname: server.hostForTLS,
                            customVerificationCallback: { certificates, verdict in
                                shown.succeed(CertificateDates(certificates))
                                verdict.succeed(NIOSSLVerificationResult.failed)
                            })
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                }
                .connect(host: server.host, port: server.port).get()
            channel.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
            channel.closeFuture.whenComplete { _ in shown.fail(NothingShown()) }
        } catch {
            shown.fail(error)
        }
        return try? await shown.futureResult.get()
    }

    private struct NothingShown: Error {}
}
