import ArgusCore
import ArgusIntegrations
import ArgusTesting
import Foundation
import NIOSSL
import Testing

@Suite struct `The certificate of a service` {
    @Test func `is for its name, by an authority that is trusted`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (key, file) = (
            folder.appending(path: "key.pem").path, folder.appending(path: "own.pem").path
        )
        let nowhere = Child.Stream.path("/dev/null")
        let child = try Child(
            "/usr/bin/env",
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=own",
                "-addext", "subjectAltName=DNS:hooks.example.org", "-keyout", key, "-out", file,
            ], environment: ProcessInfo.processInfo.environment,
            streams: [nowhere, nowhere, nowhere])
        try #require(await child.status == 0)
        let own = try NIOSSLCertificate.fromPEMFile(file)
        let server = TLSConfiguration.makeServerConfiguration(
            certificateChain: own.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))

        let answer = FakeService.Manner.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        try await FakeService.with(answer, tls: server) { service in
            func reason(host: String, trusting roots: NIOSSLTrustRoots) async -> DeliveryReason? {
                let http = OutgoingHTTP(.here, resolver: .here, trusting: roots)
                return await SlackChannel(http).send(
                    .sample(),
                    to: .sample(.slack, port: service.port, host: host, scheme: "https")
                ).reason
            }
            #expect(
                await reason(host: "hooks.example.org", trusting: .certificates(own)) == nil)
            #expect(
                await reason(host: "hooks.example.org", trusting: .default) == .certificate)
            #expect(
                await reason(host: "other.example.org", trusting: .certificates(own))
                    == .certificate)
        }
    }
}
