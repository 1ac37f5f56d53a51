/// What went wrong in a database, in the few kinds that somebody can act on.
package enum SQLError: Error, Hashable, Sendable {
    /// A row like this one is there already; `constraint` says of what, as the database names it.
    case uniqueViolation(constraint: String)
    /// A row that this one refers to is missing, or one that others refer to would be.
    case foreignKeyViolation
    /// Another rule of the schema was broken.
    case constraintViolation(String)
    /// A value is one that the database does not take, as it says itself: too long for an index, say.
    case refusedValue(String)
    /// Another transaction changed what this one looked at; trying again helps.
    case conflict
    /// Somebody else holds the database, or what is needed of it, for longer than we wait.
    case busy
    /// What was asked took longer than somebody waits for it.
    case timeout
    /// It cannot be used, for a reason in one sentence that names it.
    case unavailable(String)
    /// Anything else, as the database says it.
    case other(code: Int, message: String)
}

extension SQLError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .uniqueViolation(let constraint): "There is such a row already: \(constraint)."
        case .foreignKeyViolation: "A row that is referred to is missing."
        case .constraintViolation(let message): "A rule of the schema is broken: \(message)."
        case .refusedValue(let message): "The database does not take a value: \(message)."
        case .conflict: "Another transaction changed the same rows at the same time."
        case .busy:
            "Another program or transaction holds what is needed in the database; try again, or end "
                + "that one."
        case .timeout: "The database has not done what was asked in the time that there is for it."
        case .unavailable(let sentence): sentence
        case .other(let code, let message): "The database reports error \(code): \(message)."
        }
    }
}
