import ArgusVocabulary
import NIOHTTP1

/// What programs keep for whoever asks, in version 3 of the API: a JSON object in each namespace.
extension ArgusClient {
    /// Fetches the preferences in a namespace; they are empty until something is kept.
    public func preferences(_ namespace: String) async throws(ArgusError) -> JSONObject {
        try await transport.read(
            Request(.GET, preferencePath(namespace)), Self.object)
    }

    /// Keeps preferences in a namespace, in place of those before.
    @discardableResult
    public func setPreferences(
        _ namespace: String,
        to preferences: JSONObject
    ) async throws(ArgusError) -> JSONObject {
        let request = Request(.PUT, preferencePath(namespace), body: .object(preferences))
        return try await transport.read(request, Self.object)
    }

    /// Changes the members that are named, takes away those that are null, and gives back the whole.
    @discardableResult
    public func changePreferences(
        _ namespace: String,
        _ changes: JSONObject
    ) async throws(ArgusError) -> JSONObject {
        let request = Request(.PATCH, preferencePath(namespace), body: .object(changes))
        return try await transport.read(request, Self.object)
    }

    private static func object(_ json: JSONValue) throws(WireError) -> JSONObject {
        guard let object = json.object else { throw WireError("preferences: expected an object") }
        return object
    }

    private func preferencePath(_ namespace: String) -> String {
        "\(APIVersion.v3.path)preferences/\(namespace.percentEncoded)/"
    }
}
