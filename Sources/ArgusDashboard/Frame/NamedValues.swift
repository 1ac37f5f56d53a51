import Mustache

/// A page's values by their names: they are looked up by reflection once, and not for each place of a
/// template where one stands.
struct NamedValues: MustacheParent {
    private let values: [String: Any]

    /// Takes the properties of a page; those that are nil are missing.
    init(_ page: Any) {
        var values: [String: Any] = [:]
        for (name, value) in Mirror(reflecting: page).children {
            guard let name, let value = Self.unwrapped(value) else { continue }
            values[name] = value
        }
        self.values = values
    }

    func child(named name: String) -> Any? { values[name] }

    private static func unwrapped(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }
}
