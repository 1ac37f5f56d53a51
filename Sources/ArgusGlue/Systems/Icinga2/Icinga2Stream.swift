import ArgusClient
import ArgusVocabulary
import AsyncHTTPClient
import Logging
import NIOCore
import ServiceLifecycle

/// Follows Icinga 2's event stream, and connects again for as long as it runs.
///
/// Nothing is told again of what happened in between, so each connection asks for a comparison: first
/// there is the stream, then what is open is looked at.
struct Icinga2Stream: Service {
    let api: SourceAPI
    let source: SourceName
    let version: APIVersion
    let conventions: Conventions
    let acceptor: Acceptor
    let bell: ComparisonBell
    let logger: Logger
    var clock: WallClock = Timestamp.now
    /// The first delay after the stream broke, and the longest: each is twice the one before.
    var delays: (first: Duration, longest: Duration) = (.seconds(5), .seconds(300))
    /// For how long it must have gone well for the next delay to be the first again.
    var calm: Duration = .seconds(60)

    func run() async {
        await cancelWhenGracefulShutdown {
            var delay = delays.first
            var trouble: String?
            while !Task.isCancelled {
                let start = ContinuousClock.now
                do {
                    try await follow { trouble = nil }
                } catch {
                    if Task.isCancelled { return }
                    let problem = (error as? APIProblem)?.description ?? SourceAPI.reason(error)
                    if problem != trouble { logger.error("Events are not told. \(problem)") }
                    trouble = problem
                }
                if ContinuousClock.now - start >= calm { delay = delays.first }
                do { try await Task.sleep(for: delay) } catch { return }
                delay = min(delay * 2, delays.longest)
            }
        }
    }

    /// That the stream ended, as it does when Icinga is told to end or to read its configuration.
    private struct Ended: Error, CustomStringConvertible {
        let description = "the event stream ended"
    }

    private func follow(_ onOpen: () -> Void) async throws {
        let body = try await api.open(
            "/v1/events",
            [
                "queue": .string("argus-glue-\(source)"),
                "types": .array(Icinga2Decoder.types.map { .string($0) }),
            ])
        onOpen()
        logger.notice("Events are told.")
        bell.ring()
        var splitter = LineSplitter()
        var gate = AlertGate(version, by: conventions, logger: logger)
        for try await chunk in body {
            var arrived = Arrived()
            for line in splitter.lines(from: chunk.readableBytesView) {
                await take(line, into: &arrived, &gate)
            }
            guard !arrived.isEmpty else { continue }
            _ = try await acceptor.accept(
                Arrival(
                    arrived.alerts, unreadable: arrived.unreadable, of: source, whenFull: .wait))
        }
        throw APIProblem("POST \(api.root)/v1/events", Ended().description)
    }

    /// What one read brought.
    private struct Arrived {
        var alerts: [Alert] = []
        var unreadable: [UnreadableMessage] = []
        var isEmpty: Bool { alerts.isEmpty && unreadable.isEmpty }
    }

    private func take(
        _ line: LineSplitter.Line, into arrived: inout Arrived, _ gate: inout AlertGate
    ) async {
        guard let bytes = line.bytes else {
            logger.error("Refused: an event is far too long.")
            return
        }
        guard !bytes.isEmpty else { return }
        let now = clock()
        let readings = Icinga2Decoder().readings(of: WebhookMessage(bytes), receipt: now)
        for reading in readings {
            switch reading {
            case .alert(let alert):
                do throws(AlertProblem) {
                    switch try gate.admit(await detailed(alert), receipt: now) {
                    case .taken(let alert): arrived.alerts.append(alert)
                    case .leftOut(let reason): logger.debug("Left out: \(reason).")
                    }
                } catch {
                    arrived.unreadable.append(
                        UnreadableMessage(bytes, form: "", reason: "\(error)"))
                }
            case .refused(let reason):
                arrived.unreadable.append(UnreadableMessage(bytes, form: "", reason: reason))
            case .ignored(let reason): logger.debug("Ignored: \(reason).")
            case .repaired: logger.warning("Repaired: an event: \(JSONRepair.what).")
            }
        }
    }

    /// An opening with all that a comparison would say of the problem, so that it says it in the same
    /// words: events have no groups and no address.
    private func detailed(_ alert: Alert) async -> Alert {
        guard alert.kind == .open else { return alert }
        let names = alert.key.split(separator: "!", maxSplits: 1).map { String($0) }
        let isService = names.count == 2
        let filter = isService ? "host.name == h && service.name == s" : "host.name == h"
        let variables: JSONValue = [
            "h": .string(names.first ?? ""), "s": .string(names.last ?? ""),
        ]
        do {
            let answer = try await Icinga2System.objects(
                isService ? "services" : "hosts", filter, variables: variables, from: api)
            let object = answer["results"]?.array?.first.flatMap { Icinga2Object($0) }
            guard let object, object.isProblem else { return alert }
            return object.opening(at: alert.time)
        } catch {
            logger.warning("\(alert.key.inOneLine) is told as far as the event says it. \(error)")
            return alert
        }
    }
}
