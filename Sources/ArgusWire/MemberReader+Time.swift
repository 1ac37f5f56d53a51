import ArgusVocabulary

extension MemberReader {
    /// The member of this name, a time in ISO 8601; without an offset it is in UTC.
    package func time(_ name: String) throws(WireError) -> Timestamp {
        let text = try text(name)
        do {
            return try Timestamp(text, in: .utc)
        } catch {
            throw wrong(name, "a time in ISO 8601")
        }
    }

    /// A time, or nil for `null` and for a member that is not there.
    package func optionalTime(_ name: String) throws(WireError) -> Timestamp? {
        if object[name] == nil || object[name] == .null { return nil }
        return try time(name)
    }

    /// The member of this name: `null`, `"infinity"` or a time.
    package func endTime(_ name: String) throws(WireError) -> EndTime {
        switch try value(name) {
        case .null: .stateless
        case "infinity": .open
        default: .ended(try time(name))
        }
    }
}
