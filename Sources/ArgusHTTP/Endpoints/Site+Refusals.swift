import ArgusCore
import ArgusOperations
import ArgusVocabulary
import HTTPTypes
import Hummingbird

extension Site {
    /// Tells the log of security of a refusal that is about who asks, not about what is asked; a failed
    /// log-in is told by the operation, which knows the account.
    func tell(of refusal: Refusal, to request: Request, _ asker: Requester?) {
        guard let reason = refusal.securityReason, !refusal.isOfNobody(request) else { return }
        operations.security.tellRefusal(
            "\(reason): \(request.method.rawValue) \(request.uri.path.prefix(200))",
            to: asker?.account,
            at: operations.clock())
    }
}

extension Call {
    /// Tells the log of security of a refusal that a form shows.
    package func tell(of refusal: Refusal) { site.tell(of: refusal, to: request, asker) }
}

extension Refusal {
    fileprivate var securityReason: String? {
        switch status {
        case .unauthorized: "A token was refused"
        case .forbidden: "Something was not permitted"
        case .tooManyRequests: "Somebody tried too often"
        default: nil
        }
    }

    /// Whether somebody merely has not said yet who they are.
    fileprivate func isOfNobody(_ request: Request) -> Bool {
        status == .unauthorized && request.headers[.authorization] == nil
    }
}
