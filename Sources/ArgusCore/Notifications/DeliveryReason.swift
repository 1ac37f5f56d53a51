/// Why a message was tried in vain, or is not sent.
package enum DeliveryReason: String, CaseIterable, Sendable {
    /// The other side's name is unknown, or nothing answers there.
    case unreachable
    case timeout
    /// The connection could not be made safe.
    case certificate
    /// The other side does not know us.
    case credentials
    /// The other side does not know the address.
    case address
    /// The other side does not take the message.
    case refused
    case tooLarge = "too_large"
    /// The other side wants no more for a while.
    case rateLimited = "rate_limited"
    /// The other side has trouble of its own.
    case serverError = "server_error"
    /// The address lies where messages may not go.
    case forbidden
    /// The message could not be written.
    case template
    /// This server is not set up to send by the medium.
    case notConfigured = "not_configured"
    case destinationRemoved = "destination_removed"
    case accountInactive = "account_inactive"
    /// No profile that wanted it is active any more, or all are paused.
    case profileInactive = "profile_inactive"
    /// The incident was over before it was sent.
    case closed
    /// Somebody had acknowledged before it was sent.
    case acknowledged
    /// Planned maintenance had begun before it was sent.
    case maintenance
    /// The opening that it follows was not sent.
    case openingNotTold = "opening_not_told"
    /// The destination gets no more within an hour; the number of those is told.
    case limited
    /// The incident is open again, so that it was over is no news.
    case reopened
    /// It waits for others about the same tag, since there are many.
    case storm

    /// The reason for people, as the end of a sentence.
    package var text: String {
        switch self {
        case .unreachable: "nothing answered there"
        case .timeout: "the answer took too long"
        case .certificate: "the connection could not be made safe"
        case .credentials: "the other side does not accept who we say we are"
        case .address: "the other side does not know the address"
        case .refused: "the other side did not take the message"
        case .tooLarge: "the message is too long for the other side"
        case .rateLimited: "the other side wants no more for a while"
        case .serverError: "the other side has trouble of its own"
        case .forbidden: "messages may not go to that address"
        case .template: "the message could not be written"
        case .notConfigured: "this server is not set up to send by that medium"
        case .destinationRemoved: "the destination was removed"
        case .accountInactive: "the account is no longer active"
        case .profileInactive: "no profile that wanted it was active by then"
        case .closed: "the incident was over by then"
        case .acknowledged: "somebody had acknowledged by then"
        case .maintenance: "planned maintenance had begun by then"
        case .openingNotTold: "what began it was not told"
        case .limited: "the destination had as many messages as it gets in an hour"
        case .reopened: "the incident was open again by then"
        case .storm: "there are many with the same tag, which are told together"
        }
    }
}
