import ArgusClient
import ServiceLifecycle

/// What a glue service of one's own has to bring: the alerts of a monitoring system.
public protocol AlertSource: ConfirmedSource {
    /// The alerts in the order in which they happened.
    associatedtype Alerts: AsyncSequence & Sendable where Alerts.Element == Alert

    /// Begins to listen.
    ///
    /// The next alert is asked for only once the one before is on disk: a source that confirms what
    /// it was told may do so then.
    func alerts() -> Alerts
}

extension AlertSource {
    /// Takes one alert after another to the intake.
    public func run(_ intake: AlertIntake) async throws {
        for try await alert in alerts().cancelOnGracefulShutdown() {
            try await intake.accept([alert])
        }
    }
}

extension AsyncStream: AlertSource, ConfirmedSource where Element == Alert {
    public func alerts() -> AsyncStream<Alert> { self }
}

extension AsyncThrowingStream: AlertSource, ConfirmedSource
where Element == Alert, Failure == any Error {
    public func alerts() -> AsyncThrowingStream<Alert, any Error> { self }
}
