/// A way of being refused that many operations share.
package struct StandardRefusal: Sendable {
    package let status: Int
    let name: String
    package let text: String
    let schema: Schema

    /// All of them, by status.
    package static let all = [
        StandardRefusal(
            status: 400, name: "Invalid",
            text: "The input is wrong: what is wrong with it, by field where it can be told.",
            schema: .problems.note("By field, by place in a list, or as a whole.")),
        StandardRefusal(
            status: 401, name: "NotAuthenticated",
            text: "Nobody, or nobody known, is asking.", schema: .detail),
        StandardRefusal(
            status: 403, name: "Forbidden", text: "The asker may not do this.", schema: .detail),
        StandardRefusal(
            status: 404, name: "NotFound",
            text: "There is no such thing, or not in the format that was asked for.",
            schema: .detail),
        StandardRefusal(
            status: 405, name: "NotAllowed", text: "This is turned off.", schema: .detail),
        StandardRefusal(
            status: 406, name: "NotAcceptable",
            text: "None of the media types in `Accept` can be given.", schema: .detail),
        StandardRefusal(
            status: 409, name: "Conflict", text: "It contradicts what is there.", schema: .detail),
        StandardRefusal(
            status: 413, name: "TooLarge", text: "The body is larger than the server takes.",
            schema: .detail),
        StandardRefusal(
            status: 415, name: "UnsupportedMediaType",
            text: "The body is in a format that is not read.", schema: .detail),
        StandardRefusal(
            status: 422, name: "KeyReused",
            text: "The `Idempotency-Key` was used for another request.", schema: .detail),
        StandardRefusal(
            status: 429, name: "TooMany", text: "Too often: wait as `Retry-After` says.",
            schema: .detail),
        StandardRefusal(
            status: 503, name: "Unavailable",
            text: "It cannot be done just now: try again as `Retry-After` says.", schema: .detail),
    ]
}
