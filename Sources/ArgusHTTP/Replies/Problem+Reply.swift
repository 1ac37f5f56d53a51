import ArgusCore
import ArgusVocabulary

/// What the existing server says of a problem, which clients look into: the one place where its words
/// for problems stand. Those for reasons stand in `Reason+Reply.swift`.
extension Problem {
    /// The problem in the words of the API.
    package var message: String {
        switch self {
        case .missing: "This field is required."
        case .blank: "This field may not be blank."
        case .null: "This field may not be null."
        case .tooLong(let limit): "Ensure this field has no more than \(limit)."
        case .lessThan(let least):
            "Ensure this value is greater than or equal to \(least.pythonText)."
        case .moreThan(let most): "Ensure this value is less than or equal to \(most.pythonText)."
        case .malformed(let format): format.message
        case .noObject(let key): "Invalid pk \"\(key)\" - object does not exist."
        case .noChoice: "Select a valid choice. That choice is not one of the available choices."
        case .taken(let taken): taken.message
        case .weakPassword(let weakness): weakness.message
        case .event(let problem): problem.message
        case .order(let problem): problem.message
        case .maintenance(.begun):
            "The start time cannot be modified after the task has already started."
        case .maintenance(.longOver):
            "This planned maintenance task is no longer modifiable as it ended more than "
                + "12 hours ago."
        case .foreignTag: "Cannot remove this tag when you're not the one who added it."
        case .otherMedium: "Media cannot be updated, only settings."
        case .noEmailAddress: "User email is not set, therefore this field cannot include email."
        case .foreignTimeslot: "The user of 'timeslot' must be the same as the requesting user."
        case .ofAccount(let problem): "username: \(problem.message)"
        case .text(let text): text
        }
    }
}

extension Problems {
    /// The problems in one line, in the words of the API.
    package var message: String { line(\.message) }
}

extension Problem.Format {
    fileprivate var message: String {
        switch self {
        case .url: "Enter a valid URL."
        case .emailAddress: "Enter a valid email address."
        case .phoneNumber: "Enter a valid phone number (e.g. +12125552368)."
        case .username:
            "Enter a valid username. This value may contain only letters, numbers, "
                + "and @/./+/-/_ characters."
        case .lowerCase(let word): "'\(word)' is not a lowercase string"
        }
    }
}

extension Problem.Taken {
    fileprivate var message: String {
        switch self {
        case .name(let name, let thing, let username):
            "The name \"\(name)\" is already in use for a another \(thing) owned by user \(username)."
        case .username: "A user with that username already exists."
        case .sourceType: "source system type with this name already exists."
        case .profileName: "The requesting user already has a profile with that name."
        case .label: "A destination with this medium and label already exists"
        case .settings: "A destination with these settings already exists"
        }
    }
}

extension Problem.PasswordWeakness {
    fileprivate var message: String {
        switch self {
        case .tooShort: "This password is too short. It must contain at least 8 characters."
        case .allDigits: "This password is entirely numeric."
        case .likeUsername: "The password is too similar to the username."
        case .common: "This password is too common."
        }
    }
}

extension Problem.EventProblem {
    fileprivate var message: String {
        switch self {
        case .notOfSources(let type):
            "A source system cannot post events of type '\(type.rawValue)'."
        case .notOfUsers(let type): "An end user cannot post events of type '\(type.rawValue)'."
        case .acknowledgement(let url):
            "Acknowledgements of this incidents should be posted through \(url)."
        case .again(let type):
            "The incident already has a related event of type '\(type.rawValue)'."
        case .beginsStateless: "Stateless incident cannot have an INCIDENT_START event."
        case .changesStateless: "Cannot change the state of a stateless incident."
        case .isOpen: "The incident is already open."
        case .isClosed: "The incident is already closed."
        }
    }
}

extension Problem.OrderProblem {
    fileprivate var message: String {
        switch self {
        case .incident: "'end_time' cannot be before 'start_time'."
        case .recurrence: "'start' must be before 'end'."
        case .maintenance: "End_time needs to be after start_time"
        case .acknowledgement: "'expiration' is earlier than creation timestamp."
        case .expiration(let now):
            "'expiration' must be later than current moment (\(now.pythonText)) or null."
        }
    }
}

extension TagProblem {
    /// The problem in the words of the API.
    package var message: String {
        switch self {
        case .noDelimiter: "The tag does not have its delimiter: =."
        case .emptyKey: "The key of the tag cannot be empty."
        case .invalidKey:
            "['Enter a valid key consisting of lowercase letters, numbers and underscores.']"
        case .tooLong: Problem.tooLong(.tag).message
        }
    }
}

extension Timestamp {
    /// As Python prints it.
    fileprivate var pythonText: String {
        text().replacing("T", with: " ").replacing("Z", with: "+00:00")
    }
}

extension Duration {
    /// As Python prints it, to the second.
    fileprivate var pythonText: String {
        let (days, rest) = components.seconds.quotientAndRemainder(dividingBy: 86_400)
        let (minutes, seconds) = (rest / 60 % 60, rest % 60)
        let digits = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
        let time = "\(rest / 3600):\(digits(minutes)):\(digits(seconds))"
        return days == 0 ? time : "\(days) day\(days == 1 ? "" : "s"), \(time)"
    }
}
