import ArgusVocabulary
import NIOHTTP1

/// The administration of source systems, in version 3 of the API; changing them is for staff.
extension ArgusClient {
    /// Lists all source systems by name, with what is set up for them.
    public func sources() async throws(ArgusError) -> [WatchedSource] {
        try await transport.readList(Request(.GET, sourcePath()), WatchedSource.init)
    }

    /// Fetches one source system.
    public func source(_ id: SourceSystem.ID) async throws(ArgusError) -> WatchedSource {
        try await transport.read(Request(.GET, sourcePath("\(id)/")), WatchedSource.init)
    }

    /// Adds a source system with an account of its own, to which a token can be issued.
    @discardableResult
    public func addSource(
        _ name: String,
        type: String,
        _ details: SourceChange = SourceChange(),
        key: IdempotencyKey = .random()
    ) async throws(ArgusError) -> WatchedSource {
        var details = details
        (details.name, details.type) = (name, type)
        let request = Request(.POST, sourcePath(), body: .object(details.json), key: key)
        return try await transport.read(request, WatchedSource.init)
    }

    /// Changes what is named of a source system, and gives back the whole.
    @discardableResult
    public func changeSource(
        _ id: SourceSystem.ID,
        _ change: SourceChange
    ) async throws(ArgusError) -> WatchedSource {
        let request = Request(.PATCH, sourcePath("\(id)/"), body: .object(change.json))
        return try await transport.read(request, WatchedSource.init)
    }

    /// Removes a source system that has no incidents, with its account and tokens.
    public func deleteSource(_ id: SourceSystem.ID) async throws(ArgusError) {
        _ = try await transport.send(Request(.DELETE, sourcePath("\(id)/")))
    }

    private func sourcePath(_ rest: String = "") -> String {
        "\(APIVersion.v3.path)sources/\(rest)"
    }
}

/// A source system, with what is set up for it.
public typealias WatchedSource = WatchedSourceJSON

/// What is to be set or changed about a source system; nil leaves a thing as it is.
public struct SourceChange: Hashable, Sendable {
    public var name: String?
    /// The name of a type that there is.
    public var type: String?
    public var baseURL: String?
    /// After how long without a sign of life it counts as dead, from a minute to a day; the inner
    /// nil ends the watching.
    public var heartbeatFrequency: Duration??
    /// How long an alert that is posted again and again lasts without being told of, from a minute
    /// to 30 days; zero for ever, the inner nil as long as it says itself.
    public var alertExpiry: Duration??

    /// Names what is to be set or changed.
    public init(
        name: String? = nil,
        type: String? = nil,
        baseURL: String? = nil,
        heartbeatFrequency: Duration?? = nil,
        alertExpiry: Duration?? = nil
    ) {
        (self.name, self.type, self.baseURL) = (name, type, baseURL)
        (self.heartbeatFrequency, self.alertExpiry) = (heartbeatFrequency, alertExpiry)
    }

    var json: JSONObject {
        var object = JSONObject()
        for (name, text) in [("name", name), ("type", type), ("base_url", baseURL)] {
            if let text { object.set(name, to: .string(text)) }
        }
        if let frequency = heartbeatFrequency {
            object.set(
                "heartbeat_frequency",
                to: frequency.map { .integer($0.components.seconds) } ?? .null
            )
        }
        if let expiry = alertExpiry {
            object.set(
                "alert_expiry", to: expiry.map { .integer($0.components.seconds) } ?? .null)
        }
        return object
    }
}
