import ArgusVocabulary

/// Where somebody can be reached.
package struct Destination: Hashable, Sendable {
    package typealias ID = Identifier<Destination>

    package let id: ID
    package let user: User.ID
    package let medium: Medium
    /// Unique among the owner's of the same medium, if there is one.
    package var label: String?
    /// Checked by ``Medium/checked(_:)``, by their names; unique among the owner's of the same medium.
    package var settings: [String: String]
    /// True while it follows the account's e-mail address, false if it once did, nil otherwise.
    package var managed: Bool?

    /// Puts a destination together from what is stored.
    package init(
        id: ID, user: User.ID, medium: Medium, label: String? = nil, settings: [String: String],
        managed: Bool? = nil
    ) {
        (self.id, self.user, self.medium, self.label) = (id, user, medium, label)
        (self.settings, self.managed) = (settings, managed)
    }

    /// Whether it follows the account's e-mail address.
    package var isManaged: Bool { managed == true }

    /// The address, number or URL that it stands for; of a secret one what may be shown.
    package var address: String {
        for setting in medium.settings {
            if let value = settings[setting.name] { return setting.shown(value) }
        }
        return ""
    }

    /// Its settings as they may be shown: without secrets.
    package var shownSettings: [String: String] {
        let secrets = Set(medium.settings.filter(\.isSecret).map(\.name))
        return Dictionary(
            uniqueKeysWithValues: settings.map { name, value in
                (name, secrets.contains(name) ? Medium.Setting.concealed : value)
            })
    }

    /// A text without the secrets of its settings, which who is told something may say again.
    package func concealingSecrets(in text: String) -> String {
        var concealed = text
        for setting in medium.settings where setting.isSecret {
            for secret in setting.secrets(of: settings[setting.name] ?? "") {
                concealed = concealed.replacing(secret, with: Medium.Setting.concealed)
            }
        }
        return concealed
    }

    /// A name for people who have given none.
    package var suggestedLabel: String {
        address.isEmpty ? medium.name : "\(medium.name): \(address)"
    }

    /// What is wrong with leading to this destination by a medium; nil if it is its own.
    package func problem(withMedium medium: Medium) -> Problem? {
        medium == self.medium ? nil : .otherMedium
    }

    /// The destination after a change; one that followed the account's e-mail address no longer does
    /// when it leads elsewhere.
    package func changed(_ change: DestinationChange) throws(Refusal) -> Destination {
        if let problem = change.medium.flatMap(problem(withMedium:)) {
            throw .invalid("media", problem)
        }
        var changed = self
        if let label = change.label { changed.label = label }
        if let given = change.settings {
            changed.settings = try medium.checked(given, keeping: settings)
            if isManaged, changed.settings != settings { changed.managed = false }
        }
        return changed
    }
}

/// What is needed to store a destination.
package struct NewDestination: Hashable, Sendable {
    package var medium: Medium
    package var label: String?
    package var settings: [String: String]
    package var managed: Bool?

    /// Describes a destination to store; refuses wrong settings and drops unknown ones.
    package init(medium: Medium, label: String? = nil, settings: [String: String]) throws(Refusal) {
        (self.medium, self.label) = (medium, label)
        self.settings = try medium.checked(settings)
    }

    /// The destination that follows an account's e-mail address.
    package init(managedFor email: String) {
        medium = .email
        settings = [Medium.Setting.emailAddress.name: email]
        managed = true
    }
}

/// Which fields of a destination are to change; nil leaves one as it is.
package struct DestinationChange: Hashable, Sendable {
    /// Only the one that it has.
    package var medium: Medium?
    /// `.some(nil)` takes the label away.
    package var label: String??
    package var settings: [String: String]?

    /// Describes a change.
    package init(
        medium: Medium? = nil, label: String?? = nil, settings: [String: String]? = nil
    ) {
        (self.medium, self.label, self.settings) = (medium, label, settings)
    }
}

extension Refusal {
    /// The owner has a destination that leads to the same place.
    package static let settingsTaken = Refusal.taken(Problems.whole, .settings)
}
