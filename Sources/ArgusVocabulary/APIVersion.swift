/// The versions of the REST API, which differ in a few shapes.
public enum APIVersion: String, CaseIterable, Comparable, Sendable {
    case v1, v2, v3

    /// The path below which the version is served, such as `/api/v2/`.
    public var path: String { "/api/\(rawValue)/" }

    public static func < (one: APIVersion, other: APIVersion) -> Bool {
        one.rawValue < other.rawValue
    }
}
