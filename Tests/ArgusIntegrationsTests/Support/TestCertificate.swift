import ArgusTesting
import Foundation
import NIOSSL
import Testing

/// A certificate that no authority has signed.
struct TestCertificate: Sendable {
    let certificates: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey
    /// The same as a file has it.
    let text: String

    /// Makes one for a name, as `subjectAltName` has it.
    init(_ name: String = "DNS:hooks.example.org") async throws {
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
                "-addext", "subjectAltName=\(name)", "-keyout", key, "-out", file,
            ], environment: ProcessInfo.processInfo.environment,
            streams: [nowhere, nowhere, nowhere])
        try #require(await child.status == 0)
        text = try String(contentsOfFile: file, encoding: .utf8)
        certificates = try NIOSSLCertificate.fromPEMFile(file)
        self.key = try NIOSSLPrivateKey(file: key, format: .pem)
    }

    /// How a server shows it.
    var server: TLSConfiguration {
        .makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
    }
}
