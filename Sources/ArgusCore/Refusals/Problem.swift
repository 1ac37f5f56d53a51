import ArgusVocabulary

/// What is wrong with a value that somebody gives.
///
/// Here it has the words for people. The API says most of them in the words of the existing server.
package enum Problem: Hashable, Sendable {
    /// It has to be there.
    case missing
    /// It is there, and empty.
    case blank
    /// It is null.
    case null
    case tooLong(TextLimit)
    /// It is less than the least that is taken.
    case lessThan(Duration)
    /// It is more than the most that is taken.
    case moreThan(Duration)
    /// It is not written as such a thing is.
    case malformed(Format)
    /// It names nothing, or nothing that the asker may use; as it was written.
    case noObject(String)
    /// It is none of what one may choose.
    case noChoice
    /// Something else has it that must not be the same.
    case taken(Taken)
    case weakPassword(PasswordWeakness)
    /// The event contradicts what the incident is, or who posts it.
    case event(EventProblem)
    /// Two moments are in the wrong order.
    case order(OrderProblem)
    /// It is too late for that: the maintenance is so far.
    case maintenance(MaintenanceStage)
    /// Somebody else added the tag, and nobody else may remove it.
    case foreignTag
    /// A destination keeps its medium.
    case otherMedium
    /// Mail is wanted, and the account has no address.
    case noEmailAddress
    /// The timeslot is somebody else's.
    case foreignTimeslot
    /// It is wrong as the name of the account that a source system gets.
    indirect case ofAccount(Problem)
    /// Anything else, in words that every door uses.
    case text(String)

    /// What a text may have to be.
    package enum Format: Hashable, Sendable {
        case url, emailAddress, phoneNumber, username
        /// As it was written.
        case lowerCase(String)
    }

    /// What must not be the same twice.
    package enum Taken: Hashable, Sendable {
        /// The name of something that a user owns.
        case name(String, of: Thing, by: String)
        /// Of an account.
        case username
        case sourceType
        /// Of a profile, among one's own.
        case profileName
        /// Of a destination, among one's own by the same medium.
        case label
        /// Where a destination leads, among one's own by the same medium.
        case settings
    }

    /// Why a password is refused.
    package enum PasswordWeakness: Hashable, Sendable {
        case tooShort, allDigits, likeUsername, common
    }

    /// Why an event is refused.
    package enum EventProblem: Hashable, Sendable {
        case notOfSources(EventType)
        case notOfUsers(EventType)
        /// Acknowledgements are made elsewhere: there.
        case acknowledgement(url: String)
        /// Each incident has one such event already.
        case again(EventType)
        /// It has no extent in time, so it neither begins nor ends.
        case beginsStateless, changesStateless
        case isOpen, isClosed
    }

    /// Which moments are in the wrong order.
    package enum OrderProblem: Hashable, Sendable {
        /// Of an incident, a recurrence of a timeslot, or a planned maintenance.
        case incident, recurrence, maintenance
        /// An acknowledgement would expire before it was made.
        case acknowledgement
        /// An acknowledgement would have expired already; at this moment.
        case expiration(now: Timestamp)
    }

    /// How far a planned maintenance is.
    package enum MaintenanceStage: Hashable, Sendable {
        case begun, longOver
    }
}

extension Problem: ExpressibleByStringInterpolation {
    /// A sentence that every door uses.
    package init(stringLiteral text: String) {
        self = .text(text)
    }
}

extension Problem: CustomStringConvertible {
    /// The problem in a sentence.
    package var description: String {
        switch self {
        case .missing: "It has to be given."
        case .blank: "It must not be empty."
        case .null: "It must not be null."
        case .tooLong(let limit): "It has more than \(limit)."
        case .lessThan(let least): "It must be at least \(least.components.seconds) seconds."
        case .moreThan(let most): "It must be at most \(most.components.seconds) seconds."
        case .malformed(let format): format.description
        case .noObject(let key): "There is no \(key) that you may use."
        case .noChoice: "It is none of those that there are."
        case .taken(let taken): taken.description
        case .weakPassword(let weakness): weakness.description
        case .event(let problem): problem.description
        case .order(let problem): problem.description
        case .maintenance(.begun): "It has begun, so its start stays."
        case .maintenance(.longOver): "It ended more than 12 hours ago, so it stays as it is."
        case .foreignTag: "Somebody else added this tag, so you cannot remove it."
        case .otherMedium: "A destination keeps its medium; only its settings can change."
        case .noEmailAddress: "The account has no e-mail address."
        case .foreignTimeslot: "The timeslot is not yours."
        case .ofAccount(let problem): problem.description
        case .text(let text): text
        }
    }
}

extension Problem.Format: CustomStringConvertible {
    /// What it has to be, in a sentence.
    package var description: String {
        switch self {
        case .url: "It is no URL."
        case .emailAddress: "It is no e-mail address."
        case .phoneNumber: "It is no phone number in international form, such as +12125552368."
        case .username: "The name of an account has only letters, digits and @ . + - _ in it."
        case .lowerCase(let word): "\(word) is not in lower case."
        }
    }
}

extension Problem.Taken: CustomStringConvertible {
    /// What is taken, in a sentence.
    package var description: String {
        switch self {
        case .name(let name, let thing, _): "You have a \(thing) named \(name) already."
        case .username: "There is an account of that name already."
        case .sourceType: "There is such a type already."
        case .profileName: "You have a notification profile of that name already."
        case .label: "You have a destination with that label already."
        case .settings: "You have a destination that leads there already."
        }
    }
}

extension Problem.PasswordWeakness: CustomStringConvertible {
    /// What is weak, in a sentence.
    package var description: String {
        switch self {
        case .tooShort: "A password has at least 8 characters."
        case .allDigits: "A password has not only digits."
        case .likeUsername: "A password does not hold the name of its account."
        case .common: "Many people use this password, so it is guessed first."
        }
    }
}

extension Problem.EventProblem: CustomStringConvertible {
    /// What contradicts what, in a sentence.
    package var description: String {
        switch self {
        case .notOfSources(let type): "A source system posts no event \(type.rawValue)."
        case .notOfUsers(let type): "Only source systems post an event \(type.rawValue)."
        case .acknowledgement: "An acknowledgement is no event that is posted."
        case .again(let type): "The incident has its event \(type.rawValue) already."
        case .beginsStateless: "A stateless incident does not begin."
        case .changesStateless: "A stateless incident is neither opened nor closed."
        case .isOpen: "The incident is open already."
        case .isClosed: "The incident is closed already."
        }
    }
}

extension Problem.OrderProblem: CustomStringConvertible {
    /// What is in the wrong order, in a sentence.
    package var description: String {
        switch self {
        case .incident: "The incident ends before it starts."
        case .recurrence, .maintenance: "The end has to be after the start."
        case .acknowledgement: "The acknowledgement expires before it is made."
        case .expiration: "An acknowledgement expires in the future, or never."
        }
    }
}
