/// The kinds of things that one may ask for, by their words for people.
package enum Thing: String, Sendable {
    case incident, event, acknowledgement, tag, account, token, filter, timeslot, destination
    case medium
    case sourceSystem = "source system"
    case sourceSystemType = "type of source systems"
    case profile = "notification profile"
    case maintenance = "planned maintenance"
    case team
    case override
}

extension Thing: CustomStringConvertible {
    /// Its word for people.
    package var description: String { rawValue }
}
