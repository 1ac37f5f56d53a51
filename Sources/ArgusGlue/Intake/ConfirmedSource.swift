/// A source that learns when its alerts are on disk, and so can remember how far it got.
///
/// For what can be read again from where one was: a file, a queue, a log. What cannot is an
/// ``AlertSource``.
public protocol ConfirmedSource: Sendable {
    /// Takes alerts to the intake until there are no more; when the service is told to end, the task
    /// is cancelled.
    func run(_ intake: AlertIntake) async throws
}
