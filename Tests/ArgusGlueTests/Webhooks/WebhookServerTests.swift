import ArgusClient
import ArgusGlue
import ArgusGlueHTTP
import ArgusTesting
import ArgusVocabulary
import AsyncHTTPClient
import Foundation
import Logging
import NIOSSL
import Testing

private let firing = """
    [{"labels": {"alertname": "Down"}, "startsAt": "2026-11-20T09:00:00Z"},
     {"labels": {"alertname": "Slow"}, "startsAt": "2026-11-20T09:00:00Z"}]
    """

@Suite struct `What is posted to a source` {
    private static let basic = Data("prometheus:\(Port.secret)".utf8).base64EncodedString()

    @Test(arguments: [
        ("/prom", ["Authorization": "Bearer \(Port.secret)"]),
        ("/prom/api/v2/alerts", ["Authorization": "Basic \(basic)"]),
        ("/prom", ["X-Webhook-Secret": Port.secret]),
        ("/prom/\(Port.secret)", [:]), ("/prom/\(Port.secret)/api/v2/alerts", [:]),
    ])
    func `is on disk when it is answered, however the secret is shown`(
        path: String, headers: [String: String]
    ) async throws {
        try await Port.open { port in
            let answer = try await port.post(firing, to: path, headers)

            #expect(answer.status == 200 && answer.body.contains(#""accepted":2"#), "\(answer)")
            #expect(try port.keys().count == 2)
        }
    }

    @Test(arguments: [
        ("/prom", [:]), ("/prom/0123456789abcdeX", [:]), ("/prom", ["Authorization": "Bearer"]),
        ("/prom", ["Authorization": "Basic \(Port.secret)"]),
        ("/prom", ["Authorization": "Basic %%%"]), ("/prom", ["X-Webhook-Secret": ""]),
        ("/prom/\(Port.secret)0", ["Authorization": "Bearer \(Port.secret.dropLast())"]),
    ])
    func `without the secret is refused`(
        path: String, headers: [String: String]
    ) async throws {
        let log = RecordingLog()
        try await Port.open(logger: log.logger) { port in
            let answer = try await port.post(firing, to: path, headers)

            #expect(answer.status == 401 && answer.body.contains("secret"), "\(answer)")
            #expect(try port.keys().isEmpty)
        }
        #expect(log.lines(.error).count == 1, "\(log.lines(.error))")
    }

    @Test func `for nobody, or by another method, is told so`() async throws {
        try await Port.open { port in
            let (nobody, root) = (
                try await port.post("[]", to: "/grafana"), try await port.post("[]", to: "/")
            )
            let read = try await port.post("", method: "GET")

            #expect(nobody.status == 404 && root.status == 404 && read.status == 405)
        }
    }

    @Test func `that cannot be read is a dead letter with its bytes`() async throws {
        let odd = "{\"alerts\": [\u{1}"
        try await Port.open { port in
            let answer = try await port.post(odd, to: "/prom/\(Port.secret)")
            let kept = try #require(try port.spool().unreadableMessages().first)

            #expect(answer.status == 200 && answer.body.contains("dead_letters"), "\(answer)")
            #expect(kept.bytes == Array(odd.utf8) && kept.reason.contains("no JSON"))
            #expect(try port.spool().status().dead == 1)
        }
    }

