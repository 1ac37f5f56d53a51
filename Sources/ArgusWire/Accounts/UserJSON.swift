import ArgusVocabulary

/// An account with what it may do, as superusers see it, in version 3.
///
/// Members, in order: `pk`, `username`, `first_name`, `last_name`, `email`, `is_active`, `is_staff`,
/// `is_superuser`, `role` (`viewer`, `operator`, `staff` or `superuser`), `source` (the primary key
/// of its source system, or null), `last_login` (or null), `date_joined`.
public struct UserJSON: Hashable, Identifiable, Sendable {
    /// The primary key of an account.
    public typealias ID = Identifier<Keyed.User>

    /// The member `pk`.
    public package(set) var id: ID
    public var username: String
    public var firstName: String
    public var lastName: String
    public var email: String
    public var isActive: Bool
    public var isStaff: Bool
    public var isSuperuser: Bool
    /// What it may do.
    public var role: Role
    /// The source system that posts with it: the member `source`; nil for an end user.
    public package(set) var sourceID: SourceSystemJSON.ID?
    public var lastLogin: Timestamp?
    public var dateJoined: Timestamp

    package init(
        id: ID, username: String, firstName: String, lastName: String, email: String,
        isActive: Bool, isStaff: Bool, isSuperuser: Bool, role: Role,
        source: SourceSystemJSON.ID?, lastLogin: Timestamp?, dateJoined: Timestamp
    ) {
        (self.id, self.username, self.firstName, self.lastName) = (
            id, username, firstName, lastName
        )
        (self.email, self.isActive, self.isStaff) = (email, isActive, isStaff)
        (self.isSuperuser, self.role, sourceID) = (isSuperuser, role, source)
        (self.lastLogin, self.dateJoined) = (lastLogin, dateJoined)
    }

    /// Reads what is answered.
    public init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "user")
        id = try reader.id("pk")
        username = try reader.text("username")
        firstName = try reader.text("first_name")
        lastName = try reader.text("last_name")
        email = try reader.text("email")
        isActive = try reader.bool("is_active")
        isStaff = try reader.bool("is_staff")
        isSuperuser = try reader.bool("is_superuser")
        role = Role(word: try reader.text("role"))
        sourceID = try reader.value("source") == .null ? nil : reader.id("source")
        lastLogin = try reader.optionalTime("last_login")
        dateJoined = try reader.time("date_joined")
    }

    /// What is answered.
    package func json(in zone: Zone) -> JSONValue {
        [
            "pk": .integer(id.rawValue), "username": .string(username),
            "first_name": .string(firstName),
            "last_name": .string(lastName), "email": .string(email), "is_active": .bool(isActive),
            "is_staff": .bool(isStaff), "is_superuser": .bool(isSuperuser),
            "role": .string(role.rawValue),
            "source": sourceID.map { .integer($0.rawValue) } ?? .null,
            "last_login": lastLogin.map { .string($0.text(in: zone)) } ?? .null,
            "date_joined": .string(dateJoined.text(in: zone)),
        ]
    }
}
