import ArgusVocabulary

/// What somebody must be allowed to do, beyond reading.
package enum Permission: CaseIterable, Sendable {
    /// Change what is the asker's own alone: preferences, tokens, and being logged in.
    case changeOwn
    /// Change incidents, and what is set up around them.
    case act
    /// Plan maintenance.
    case planMaintenance
    /// Say who is on call when.
    case administerTeams
    /// Add, change and remove source systems, and give them tokens.
    case administerSources
    /// Open, change and close accounts, and take back anybody's tokens.
    case administerAccounts
    /// Copy all data into another database.
    case moveData
    /// Write down and forget what nobody asks for; only the server itself may.
    case keepHouse

    /// The least role that has it; nil if none has.
    fileprivate var leastRole: Role? {
        switch self {
        case .changeOwn: .viewer
        case .act: .operator
        case .planMaintenance, .administerTeams, .administerSources: .staff
        case .administerAccounts, .moveData: .superuser
        case .keepHouse: nil
        }
    }
}

extension Requester {
    /// Whether the asker may do something, by the role of the account and the scope of the token.
    package func may(_ permission: Permission) -> Bool {
        scope == .full && has(permission)
    }

    /// Whether the asker's role has a permission, whatever the token is good for: enough to look.
    package func has(_ permission: Permission) -> Bool {
        guard let leastRole = permission.leastRole else { return self == .server }
        return isAtLeast(leastRole)
    }

    /// Whether the asker's role is this one, or one that may do more.
    package func isAtLeast(_ role: Role) -> Bool {
        self.role.map { $0 >= role } ?? false
    }

    /// Refuses what the asker may not do.
    package func check(_ permission: Permission) throws(Refusal) {
        try checkScope()
        guard may(permission) else { throw .noPermission }
    }

    /// Refuses a token that is good for reading only.
    package func checkScope() throws(Refusal) {
        guard scope == .full else {
            throw .forbidden("This token may be used for reading only.")
        }
    }

    /// Whether the asker may do something to an incident: a source only to its own, and nobody who
    /// may only look.
    package func mayChange(incidentOf owner: SourceSystem.ID) -> Bool {
        may(.act) && (source == nil || source == owner || isSuperuser)
    }

    /// Whether the asker may remove an incident: its source and superusers may.
    package func mayDelete(incidentOf owner: SourceSystem.ID) -> Bool {
        may(.act) && (source == owner || isSuperuser)
    }

    /// Whether the asker may see, make and take back tokens of an account: its own, those of source
    /// systems if it administers them, and everybody's as a superuser.
    package func mayAdministerTokens(of user: User.ID, isSource: Bool) -> Bool {
        user == account?.id || may(.administerAccounts) || (isSource && may(.administerSources))
    }
}
