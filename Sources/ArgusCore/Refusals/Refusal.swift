/// Why a request is turned down, in words that the asker may read.
///
/// Any other error is internal: it is logged, and the asker learns only that it happened.
package enum Refusal: Error, Hashable, Sendable {
    /// The input is wrong: 400.
    case invalid(Problems)
    /// Nobody, or nobody known, is asking: 401.
    case notAuthenticated(String)
    /// The asker may not do this: 403.
    case forbidden(String)
    /// There is no such thing: 404.
    case notFound(String)
    /// This cannot be done to the thing at all: 405.
    case notAllowed(String)
    /// None of the media types that the asker accepts can be given: 406.
    case notAcceptable(String)
    /// It was there and no longer is; one goes on from the last change: 410.
    case gone(String, last: Int64)
    /// It contradicts what is there already: 400, as the API has always answered it.
    case conflict(Problems)
    /// It is turned down for a reason that each door puts into its own words.
    case because(Reason)
    /// The input is larger than this server takes: 413.
    case tooLarge(String)
    /// The input is in a format that is not read: 415.
    case unsupportedMediaType(String)
    /// The same idempotency key came with another request: 422.
    case keyReused(String)
    /// Too many wrong names, passwords or tokens came from there; again after so many seconds: 429.
    case tooManyAttempts(String, retryAfter: Int)
    /// It cannot be done now, but may be after so many seconds: 503.
    case unavailable(String, retryAfter: Int)
}

extension Refusal {
    /// A refusal of one field, with one problem in a list.
    package static func invalid(_ field: String?, _ problem: Problem) -> Refusal {
        .invalid(.fields([Problems.Field(field, .messages([problem]))]))
    }

    /// A refusal of the input as a whole.
    package static func invalid(_ problem: Problem) -> Refusal {
        .invalid(.messages([problem]))
    }

    /// A refusal of one field that something else has already.
    package static func taken(_ field: String?, _ taken: Problem.Taken) -> Refusal {
        .conflict(.fields([Problems.Field(field, .messages([.taken(taken)]))]))
    }

    /// A refusal of a primary key that names nothing, or nothing that the asker may use.
    package static func noObject(_ field: String, _ key: Int64) -> Refusal {
        .invalid(field, .noObject("\(key)"))
    }

    /// What is wrong with a part of an input, as what is wrong with all of it.
    package func nested(in name: String) -> Refusal {
        guard case .invalid(let problems) = self else { return self }
        return .invalid(.fields([Problems.Field(name, problems)]))
    }

    /// The other way round, for a form that has a part's fields beside its own.
    package func lifted(outOf name: String) -> Refusal {
        guard case .invalid(.fields(let fields)) = self, fields.count == 1, fields[0].name == name
        else { return self }
        return .invalid(fields[0].problems)
    }

    /// The asker is known, but may not do this.
    package static let noPermission = Refusal.because(.noPermission)

    /// There is no such thing, or none that the asker may see.
    package static func noSuch(_ thing: Thing) -> Refusal {
        .because(.noSuch(thing))
    }
}
