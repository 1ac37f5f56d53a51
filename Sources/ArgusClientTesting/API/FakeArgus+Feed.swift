import ArgusClient
import ArgusVocabulary
import ArgusWire

extension FakeArgus.Request {
    var isForFeed: Bool { method == "GET" && path == "\(APIVersion.v3.path)changes/" }
}

extension FakeArgus {
    /// Tells of what changes, from the change on that the request names, or from now on; the number
    /// of a change is that of its event.
    func feed(for request: Request) -> Reply {
        do throws(Reply) {
            let parameters = request.parameters
            let query = try ListQuery(parameters)
            let tellsOthers = parameters["unmatched"] == "true"
            let since = parameters["since"].flatMap { Int($0) } ?? events.count
            return Reply(events: { tell in
                var told = since
                try await tell("id: \(told)\nevent: ready\ndata: {\"last\":\(told)}\n\n")
                while !Task.isCancelled {
                    await self.until { [told] in $0.events.count > told }
                    for event in self.events.dropFirst(told) {
                        told = Int(event.id.rawValue)
                        let change = self.change(by: event, query)
                        if !change.matches, !tellsOthers { continue }
                        try await tell("id: \(told)\nevent: change\ndata: \(change.text)\n\n")
                    }
                }
            })
        } catch {
            return error
        }
    }

    private func change(by event: Event, _ query: ListQuery) -> Change {
        let incident = incidents.first { $0.id == event.incidentID }
        return Change(
            id: Change.ID(event.id.rawValue), type: .event(event.type), timestamp: event.received,
            incidentID: event.incidentID,
            incident: incident.flatMap { query.fits($0, at: event.received) ? $0 : nil },
            event: event)
    }
}

extension Change {
    fileprivate var text: String { JSONValue { write(to: &$0, in: .utc) }.text }
}
