/// What an account may do; each role may do what those before it may.
package enum Role: String, CaseIterable, Comparable, Sendable {
    /// Looks at everything, and changes nothing but what is its own.
    case viewer
    /// Acts on incidents.
    case `operator`
    /// Administers source systems and planned maintenance.
    case staff
    /// Does everything, and says who may do what.
    case superuser

    package static func < (one: Role, other: Role) -> Bool { one.rank < other.rank }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .operator: 1
        case .staff: 2
        case .superuser: 3
        }
    }
}

extension User {
    /// What it may do, in one word.
    package var role: Role {
        get {
            if isSuperuser { return .superuser }
            return isStaff ? .staff : isViewer ? .viewer : .operator
        }
        set {
            isSuperuser = newValue == .superuser
            isStaff = newValue >= .staff
            isViewer = newValue == .viewer
        }
    }
}
