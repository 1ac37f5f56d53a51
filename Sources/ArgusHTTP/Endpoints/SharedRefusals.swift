import ArgusOpenAPI

extension Document.SharedRefusal {
    /// The refusals that many operations share, by status.
    package static let all = [
        Self(
            400, "Invalid",
            "The input is wrong: what is wrong with it, by field where it can be told.",
            .problems.note("By field, by place in a list, or as a whole.")),
        Self(401, "NotAuthenticated", "Nobody, or nobody known, is asking.", .detail),
        Self(403, "Forbidden", "The asker may not do this.", .detail),
        Self(
            404, "NotFound", "There is no such thing, or not in the format that was asked for.",
            .detail),
        Self(405, "NotAllowed", "This is turned off.", .detail),
        Self(
            406, "NotAcceptable", "None of the media types in `Accept` can be given.", .detail),
        Self(409, "Conflict", "It contradicts what is there.", .detail),
        Self(413, "TooLarge", "The body is larger than the server takes.", .detail),
        Self(
            415, "UnsupportedMediaType", "The body is in a format that is not read.", .detail),
        Self(
            422, "KeyReused", "The `Idempotency-Key` was used for another request.", .detail),
        Self(429, "TooMany", "Too often: wait as `Retry-After` says.", .detail),
        Self(
            503, "Unavailable",
            "It cannot be done just now: try again as `Retry-After` says.", .detail),
    ]
}

extension Schema {
    /// What is wrong with an input: a message, several, or problems by field.
    package static let problems = Schema(
        .named(
            "Problems",
            either(
                text, list(of: Schema(.reference("Problems"))),
                map(of: Schema(.reference("Problems"))))))

    /// Why a request is refused.
    package static let detail = answer("Detail", ["detail": .text])
}
