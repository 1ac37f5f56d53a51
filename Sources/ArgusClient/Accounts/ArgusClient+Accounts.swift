import ArgusVocabulary
import NIOHTTP1

/// The administration of accounts, for superusers; it is in version 3 of the API, whatever version
/// the client speaks otherwise.
extension ArgusClient {
    /// The account that this client's token belongs to.
    public func myAccount() async throws(ArgusError) -> User {
        try await transport.read(Request(.GET, userPath("me/")), User.init)
    }

    /// Lists all accounts, from the newest to the oldest.
    public func accounts() async throws(ArgusError) -> [User] {
        try await transport.readPages(userPath(), User.init)
    }

    /// Fetches one account.
    public func account(_ id: User.ID) async throws(ArgusError) -> User {
        try await transport.read(Request(.GET, userPath("\(id)/")), User.init)
    }

    /// Opens an account; without a password nobody can log in to it with one.
    @discardableResult
    public func openAccount(
        _ username: String,
        _ details: AccountChange = AccountChange(),
        key: IdempotencyKey = .random()
    ) async throws(ArgusError) -> User {
        var object = details.json
        object.set("username", to: .string(username))
        let request = Request(.POST, userPath(), body: .object(object), key: key)
        return try await transport.read(request, User.init)
    }

    /// Changes what is named of an account, and gives back the whole.
    @discardableResult
    public func changeAccount(
        _ id: User.ID,
        _ change: AccountChange
    ) async throws(ArgusError) -> User {
        let request = Request(.PATCH, userPath("\(id)/"), body: .object(change.json))
        return try await transport.read(request, User.init)
    }

    /// Removes an account that has left no trace; others can be made inactive.
    public func deleteAccount(_ id: User.ID) async throws(ArgusError) {
        _ = try await transport.send(Request(.DELETE, userPath("\(id)/")))
    }

    private func userPath(_ rest: String = "") -> String {
        "\(APIVersion.v3.path)users/\(rest)"
    }
}

/// An account, with what it may do.
public typealias User = UserJSON

extension UserJSON {
    /// What an account may do.
    public typealias Role = ArgusVocabulary.Role
}

/// What is to be set or changed about an account; nil leaves a thing as it is.
public struct AccountChange: Hashable, Sendable {
    public var firstName: String?
    public var lastName: String?
    public var email: String?
    public var isActive: Bool?
    public var role: User.Role?
    /// At least 8 characters; whoever is logged in to the account is not any more.
    public var password: String?

    /// Names what is to be set or changed.
    public init(
        firstName: String? = nil,
        lastName: String? = nil,
        email: String? = nil,
        isActive: Bool? = nil,
        role: User.Role? = nil,
        password: String? = nil
    ) {
        (self.firstName, self.lastName, self.email) = (firstName, lastName, email)
        (self.isActive, self.role, self.password) = (isActive, role, password)
    }

    var json: JSONObject {
        var object = JSONObject()
        let texts = [
            ("first_name", firstName), ("last_name", lastName), ("email", email),
            ("role", role?.rawValue), ("password", password),
        ]
        for (name, text) in texts {
            if let text { object.set(name, to: .string(text)) }
        }
        if let isActive { object.set("is_active", to: .bool(isActive)) }
        return object
    }
}
