import ArgusVocabulary

/// What one kind of monitoring system says, as alerts.
///
/// A decoder is a pure function: what it makes of a message depends on the message, on the time of
/// receipt, and on how it was set, and on nothing else.
package protocol AlertDecoder<Message>: Sendable {
    /// What the system hands over at once, such as a JSON object or a line.
    associatedtype Message

    /// Reads a message; `receipt` stands for a time that is missing or unreadable.
    func decode(_ message: Message, receipt: Timestamp) -> [Reading]
}

/// What a message, or a piece of one, says.
package enum Reading: Hashable, Sendable {
    case alert(Alert)
    /// Something that is meant to be ignored, and why.
    case ignored(String)
    /// Something that could not be read, and why.
    case refused(String)
    /// Something that could be read once it was mended, and what was wrong; the alert follows.
    case repaired(String)
}
