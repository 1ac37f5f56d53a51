import ArgusCore
import ArgusVocabulary
import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Hands messages to services over HTTP: the one way for all channels that do.
///
/// A name is resolved, all its addresses are checked, and the connection is made to one that was checked:
/// whoever answers for the name cannot lead it elsewhere in between. Redirects are not followed.
package struct OutgoingHTTP: Sendable {
    private let policy: AddressPolicy
    private let resolver: NameResolver
    private let patience: Duration
    private let configuration: HTTPClient.Configuration
    let clock: WallClock

    /// No more of an answer is read.
    private static let longestAnswer = 65_536
    /// No more addresses of one name are tried.
    private static let mostAddresses = 3

    /// Goes where a policy allows; takes no longer than `patience` for a message.
    package init(
        _ policy: AddressPolicy, resolver: NameResolver = .system,
        patience: Duration = .seconds(15), trusting roots: NIOSSLTrustRoots = .default,
        clock: @escaping WallClock = Timestamp.now
    ) {
        (self.policy, self.resolver, self.patience) = (policy, resolver, patience)
        self.clock = clock
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = roots
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.httpVersion = .http1Only
        // Three addresses are tried in the time that a message has.
        configuration.timeout.connect = .seconds(4)
        configuration.connectionPool.retryConnectionEstablishment = false
        self.configuration = configuration
    }

    /// Hands over a message; its key tells the other side that two of them are one.
    ///
    /// What the answer means is usually said by its status alone; `judge` knows the service better.
    func send(
        _ request: OutgoingRequest, key: String,
        judge: @escaping @Sendable (OutgoingAnswer, DeliveryOutcome) -> DeliveryOutcome = { $1 }
    ) async -> DeliveryOutcome {
        await withTaskGroup { group in
            group.addTask { await attempt(request, key, judge) }
            group.addTask {
                try? await Task.sleep(for: patience)
                return .retry(
                    .timeout, "It has not answered within \(patience.components.seconds) seconds.")
            }
            let first = await group.next() ?? .retry(.timeout, "It has not answered.")
            group.cancelAll()
            // Who has said how it ended may be slow with the rest of the answer.
            guard case .retry(.timeout, _, _) = first, let second = await group.next() else {
                return first
            }
            if case .retry(.timeout, _, _) = second { return first }
            return second
        }
    }

    private func attempt(
        _ request: OutgoingRequest, _ key: String,
        _ judge: (OutgoingAnswer, DeliveryOutcome) -> DeliveryOutcome
    ) async -> DeliveryOutcome {
        guard WebURL.isEndpoint(request.url), let host = URL(string: request.url)?.host,
            !host.isEmpty
        else { return .failed(.address, "This is no URL of HTTP.") }
        let name = String(host.drop { $0 == "[" }.prefix { $0 != "]" })
        let addresses = await resolver.addresses(of: name)
        if Task.isCancelled { return .retry(.timeout, "Its name takes too long to look up.") }
        if let forbidden = addresses.first(where: { !policy.allows($0) }) {
            return .failed(
                .forbidden,
                "\(name) leads to \(forbidden), which is none of the Internet's addresses; "
                    + "ARGUS_WEBHOOK_ALLOW can allow it.")
        }
        var outcome = DeliveryOutcome.retry(.unreachable, "The name \(name) leads nowhere.")
        for address in addresses.prefix(Self.mostAddresses) {
            do {
                let answer = try await post(request, key, host: host, to: address)
                return judge(answer, answer.outcome(at: clock()))
            } catch {
                outcome = error.outcome
                // Only where nobody answered may somebody else.
                guard case .retry(.unreachable, _, _) = outcome, !Task.isCancelled else { break }
            }
        }
        return outcome
    }

    private func post(
        _ request: OutgoingRequest, _ key: String, host: String, to address: IPAddress
    ) async throws -> OutgoingAnswer {
        var configuration = configuration
        configuration.dnsOverride = [host: "\(address)"]
        let http = HTTPClient(configuration: configuration)
        let answer: Result<OutgoingAnswer, any Error>
        do {
            answer = .success(try await post(request, key, with: http))
        } catch {
            answer = .failure(error)
        }
        try? await http.shutdown()
        return try answer.get()
    }

    private func post(
        _ request: OutgoingRequest, _ key: String, with http: HTTPClient
    ) async throws -> OutgoingAnswer {
        var asked = HTTPClientRequest(url: request.url)
        asked.method = HTTPMethod(rawValue: request.method.rawValue)
        asked.headers = ["Content-Type": request.contentType, "User-Agent": "Argus"]
        asked.headers.add(name: "Idempotency-Key", value: key)
        for (name, value) in request.headers { asked.headers.add(name: name, value: value) }
        asked.body = .bytes(ByteBuffer(string: request.body))
        let limit = TimeAmount.nanoseconds(patience.microseconds * 1000)
        let answer = try await http.execute(asked, timeout: limit)
        return OutgoingAnswer(
            status: Int(answer.status.code), retryAfter: answer.headers.first(name: "Retry-After"),
            text: await Self.text(of: answer.body))
    }

    /// What is there of an answer's body: its status has said what counts, so it may break off.
    private static func text(of body: HTTPClientResponse.Body) async -> String {
        var read = ByteBuffer()
        do {
            for try await part in body {
                read.writeImmutableBuffer(part)
                if read.readableBytes >= longestAnswer { break }
            }
        } catch {
            // What came before is kept.
        }
        return String(decoding: read.readableBytesView.prefix(longestAnswer), as: UTF8.self)
    }
}

extension Error {
    /// What it means for a message that it could not be handed over; no secret of a URL stands in it.
    fileprivate var outcome: DeliveryOutcome {
        let said = "\(self)".withoutControls
        return switch self {
        case let error as HTTPClientError: error.means(said)
        case is CancellationError: .retry(.timeout, "It takes too long to answer.")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .retry(.certificate, said)
        case is NIOConnectionError, is IOError, is ChannelError: .retry(.unreachable, said)
        default: .retry(.serverError, "Its answer cannot be read.")
        }
    }
}

extension HTTPClientError {
    fileprivate func means(_ said: String) -> DeliveryOutcome {
        switch self {
        case .connectTimeout: .retry(.unreachable, "Nobody answers there.")
        case .readTimeout, .writeTimeout, .deadlineExceeded,
            .tlsHandshakeTimeout, .cancelled, .getConnectionFromPoolTimeout:
            .retry(.timeout, "It takes too long to answer.")
        case .remoteConnectionClosed, .uncleanShutdown:
            // It may have taken the message, and knows it again by its key.
            .retry(.serverError, "It closed the connection without an answer.")
        default:
            said.contains("invalidHeaderField")
                ? .failed(.template, "What is to stand in a header cannot stand there.")
                : .retry(.unreachable, said)
        }
    }
}
