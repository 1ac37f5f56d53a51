import ArgusCore
import ArgusOperations
import ArgusVocabulary

/// About which messages a page is.
enum MessageScope: Hashable, Sendable {
    case incident(Incident.ID)
    case user(User.ID)
    case everybody

    fileprivate func covers(_ touched: TouchedDelivery) -> Bool {
        switch self {
        case .incident(let id): touched.incident == id
        case .user(let id): touched.user == id
        case .everybody: true
        }
    }
}

/// What became of messages, for the pages that show them.
///
/// One look a second serves everybody, and there is none while nobody follows: sending messages writes
/// nothing for it, and whichever server sends, all see it.
extension LiveFeed {
    /// How many seconds a look reaches back: what was being written down during the last one is found.
    private static let reach = 10

    /// Whenever something becomes of messages; empty news as a sign of life.
    func followMessages(_ scope: MessageScope) async -> AsyncStream<LiveNews> {
        let key = nextKey()
        let (stream, listener) = AsyncStream.makeStream(
            of: LiveNews.self, bufferingPolicy: .bufferingOldest(Self.backlog))
        await attend(listener, key, to: scope)
        listener.onTermination = { _ in Task { await self.leaveMessages(key) } }
        return stream
    }

    /// Tells a listener of messages, of all that becomes of them from now on.
    func attend(_ listener: Listener, _ key: Int, to scope: MessageScope) async {
        if looking == nil {
            known = (try? await operations.notifications.touched(within: Self.reach)) ?? []
        }
        messageListeners[key] = (scope, listener)
        looking = looking ?? Task.detached { await self.look() }
    }

    func leaveMessages(_ key: Int) {
        messageListeners[key] = nil
        guard messageListeners.isEmpty else { return }
        looking?.cancel()
        looking = nil
    }

    private func look() async {
        var second = 0
        while (try? await Task.sleep(for: pause)) != nil {
            second += 1
            guard
                let touched = try? await operations.notifications.touched(within: Self.reach)
            else { continue }
            let news = touched.subtracting(known)
            known = touched
            tell(news, isAll: touched.count < NotificationOperations.touchedAtOnce, second)
        }
    }

    /// Tells of messages; who is told nothing gets a sign of life now and then.
    ///
    /// Unless it `isAll`, there may be others, and everybody looks.
    private func tell(_ news: Set<TouchedDelivery>, isAll: Bool, _ second: Int) {
        let isTime = second % Self.patience == 0
        for (scope, listener) in messageListeners.values {
            let own = isAll ? news.filter { scope.covers($0) } : news
            if own.isEmpty, !isTime { continue }
            let incidents = own.map(\.incident).withoutRepetitions()
            listener.tell(LiveNews(messagesAbout: incidents, until: lastTold, second: second))
        }
    }
}
