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

    /// The role of an account about which this is said; what may do more counts.
    package init(isStaff: Bool, isSuperuser: Bool, isViewer: Bool = false) {
        if isSuperuser {
            self = .superuser
        } else if isStaff {
            self = .staff
        } else {
            self = isViewer ? .viewer : .operator
        }
    }

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
        get { Role(isStaff: isStaff, isSuperuser: isSuperuser, isViewer: isViewer) }
        set {
            isSuperuser = newValue == .superuser
            isStaff = newValue >= .staff
            isViewer = newValue == .viewer
        }
    }
}
