import ArgusVocabulary
import NIOHTTP1

extension ArgusClient {
    /// Tells the server that this source system is alive although it has nothing to report, and
    /// perhaps how the queue of what brings its alerts stands.
    ///
    /// A server that does not know of queues takes the sign of life all the same.
    public func heartbeat(_ heartbeat: Heartbeat? = nil) async throws(ArgusError) {
        let now = transport.configuration.clock()
        let body = heartbeat.map { $0.json(at: now) }
        _ = try await transport.send(
            Request(.POST, logPath("sources/heartbeat/"), body: body, key: .random())
        )
    }

    /// Asks for a new token with the present one, which stays valid until it expires.
    ///
    /// This client goes on with the old one: make another from the answer.
    public func refreshToken() async throws(ArgusError) -> RefreshedToken {
        // Version 1 of the existing server cannot do it.
        let path = "\(APIVersion.v2.path)auth/token/login/"
        return try await transport.read(Request(.POST, path, key: .random()), RefreshedToken.init)
    }

    /// The version that the server says it is, such as `2.10.2`.
    public func serverVersion() async throws(ArgusError) -> String {
        try await transport.read(Request(.GET, "/api/")) { json throws(WireError) in
            try MemberReader(json, of: "metadata").text("server-version")
        }
    }
}
