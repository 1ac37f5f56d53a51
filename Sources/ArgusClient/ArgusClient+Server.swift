import NIOHTTP1

extension ArgusClient {
    /// Tells the server that this source system is alive although it has nothing to report.
    public func heartbeat() async throws(ArgusError) {
        _ = try await transport.send(
            Request(.POST, logPath("sources/heartbeat/"), key: .random())
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
