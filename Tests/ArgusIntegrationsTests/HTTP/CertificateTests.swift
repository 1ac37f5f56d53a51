import ArgusCore
import ArgusIntegrations
import NIOSSL
import Testing

@Suite struct `The certificate of a service` {
    @Test func `is for its name, by an authority that is trusted`() async throws {
        let own = try await TestCertificate()
        try await FakeService.with(.answering(200), tls: own.server) { service in
            func reason(host: String, trusting roots: NIOSSLTrustRoots) async -> DeliveryReason? {
                let http = OutgoingHTTP(here: .here, trusting: roots)
                return await SlackChannel(http).send(
                    .sample(),
                    to: .sample(.slack, port: service.port, host: host, scheme: "https")
                ).reason
            }
            let trusted = NIOSSLTrustRoots.certificates(own.certificates)
            #expect(await reason(host: "hooks.example.org", trusting: trusted) == nil)
            #expect(
                await reason(host: "hooks.example.org", trusting: .default) == .certificate)
            #expect(
                await reason(host: "other.example.org", trusting: trusted) == .certificate)
        }
    }
}
