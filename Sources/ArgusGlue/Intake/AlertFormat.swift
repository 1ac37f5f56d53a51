import ArgusClient

/// How a stream of bytes says alerts: where a message ends and the next one begins, and what each
/// says (``AlertDecoder``).
package protocol AlertFormat: Sendable {
    /// Takes in the next bytes, and hands out what is complete by them.
    mutating func read(_ bytes: ArraySlice<UInt8>, now: Timestamp) -> [Reading]

    /// Hands out what is left when the stream has ended.
    mutating func end(now: Timestamp) -> [Reading]
}