    @Test func `and can be read in part, is taken in that part`() async throws {
        let half = firing.replacing(#"{"alertname": "Slow"}"#, with: "null")
        try await Port.open { port in
            _ = try await port.post(half, to: "/prom/\(Port.secret)")

            #expect(try port.keys().count == 1)
            #expect(try port.spool().unreadableMessages().map(\.bytes) == [Array(half.utf8)])
        }
    }

    @Test func `is refused as soon as may be, however large it is`() async throws {
        let large = String(repeating: " ", count: 1 << 20)
        try await Port.open("  max_body: 64K") { port in
            let answer = try? await port.post(large, isChunked: true)
            let kept = try port.spool().status()

            #expect(answer == nil || answer?.status == 401)
            #expect(kept.depth == 0 && kept.dead == 0)
        }
    }

    @Test(arguments: [true, false])
    func `is refused if it is too large`(isChunked: Bool) async throws {
        let large = String(repeating: " ", count: 5000)
        try await Port.open("  max_body: 4K") { port in
            let answer = try await port.post(
                large, to: "/prom/\(Port.secret)", isChunked: isChunked)

            #expect(answer.status == 413 && answer.body.contains("4096"), "\(answer)")
            #expect(try port.spool().status().dead == 0)
        }
    }

    @Test func `is to be sent again when the spool is full`() async throws {
        try await Port.open("  max_bytes: 10") { port in
            let answer = try await port.post(firing, to: "/prom/\(Port.secret)")

            #expect(answer.status == 503 && answer.retryAfter == "10", "\(answer)")
            #expect(try port.keys().isEmpty)
        }
    }

    @Test func `over TLS, is taken`() async throws {
        let folder = try TemporaryFolder()
        let (certificate, key) = (folder.file("cert.pem"), folder.file("key.pem"))
        let made = try Child(
            "/usr/bin/env",
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
                + ["-nodes", "-days", "2", "-subj", "/CN=glue", "-keyout", key]
                + ["-out", certificate, "-addext", "subjectAltName=IP:127.0.0.1"],
            environment: ProcessInfo.processInfo.environment,
            streams: [.path("/dev/null"), .path("/dev/null"), .path("/dev/null")])
        #expect(await made.status == 0)
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(certificate)
        let client = HTTPClient(configuration: .init(tlsConfiguration: tls))
        let lines = "  tls_certificate: \(certificate)\n  tls_key: \(key)"
        try await Port.open(lines, client: client, in: folder) { port in
            let answer = try await port.post(firing, to: "/prom/\(Port.secret)", scheme: "https")

            #expect(answer.status == 200)
        }
        try await client.shutdown()
    }

    @Test func `is nowhere when the port is taken`() async throws {
        try await Port.open { first in
            let error = await #expect(throws: (any Error).self) {
                try await Port.open(at: first.number) { _ in }
            }

            #expect("\(error.map { "\($0)" } ?? "")".contains("ARGUS_GLUE_LISTEN"))
        }
    }
}

@Suite struct `A signature` {
    private let now = Timestamp(unixSeconds: 1_795_165_200)
    // As computed by: printf '%s' BODY | openssl dgst -sha256 -hmac 0123456789abcdef
    private let body = Array(#"{"a":1}"#.utf8)

    private func permits(
        _ headers: [String: String], timestamp: String? = nil, at moment: Timestamp? = nil
    ) -> Bool {
        let authentication = WebhookAuthentication(
            .signature, secret: Port.secret, timestampHeader: timestamp)
        return authentication.permits(pathWord: nil) { headers[$0] }
            && authentication.permits(body: body, at: moment ?? now) { headers[$0] }
    }

    @Test func `of the body lets it in, with a prefix or without`() {
        let right = "1c76fbb930d3aa8b1633728fae212c68ca68a6752bb319b98be6fe17e86cf5b8"

        #expect(permits(["X-Signature": right]) && permits(["X-Signature": "sha256=\(right)"]))
        #expect(permits(["X-Signature": right.uppercased()]))
    }

    @Test func `of a time and the body lets it in for some minutes`() {
        let headers = [
            "X-Signature": "26ae6d76f8f815439a9085bcb735f163122a7ee22f85a5edd480ea9d48cf3a25",
            "X-Time": "1795165200",
        ]

        #expect(permits(headers, timestamp: "X-Time"))
        #expect(!permits(headers, timestamp: "X-Time", at: Timestamp(unixSeconds: 1_795_165_501)))
        #expect(
            !permits(
                ["X-Signature": "1c76fbb930d3aa8b1633728fae212c68ca68a6752bb319b98be6fe17e86cf5b8"],
                timestamp: "X-Time"))
    }

    @Test(arguments: ["", "00", "zz", "sha256=", String(repeating: "0", count: 64)])
    func `that is wrong does not`(signature: String) {
        #expect(!permits(["X-Signature": signature]))
        #expect(!permits([:]) && !permits(["X-Webhook-Secret": Port.secret]))
    }
}
