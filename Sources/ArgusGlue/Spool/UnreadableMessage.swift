import ArgusClient
import FoundationEssentials
import GRDB

/// Something that came in and that no alert, or not all of it, could be made of, as it was sent.
package struct UnreadableMessage: Hashable, Sendable {
    /// The number of the dead letter; nil until it is kept.
    package let sequence: Int64?
    /// Whose it is; nil until it is kept.
    package let source: SourceName?
    /// The original.
    package let bytes: [UInt8]
    /// The media type that it was sent as; empty if that was not said.
    package let form: String
    /// When it was put there; nil until it is.
    package let accepted: Timestamp?
    /// Why it could not be read.
    package let reason: String

    /// Puts together what is to be kept.
    package init(_ bytes: [UInt8], form: String, reason: String) {
        (self.bytes, self.form, self.reason) = (bytes, form, reason)
        (sequence, source, accepted) = (nil, nil, nil)
    }

    /// The same message with other content.
    func with(_ bytes: [UInt8]) -> UnreadableMessage { UnreadableMessage(self, bytes) }

    private init(_ former: UnreadableMessage, _ bytes: [UInt8]) {
        (self.bytes, form, reason) = (bytes, former.form, former.reason)
        (sequence, source, accepted) = (former.sequence, former.source, former.accepted)
    }

    init(row: Row) {
        sequence = row["sequence"]
        source = SourceName(row: row)
        bytes = [UInt8](row["bytes"] as Data)
        form = row["form"]
        accepted = Timestamp(microseconds: row["accepted"])
        reason = row["reason"]
    }

    static let columns = "sequence, source, bytes, form, accepted, reason"
}
