import ArgusTesting
import Foundation
import NIOSSL
import Testing

/// A certificate authority of the test's own, in a folder that goes away with it.
struct Certificates: Sendable {
    let folder: URL

    var authorityFile: String { path("ca.pem") }

    /// Makes an authority with the `openssl` command and lends it.
    static func inTemporaryFolder(
        _ body: @Sendable (Certificates) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "argus-client-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let certificates = Certificates(folder: folder)
        try await certificates.openssl(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=Test authority",
            "-keyout",
            certificates.path("ca.key"),
            "-out",
            certificates.authorityFile,
            "-addext",
            "basicConstraints=critical,CA:TRUE"
        )
        try await body(certificates)
    }

    /// What a server needs to show a certificate of this authority that is valid between two times
    /// such as `20250101000000Z`.
    func server(
        for host: String, from begin: String = "20200101000000Z",
        until end: String = "29991231235959Z"
    ) async throws -> TLSConfiguration {
        try await openssl(
            "req",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-subj",
            "/CN=\(host)",
            "-keyout",
            path("server.key"),
            "-out",
            path("server.csr")
        )
        try Data("subjectAltName=DNS:\(host)\n".utf8).write(to: folder.appending(path: "names"))
        // `openssl x509` can only count days from now on, `openssl ca` knows dates.
        let settings = """
            [ca]
            default_ca = own
            [own]
            database = \(path("index"))
            new_certs_dir = \(folder.path)
            rand_serial = yes
            default_md = sha256
            policy = any
            [any]
            commonName = supplied
            """
        try Data(settings.utf8).write(to: folder.appending(path: "ca.conf"))
        try Data().write(to: folder.appending(path: "index"))
        try await openssl(
            "ca",
            "-batch",
            "-notext",
            "-config",
            path("ca.conf"),
            "-in",
            path("server.csr"),
            "-cert",
            authorityFile,
            "-keyfile",
            path("ca.key"),
            "-startdate",
            begin,
            "-enddate",
            end,
            "-extfile",
            path("names"),
            "-out",
            path("server.pem")
        )
        return .makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(path("server.pem"))
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: path("server.key"), format: .pem))
        )
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private func openssl(_ arguments: String...) async throws {
        let nowhere = Child.Stream.path("/dev/null")
        let child = try Child(
            "/usr/bin/env", ["openssl"] + arguments,
            environment: ProcessInfo.processInfo.environment, streams: [nowhere, nowhere, nowhere])
        try #require(await child.status == 0)
    }
}
