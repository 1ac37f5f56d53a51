import ArgusVocabulary
import NIOHTTP1

extension ArgusClient {
    /// Says many things at once, and gives back what became of each, in order.
    ///
    /// They are sent in version 3 of the API, up to 1,000 in a request, whatever version the client
    /// speaks. When a later request fails, what the earlier ones said is done: with the same key and
    /// items again it is not done twice. Items that name all incidents by a `sourceIncidentID` or an
    /// ID can do without a key: the server knows by these what it was told before.
    @discardableResult
    public func batch(
        _ items: [BatchItem],
        key: IdempotencyKey? = .random()
    ) async throws(ArgusError) -> [BatchAnswer] {
        var answers: [BatchAnswer] = []
        for (number, part) in parts(of: items.map(\.json)).enumerated() {
            let request = Request(
                .POST, "\(APIVersion.v3.path)incidents/batch/", body: ["items": .array(part)],
                key: key?.part(number))
            answers += try await transport.read(request) { json throws(WireError) in
                let reader = try MemberReader(json, of: "batch")
                let answers = try reader.list("items") { item throws(WireError) in
                    try BatchAnswer(item)
                }
                guard answers.count == part.count else {
                    throw reader.wrong("items", "as many as were sent")
                }
                return answers
            }
        }
        return answers
    }

    /// Says all that the monitoring system has open, and lets the server open, change and close what
    /// differs; what is open there and not among the incidents is closed.
    ///
    /// Each needs a `sourceIncidentID`. What began after `moment`, or was closed after it, is left as
    /// it is.
    @discardableResult
    public func snapshot(
        _ incidents: [NewIncident],
        takenAt moment: Timestamp? = nil,
        closing limit: SnapshotLimit = .usual
    ) async throws(ArgusError) -> SnapshotOutcome {
        var request = snapshotRequest(incidents, moment, limit.query)
        request.accepted = [409]
        return try await transport.read(request, SnapshotOutcome.init)
    }

    /// Asks what a snapshot would do; changes nothing.
    public func rehearseSnapshot(
        _ incidents: [NewIncident],
        takenAt moment: Timestamp? = nil
    ) async throws(ArgusError) -> SnapshotDifference {
        let request = snapshotRequest(incidents, moment, "dry_run=true")
        return try await transport.read(request, SnapshotDifference.init)
    }

    private func snapshotRequest(
        _ incidents: [NewIncident],
        _ moment: Timestamp?,
        _ query: String
    ) -> Request {
        var body = JSONObject()
        body.set("incidents", to: .array(incidents.map { $0.json(.v3) }))
        if let moment { body.set("timestamp", to: .string(moment.text())) }
        let path = "\(APIVersion.v3.path)incidents/mine/snapshot/"
        return Request(.PUT, path, query: query, body: .object(body))
    }

    /// The items in parts that one request may have: 1,000 of them, and half of the mebibyte that a
    /// server takes unless told otherwise.
    private func parts(of items: [JSONValue]) -> [[JSONValue]] {
        var parts: [[JSONValue]] = []
        var size = 0
        for item in items {
            let itemSize = item.text.utf8.count
            if let last = parts.last, last.count < 1000, size + itemSize <= 512 * 1024 {
                parts[parts.count - 1].append(item)
                size += itemSize
            } else {
                parts.append([item])
                size = itemSize
            }
        }
        return parts
    }
}

extension IdempotencyKey {
    /// The key of one of the requests that something is sent in: the first has this one.
    fileprivate func part(_ number: Int) -> IdempotencyKey {
        guard number > 0 else { return self }
        return IdempotencyKey("\(number)-\(description.suffix(240))") ?? self
    }
}
