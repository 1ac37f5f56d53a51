import AsyncHTTPClient
import FoundationEssentials
import Logging

extension ArgusClient {
    /// Where the server is, who asks, and how patiently.
    public struct Configuration: Sendable {
        /// The server's root, such as `http://127.0.0.1:8000` or `https://noc.example.org/argus`.
        public var url: String
        /// What the requests are authenticated with.
        public var token: Token
        /// The version of the API that is spoken.
        public var version: APIVersion
        /// How long one attempt may take, from connecting to the last byte of the answer; a day
        /// at most.
        public var timeout: Duration
        /// How often, and after which delays, a failed request is sent again.
        public var retries: RetryPolicy
        /// A PEM file with the authorities to trust instead of the system's.
        public var certificateAuthorityFile: String?
        /// What the client calls itself in the server's log.
        public var userAgent: String
        /// The largest answer that is read, in bytes.
        public var answerLimit = 64 << 20
        /// The variables in which a proxy may be named: `http_proxy`, `https_proxy`, `all_proxy`,
        /// `no_proxy`, read as curl reads them.
        public var environment: [String: String]
        /// An HTTP client of one's own to send the requests with; nil if the client is to have one for
        /// itself.
        ///
        /// It is not shut down with the client. It brings its own proxy, authorities, and limit for
        /// connecting, so `environment` counts for nothing then, and a `certificateAuthorityFile` is
        /// refused. It should follow no redirections.
        public var httpClient: HTTPClient?
        /// Where the client says what it tries again, at the level `info`; silent unless set.
        ///
        /// What HTTP itself has to say comes at `debug` and below.
        public var logger = Logger(label: "argus-client") { _ in SwiftLogNoOpLogHandler() }
        /// What tells the time, for what happens now and for servers that say until when to wait.
        package var clock: WallClock = Timestamp.now
        /// What waits between two attempts.
        package var pause: @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        }
        /// Draws a number from 0 up to 1, to spread the attempts of many clients.
        package var random: @Sendable () -> Double = { .random(in: 0..<1) }

        /// Says where the server is and who asks; the rest has values that suit most programs.
        public init(
            url: String,
            token: Token,
            version: APIVersion = .v2,
            timeout: Duration = .seconds(10),
            retries: RetryPolicy = .standard,
            certificateAuthorityFile: String? = nil,
            userAgent: String = "ArgusClient",
            environment: [String: String] = ProcessInfo.processInfo.environment
        ) {
            (self.url, self.token, self.version) = (url, token, version)
            (self.timeout, self.retries) = (timeout, retries)
            self.certificateAuthorityFile = certificateAuthorityFile
            (self.userAgent, self.environment) = (userAgent, environment)
        }
    }
}
