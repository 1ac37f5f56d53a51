import ArgusVocabulary

/// The words that the existing server and the database have for what an account may do.
extension Role {
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

    /// May administer sources and planned maintenance.
    package var isStaff: Bool { self >= .staff }

    /// May do everything.
    package var isSuperuser: Bool { self == .superuser }

    /// May only look.
    package var isViewer: Bool { self == .viewer }
}
